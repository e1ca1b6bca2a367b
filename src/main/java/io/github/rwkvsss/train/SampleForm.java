package io.github.rwkvsss.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.image.ObjectClasses;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.image.ResizedPlanes;
import io.github.rwkvsss.image.VolumeGrid;
import io.github.rwkvsss.label.ClassTargets;
import io.github.rwkvsss.label.InstanceTargets;
import io.github.rwkvsss.label.ObjectDiameter;
import io.github.rwkvsss.label.Representation;
import io.github.rwkvsss.label.ResizedLabels;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.Task;

/**
 * How annotated images become samples.
 *
 * @param task what the labels are
 * @param dimensions 2: every slice of every frame is a sample; 3: every frame is one
 * @param channels to use, from 0; empty for all
 * @param normalization of the intensities
 * @param voxelSize to which volumes are resized, along superior, anterior, right, in millimetres; null for the median of
 *          those to learn from. Their axes are brought into this order in any case, see {@link VolumeGrid}.
 * @param diameter of objects in planes: each plane is resized so that its typical object, see {@link ObjectDiameter}, is
 *          so many pixels across; 0 to keep sizes
 * @param representation of objects; not looked at for classes
 * @param objectClasses whether the class of each object is learned too
 */
public record SampleForm(Task task, int dimensions, List<Integer> channels, Normalization normalization,
	List<Double> voxelSize, double diameter, Representation representation, boolean objectClasses)
{

	/** Beyond, a plane would be resized by more than its annotation can be trusted. */
	private static final double LARGEST_FACTOR = 6;

	/** Copies the lists. */
	public SampleForm {
		channels = List.copyOf(channels);
		voxelSize = voxelSize == null ? null : List.copyOf(voxelSize);
		if (voxelSize != null && dimensions != 3) throw new IllegalArgumentException(
			"a voxel size is for 3D models; give dimensions=3, or no voxel size");
		if (diameter != 0 && (dimensions != 2 || task != Task.INSTANCE)) throw new IllegalArgumentException(
			"a diameter is for instance models in planes; leave it at 0, or give task=instance dimensions=2");
		if (diameter != 0 && !(diameter >= 8 && diameter <= 128)) throw new IllegalArgumentException("the diameter is " +
			diameter + " pixels, but must be 8 to 128, or 0 to keep sizes");
		if (objectClasses && task != Task.INSTANCE) throw new IllegalArgumentException(
			"object classes are for instance models; leave object_classes at false, or give task=instance");
	}

	/** Volumes get their median voxel size. */
	public SampleForm(final Task task, final int dimensions, final List<Integer> channels,
		final Normalization normalization)
	{
		this(task, dimensions, channels, normalization, null, 0, Representation.BOUNDARY, false);
	}

	/** @return this form with volumes of another voxel size, null for the median */
	public SampleForm withVoxelSize(final List<Double> other) {
		return new SampleForm(task, dimensions, channels, normalization, other, diameter, representation, objectClasses);
	}

	/** @return this form with intensities scaled in another way */
	public SampleForm withNormalization(final Normalization other) {
		return new SampleForm(task, dimensions, channels, other, voxelSize, diameter, representation, objectClasses);
	}

	/** @return this form with planes resized for objects of that diameter, 0 for none */
	public SampleForm withDiameter(final double pixels) {
		return new SampleForm(task, dimensions, channels, normalization, voxelSize, pixels, representation, objectClasses);
	}

	/** @return this form with objects represented in another way */
	public SampleForm withRepresentation(final Representation other) {
		return new SampleForm(task, dimensions, channels, normalization, voxelSize, diameter, other, objectClasses);
	}

	/** @return this form with the class of each object learned too, or not */
	public SampleForm withObjectClasses(final boolean learned) {
		return new SampleForm(task, dimensions, channels, normalization, voxelSize, diameter, representation, learned);
	}

	/**
	 * @param start manifest of the model to go on from
	 * @return this form with what that model is used to, where nothing else is asked for: its voxels, the size and the
	 *         representation of its objects, and a limit that bright specks cannot set
	 */
	public SampleForm goingOnFrom(final ModelManifest start) {
		SampleForm form = voxelSize != null ? this : withVoxelSize(start.voxelSize());
		if (task == Task.INSTANCE) {
			if (diameter == 0 && start.diameter() != null) form = form.withDiameter(start.diameter());
			if (start.instances() != null && start.instances().representation() == Representation.DISTANCE) form = form
				.withRepresentation(Representation.DISTANCE);
		}
		final boolean robust = start.normalization().method() == Normalization.Method.ROBUST && normalization.equals(
			Normalization.standard());
		return robust ? form.withNormalization(start.normalization()) : form;
	}

	/**
	 * @param volumes to learn from
	 * @return the voxel size that samples get: the one asked for, or the median along each axis; null for planes, and if
	 *         the unit of any volume is none of length, because then all stay as they are
	 */
	List<Double> voxelSize(final List<List<Double>> volumes) {
		if (dimensions == 2) return null;
		if (voxelSize != null || volumes.isEmpty() || volumes.contains(null)) return voxelSize;
		final List<Double> median = new ArrayList<>();
		for (int d = 0; d < 3; d++) {
			final int axis = d;
			median.add(volumes.stream().map(size -> size.get(axis)).sorted().skip((volumes.size() - 1) / 2).findFirst()
				.orElseThrow());
		}
		return List.copyOf(median);
	}

	/**
	 * @param name of the image
	 * @param pixels of the image
	 * @param labels of the same size; {@link InstanceTargets#IGNORED_LABEL} where not annotated
	 * @param classValues for semantic labels the value of each class, rising; not looked at for objects
	 * @param voxels size that volumes get, as {@link #voxelSize(List)} says; null to keep theirs
	 * @return one sample for each plane or volume of which anything is annotated; volumes on their {@link VolumeGrid}, as
	 *         a model sees them
	 */
	List<Sample> samples(final String name, final PixelSource pixels, final LabelImage labels,
		final List<Integer> classValues, final List<Double> voxels)
	{
		return samples(name, pixels, labels, null, classValues, voxels);
	}

	/** @param ofObjects numbers of {@link ObjectClasses}, of the same size; null where they are not learned */
	List<Sample> samples(final String name, final PixelSource pixels, final LabelImage labels, final LabelImage ofObjects,
		final List<Integer> classValues, final List<Double> voxels)
	{
		final PixelSource chosen = channels.isEmpty() ? pixels : pixels.select(channels.stream().mapToInt(Integer::intValue)
			.toArray());
		final PixelSource normal = chosen.normalized(normalization, dimensions == 3 ? Normalization.Scope.VOLUME
			: Normalization.Scope.PLANE);
		final int[] values = classValues.stream().mapToInt(Integer::intValue).toArray();
		final int[] extents = Arrays.stream(chosen.size()).mapToInt(Math::toIntExact).toArray();
		final List<Sample> samples = new ArrayList<>();
		if (dimensions == 3) {
			final VolumeGrid grid = VolumeGrid.of(chosen, voxels);
			final PixelSource onGrid = grid.view(normal);
			for (int t = 0; t < extents[0]; t++) {
				final int[] volume = grid.labels(labels, t);
				if (isAnnotated(volume)) samples.add(sample(extents[0] > 1 ? name + " frame " + (t + 1) : name, onGrid.volume(t),
					volume, ofObjects == null ? null : grid.labels(ofObjects, t), chosen.channels(), grid.size(), values, spacing(
						voxels)));
			}
			return samples;
		}
		for (int t = 0; t < extents[0]; t++) {
			for (int z = 0; z < extents[1]; z++) {
				final String full = extents[0] * extents[1] > 1 ? name + " frame " + (t + 1) + " slice " + (z + 1) : name;
				final int[] plane = labels.plane(t, z);
				if (isAnnotated(plane)) samples.add(sized(full, normal, t, z, plane, ofObjects == null ? null : ofObjects.plane(t,
					z), values));
			}
		}
		return samples;
	}

	/** One plane, resized if its objects are to have a diameter. */
	private Sample sized(final String name, final PixelSource normal, final int frame, final int slice, final int[] labels,
		final int[] ofObjects, final int[] classValues)
	{
		final int[] own = { (int) normal.size()[2], (int) normal.size()[3] };
		final PixelSource resized = ResizedPlanes.by(factor(labels), normal);
		final int[] size = { (int) resized.size()[2], (int) resized.size()[3] };
		final boolean same = Arrays.equals(own, size);
		return sample(name, resized.plane(frame, slice), same ? labels : ResizedLabels.of(labels, own, size), same ||
			ofObjects == null ? ofObjects : ResizedLabels.of(ofObjects, own, size), normal.channels(), new int[] { 1, size[0],
				size[1] }, classValues, spacing(null));
	}

	private double factor(final int[] labels) {
		final double own = diameter == 0 ? 0 : ObjectDiameter.typical(labels);
		return own == 0 ? 1 : Math.max(1 / LARGEST_FACTOR, Math.min(LARGEST_FACTOR, diameter / own));
	}

	/** @return length of a pixel along each axis of the samples, in any unit; alike where it is not known */
	private double[] spacing(final List<Double> voxels) {
		final double[] spacing = new double[dimensions];
		Arrays.setAll(spacing, d -> voxels == null ? 1 : voxels.get(d));
		return spacing;
	}

	private static boolean isAnnotated(final int[] labels) {
		return Arrays.stream(labels).anyMatch(label -> label != InstanceTargets.IGNORED_LABEL);
	}

	private Sample sample(final String name, final float[] image, final int[] labels, final int[] ofObjects,
		final int channelCount, final int[] size, final int[] classValues, final double[] spacing)
	{
		if (task == Task.SEMANTIC) return new Sample(name, image, ClassTargets.of(labels, classValues), null, channelCount,
			size);
		final int[] spatial = dimensions == 3 ? size : new int[] { size[1], size[2] };
		// What is not annotated is no object either; the target knows the difference.
		final int[] objects = Arrays.stream(labels).map(label -> Math.max(0, label)).toArray();
		final byte[] target = representation == Representation.DISTANCE ? DistanceTargets.of(labels, spatial, spacing)
			: InstanceTargets.of(labels, spatial, InstanceTargets.DEFAULT_THICKNESS, spacing);
		if (ofObjects == null) return new Sample(name, image, target, objects, channelCount, size);
		final byte[] known = new byte[ofObjects.length];
		for (int i = 0; i < known.length; i++) known[i] = (byte) (objects[i] == 0 || ofObjects[i] == 0 ? Sample.IGNORE
			: ofObjects[i] - 1);
		return new Sample(name, image, target, objects, known, channelCount, size);
	}

	/**
	 * @param values class values found so far, added to
	 * @param labels of semantic classes
	 */
	static void addClassValues(final TreeSet<Integer> values, final LabelImage labels) {
		for (int t = 0; t < labels.size()[0]; t++) for (int z = 0; z < labels.size()[1]; z++) Arrays.stream(ClassTargets
			.valuesIn(labels.plane(t, z))).forEach(values::add);
	}
}
