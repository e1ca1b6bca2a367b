package io.github.rwkvsss.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

import io.github.rwkvsss.image.LabelSource;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.image.VolumeGrid;
import io.github.rwkvsss.label.ClassTargets;
import io.github.rwkvsss.label.InstanceTargets;
import io.github.rwkvsss.model.Task;

/**
 * How annotated images become samples.
 *
 * @param task what the labels are
 * @param dimensions 2: every slice of every frame is a sample; 3: every frame is one
 * @param channels to use, from 0; empty for all
 * @param normalization of the intensities
 * @param voxelSize to which volumes are resized, along superior, anterior, right, in millimetres; null to take voxels as
 *          they are. Their axes are brought into this order in any case, see {@link VolumeGrid}.
 */
public record SampleForm(Task task, int dimensions, List<Integer> channels, Normalization normalization,
	List<Double> voxelSize)
{

	/** Copies the lists. */
	public SampleForm {
		channels = List.copyOf(channels);
		voxelSize = voxelSize == null ? null : List.copyOf(voxelSize);
		if (voxelSize != null && dimensions != 3) throw new IllegalArgumentException(
			"a voxel size is for models of volumes; give dimensions=3, or no voxel size");
	}

	/** @return this form with volumes resized, null for not */
	public SampleForm withVoxelSize(final List<Double> other) {
		return new SampleForm(task, dimensions, channels, normalization, other);
	}

	/** Samples of pixels as they are. */
	public SampleForm(final Task task, final int dimensions, final List<Integer> channels,
		final Normalization normalization)
	{
		this(task, dimensions, channels, normalization, null);
	}

	/**
	 * @param name of the image
	 * @param pixels of the image
	 * @param labels of the same size; {@link InstanceTargets#IGNORED_LABEL} where not annotated
	 * @param classValues for semantic labels the value of each class, rising; not looked at for objects
	 * @return one sample for each plane or volume of which anything is annotated
	 */
	List<Sample> samples(final String name, final PixelSource pixels, final LabelSource labels,
		final List<Integer> classValues)
	{
		final PixelSource chosen = channels.isEmpty() ? pixels : pixels.select(channels.stream().mapToInt(Integer::intValue)
			.toArray());
		final VolumeGrid grid = VolumeGrid.of(chosen, voxelSize);
		final PixelSource normal = chosen.normalized(normalization, dimensions == 3 ? Normalization.Scope.VOLUME
			: Normalization.Scope.PLANE);
		final int[] values = classValues.stream().mapToInt(Integer::intValue).toArray();
		final int[] extents = Arrays.stream(chosen.size()).mapToInt(Math::toIntExact).toArray();
		final List<Sample> samples = new ArrayList<>();
		for (int t = 0; t < extents[0]; t++) {
			if (dimensions == 3) {
				final int[] volume = grid.labels(labels, t);
				if (isAnnotated(volume)) samples.add(sample(extents[0] > 1 ? name + " frame " + (t + 1) : name, grid.view(normal)
					.volume(t), volume, chosen.channels(), grid.size(), values));
				continue;
			}
			for (int z = 0; z < extents[1]; z++) {
				final String full = extents[0] * extents[1] > 1 ? name + " frame " + (t + 1) + " slice " + (z + 1) : name;
				final int[] plane = labels.plane(t, z);
				if (isAnnotated(plane)) samples.add(sample(full, normal.plane(t, z), plane, chosen.channels(), new int[] { 1,
					extents[2], extents[3] }, values));
			}
		}
		return samples;
	}

	private static boolean isAnnotated(final int[] labels) {
		return Arrays.stream(labels).anyMatch(label -> label != InstanceTargets.IGNORED_LABEL);
	}

	private Sample sample(final String name, final float[] image, final int[] labels, final int channelCount,
		final int[] size, final int[] classValues)
	{
		if (task == Task.SEMANTIC) return new Sample(name, image, ClassTargets.of(labels, classValues), null, channelCount,
			size);
		final int[] spatial = dimensions == 3 ? size : new int[] { size[1], size[2] };
		// What is not annotated is no object either; the target knows the difference.
		final int[] objects = Arrays.stream(labels).map(label -> Math.max(0, label)).toArray();
		return new Sample(name, image, InstanceTargets.of(labels, spatial), objects, channelCount, size);
	}

	/**
	 * @param values class values found so far, added to
	 * @param labels of classes
	 */
	static void addClassValues(final TreeSet<Integer> values, final LabelSource labels) {
		for (int t = 0; t < labels.size()[0]; t++)
			for (int z = 0; z < labels.size()[1]; z++)
				Arrays.stream(ClassTargets.valuesIn(labels.plane(t, z))).forEach(values::add);
	}
}
