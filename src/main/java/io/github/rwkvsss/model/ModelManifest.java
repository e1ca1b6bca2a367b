package io.github.rwkvsss.model;

import java.util.List;
import java.util.Map;

import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.label.InstanceTargets;
import io.github.rwkvsss.network.NetworkConfig;

/**
 * What a model is, besides its weights. Immutable.
 *
 * @param format version of the file's layout, see {@link ModelFile#FORMAT}
 * @param name short name, as users choose it
 * @param description one sentence: for which images
 * @param task what the classes mean
 * @param classNames one name per class; of an instance model background, interior and boundary, then those of its
 *          objects' classes, if it tells such
 * @param classValues the value of each class in a label image; as in the training labels
 * @param network from which the network is built again
 * @param normalization how intensities are scaled before the network
 * @param instances how objects are separated; null for a semantic model
 * @param patch the training patch per axis, slowest first, in pixels; tiles of about this size see what training saw
 * @param voxelSize of a 3D model: to which volumes are resized, along superior, anterior, right, in millimetres;
 *          null if it takes voxels as they are
 * @param singleRegions numbers of the classes that a volume holds once at most, of which only the largest region is kept;
 *          null, as in files of before it was, for none
 * @param diameter of an instance model in planes: pixels across a typical object as the network is to see it, the disc
 *          of an object's area; images are resized to it. Null if the model takes images as they are, as those of the
 *          formats 1 and 2 do
 * @param tolerance of such a model: images whose objects are up to so many times larger or smaller are taken as they are; 1,
 *          as of models whose training brought all objects to the diameter, to resize every image; null without a diameter
 * @param pixelSize of such a model: micrometres across a pixel of its training images once they were resized to the
 *          diameter; null if they did not say
 * @param licence of the weights
 * @param provenance facts about the training, in reading order
 */
