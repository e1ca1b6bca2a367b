package io.github.rwkvsss.train;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import io.github.rwkvsss.image.VolumeGrid;
import io.github.rwkvsss.model.Task;

/**
 * Several annotated images in memory, split into training and validation image by image; a single one is split as
 * {@link AnnotatedImage} says.
 *
 * @param images at least one
 */
public record AnnotatedImages(List<AnnotatedImage> images) {

	/** @throws IllegalArgumentException if there is none */
	public AnnotatedImages {
		images = List.copyOf(images);
		if (images.isEmpty()) throw new IllegalArgumentException(
			"there are no annotated images; add at least one image with its labels");
	}

	/**
	 * @param form how the images become samples
	 * @param validationShare part of the images that is only validated, 0 to below 1
	 * @param seed of the split
	 * @return the samples
	 * @throws IllegalArgumentException in one sentence if there is nothing to learn from, or the images do not fit each other
	 */
	public TrainingData read(final SampleForm form, final double validationShare, final long seed) {
		if (images.size() == 1) return images.get(0).read(form, validationShare, seed);
		final Split<AnnotatedImage> split = Split.of(images, validationShare, seed);
		final TreeSet<Integer> values = new TreeSet<>();
		if (form.task() == Task.SEMANTIC) {
			images.forEach(image -> SampleForm.addClassValues(values, image.labels()));
			if (values.size() < 2) throw new IllegalArgumentException("the annotation of the " + images.size() +
				" images shows a single class; a semantic model needs at least two, for instance background and cell");
		}
		final List<List<Double>> own = new ArrayList<>();
		if (form.dimensions() == 3) split.training().forEach(image -> own.add(VolumeGrid.voxelSizeOf(image.pixels())));
		final List<Double> voxels = form.voxelSize(own);
		final TreeSet<String> names = new TreeSet<>();
		if (form.objectClasses()) for (final AnnotatedImage image : split.training()) if (image.objectClasses() != null) names
			.addAll(image.objectClasses().occurring());
		final List<String> classes = form.objectClasses() ? ObjectLabels.requireClasses(List.copyOf(names), split.training()
			.size() + " images") : List.of();
		final List<Sample> training = samples(split.training(), form, classes, values, voxels);
		if (form.task() == Task.INSTANCE) ObjectLabels.require(training, split.training().size() + " images");
		return new TrainingData(training, samples(split.validation(), form, classes, values, voxels), List.copyOf(values),
			voxels, split.training().size() + " images", split.validation().size() + " images, share " + validationShare +
				", seed " + seed, classes);
	}

	private static List<Sample> samples(final List<AnnotatedImage> part, final SampleForm form, final List<String> classes,
		final TreeSet<Integer> values, final List<Double> voxels)
	{
		final List<Sample> samples = new ArrayList<>();
		for (final AnnotatedImage image : part) samples.addAll(form.samples(image.pixels().name(), image.pixels(), image
			.labels(), image.classNumbers(classes), List.copyOf(values), voxels));
		return samples;
	}
}
