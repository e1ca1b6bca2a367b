package io.github.rwkvsss.train;

import java.util.List;

/**
 * What a training learns from and what it is validated by.
 *
 * @param training samples to learn from, at least one
 * @param validation samples that are only looked at; may be empty
 * @param classValues the value of each class in the labels, rising; empty for objects
 * @param voxelSize of samples that are volumes, along superior, anterior, right, in millimetres; null if not known, or
 *          if they are planes
 * @param source where the training samples are from, a phrase for the model's provenance
 * @param heldOut what is validated, a phrase likewise
 * @param objectClasses names of the classes of objects, where these are learned; else empty
 */
public record TrainingData(List<Sample> training, List<Sample> validation, List<Integer> classValues,
	List<Double> voxelSize, String source, String heldOut, List<String> objectClasses)
{

	private static final int MOST_CLASSES = 250;

	/** Copies the lists and checks that there is something to learn from. */
	public TrainingData {
		training = List.copyOf(training);
		validation = List.copyOf(validation);
		classValues = List.copyOf(classValues);
		objectClasses = List.copyOf(objectClasses);
		if (training.isEmpty()) throw new IllegalArgumentException(
			"there are no annotated images; label or outline something in at least one");
		if (objectClasses.size() > MOST_CLASSES) throw new IllegalArgumentException("the objects are of " + objectClasses
			.size() + " classes, at most " + MOST_CLASSES +
			" can be learned; check that they are named by their class, not by their number");
	}

	/** Data of objects without classes, or of classes of pixels. */
	public TrainingData(final List<Sample> training, final List<Sample> validation, final List<Integer> classValues,
		final List<Double> voxelSize, final String source, final String heldOut)
	{
		this(training, validation, classValues, voxelSize, source, heldOut, List.of());
	}

	/** @return the same with these names of their objects' classes */
	TrainingData withObjectClasses(final List<String> names) {
		return new TrainingData(training, validation, classValues, voxelSize, source, heldOut, names);
	}

	/** @return channels of the samples */
	public int channels() {
		return training.get(0).channels();
	}

	/** @return length of a voxel along {D, H, W}, in any unit */
	double[] spacing() {
		return voxelSize == null ? new double[] { 1, 1, 1 } : voxelSize.stream().mapToDouble(Double::doubleValue).toArray();
	}

	/** @return {D, H, W}: the median of the training samples on each axis */
	int[] typicalSize() {
		final int[] typical = new int[3];
		for (int d = 0; d < 3; d++) {
			final int axis = d;
			final int[] all = training.stream().mapToInt(sample -> sample.size()[axis]).sorted().toArray();
			typical[d] = all[all.length / 2];
		}
		return typical;
	}

	/**
	 * @param share part of the annotation that is only validated, 0 to below 1
	 * @return these data, of which a single image without others to validate by is parted within
	 */
	TrainingData withHoldout(final double share) {
		if (training.size() > 1 || !validation.isEmpty() || share == 0) return this;
		return Holdout.of(training.get(0), share).map(split -> new TrainingData(split.training(), split.validation(),
			classValues, voxelSize, source, Math.round(100 * share) + " % of the annotation, at the far end of the image",
			objectClasses)).orElse(this);
	}
}