public record ModelManifest(int format, String name, String description, Task task, List<String> classNames,
	List<Integer> classValues, NetworkConfig network, Normalization normalization, InstanceParameters instances,
	List<Integer> patch, List<Double> voxelSize, List<Integer> singleRegions, Double diameter, Double tolerance,
	Double pixelSize, String licence, Map<String, String> provenance) implements ModelFacts
{

	/** Below and above, an object is too small to be seen or larger than a patch. */
	private static final double LEAST_DIAMETER = 4;
	private static final double LARGEST_DIAMETER = 512;

	/** Checks that the parts fit together. */
	public ModelManifest {
		if (task == null || network == null || normalization == null) throw new IllegalArgumentException(
			"the model lacks its task, its network or its normalisation, or they are of a kind unknown here");
		if (name == null || name.isBlank()) throw new IllegalArgumentException("the model has no name");
		provenance = provenance == null ? Map.of() : provenance;
		classNames = List.copyOf(classNames);
		classValues = List.copyOf(classValues);
		patch = List.copyOf(patch);
		voxelSize = voxelSize == null ? null : List.copyOf(voxelSize);
		singleRegions = singleRegions == null ? List.of() : List.copyOf(singleRegions);
		if (!singleRegions.isEmpty() && (task != Task.SEMANTIC || network.dimensions() != 3 || !singleRegions.stream().allMatch(
			k -> k > 0 && k < network.classes()))) throw new IllegalArgumentException(
				"the model keeps single regions of the classes " + singleRegions +
					", which a semantic 3D model can do, for classes from 1 on");
		if (voxelSize != null && (network.dimensions() != 3 || voxelSize.size() != 3 || !voxelSize.stream().allMatch(
			length -> length > 0 && length < Double.POSITIVE_INFINITY))) throw new IllegalArgumentException("the voxel size " +
				voxelSize + " of the model is not three positive lengths, or the model is not a 3D model");
		if (diameter != null && !(task == Task.INSTANCE && network.dimensions() == 2 && diameter >= LEAST_DIAMETER &&
			diameter <= LARGEST_DIAMETER)) throw new IllegalArgumentException("the diameter " + diameter +
				" of the model's objects is not 4 to 512 pixels, or the model does not find objects in planes");
		if (diameter == null ? tolerance != null : tolerance == null || !(tolerance >= 1 && tolerance <= 8))
			throw new IllegalArgumentException("the model takes objects of " + tolerance + " times its diameter " + diameter +
				" as they are, but must state both, and 1 to 8 times");
		if (pixelSize != null && !(diameter != null && pixelSize > 0 && pixelSize < Double.POSITIVE_INFINITY))
			throw new IllegalArgumentException("the model's pixels are " + pixelSize +
				" micrometres wide, or it takes images of any size");
		if (classNames.size() != network.classes()) throw new IllegalArgumentException("the model names " + classNames.size() +
			" classes, but its network has " + network.classes());
		if (patch.stream().anyMatch(edge -> edge < 1 || edge > 1 << 14)) throw new IllegalArgumentException(
			"the model's training patch is " + patch + " pixels");
		if (classValues.size() != classNames.size()) throw new IllegalArgumentException("the model gives values to " +
			classValues.size() + " of its " + classNames.size() + " classes");
		if (task == Task.INSTANCE && (instances == null || network.classes() < InstanceTargets.CLASSES || network
			.classes() == InstanceTargets.CLASSES + 1)) throw new IllegalArgumentException(
				"an instance model has the classes background, interior and boundary, and parameters to separate objects; after " +
					"them it may name two or more classes of objects");
		if (task == Task.INSTANCE && classNames.stream().skip(InstanceTargets.CLASSES).distinct().count() != classNames.size() -
			InstanceTargets.CLASSES) throw new IllegalArgumentException("the model names a class of objects twice: " + classNames
				.subList(InstanceTargets.CLASSES, classNames.size()));
	}

	@Override
	public int dimensions() {
		return network.dimensions();
	}

	/** A model that takes voxels as they are. */
	public ModelManifest(final int format, final String name, final String description, final Task task,
		final List<String> classNames, final List<Integer> classValues, final NetworkConfig network,
		final Normalization normalization, final InstanceParameters instances, final List<Integer> patch, final String licence,
		final Map<String, String> provenance)
	{
		this(format, name, description, task, classNames, classValues, network, normalization, instances, patch, null, null,
			null, null, null, licence, provenance);
	}

	/** @return this manifest with another voxel size, null for none */
	public ModelManifest withVoxelSize(final List<Double> other) {
		return new ModelManifest(format, name, description, task, classNames, classValues, network, normalization, instances,
			patch, other, singleRegions, diameter, tolerance, pixelSize, licence, provenance);
	}

	/** @return this manifest as of another version of the file's layout */
	ModelManifest withFormat(final int other) {
		return new ModelManifest(other, name, description, task, classNames, classValues, network, normalization, instances,
			patch, voxelSize, singleRegions, diameter, tolerance, pixelSize, licence, provenance);
	}

	/** @return this manifest with another network, of the same classes and channels */
	public ModelManifest withNetwork(final NetworkConfig other) {
		return new ModelManifest(format, name, description, task, classNames, classValues, other, normalization, instances,
			patch, voxelSize, singleRegions, diameter, tolerance, pixelSize, licence, provenance);
	}

	/** @return this manifest with other provenance */
	public ModelManifest withProvenance(final Map<String, String> other) {
		return new ModelManifest(format, name, description, task, classNames, classValues, network, normalization, instances,
			patch, voxelSize, singleRegions, diameter, tolerance, pixelSize, licence, other);
	}

	/** @return this manifest with other parameters of the instance segmentation */
	public ModelManifest withInstances(final InstanceParameters other) {
		return new ModelManifest(format, name, description, task, classNames, classValues, network, normalization, other, patch,
			voxelSize, singleRegions, diameter, tolerance, pixelSize, licence, provenance);
	}

	/** @return this manifest with other classes of which only the largest region is kept */
	public ModelManifest withSingleRegions(final List<Integer> other) {
		return new ModelManifest(format, name, description, task, classNames, classValues, network, normalization, instances,
			patch, voxelSize, other, diameter, tolerance, pixelSize, licence, provenance);
	}

	/**
	 * @param pixels across a typical object, null to take images as they are
	 * @param factor up to which sizes are left, at least 1
	 * @param micrometres across a pixel then, null if not known
	 * @return this manifest for objects of another size
	 */
	public ModelManifest withDiameter(final Double pixels, final Double factor, final Double micrometres) {
		return new ModelManifest(format, name, description, task, classNames, classValues, network, normalization, instances,
			patch, voxelSize, singleRegions, pixels, pixels == null ? null : factor, micrometres, licence, provenance);
	}

	/** @return this manifest with intensities scaled in another way */
	public ModelManifest withNormalization(final Normalization other) {
		return new ModelManifest(format, name, description, task, classNames, classValues, network, other, instances, patch,
			voxelSize, singleRegions, diameter, tolerance, pixelSize, licence, provenance);
	}
}
