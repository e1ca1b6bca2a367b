package io.github.rwkvsss.train;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.ObjectClasses;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.image.VolumeGrid;
import io.github.rwkvsss.model.Task;

/**
 * One image, plane or stack, with the labels that its user gave to it. Planes without any annotation are left out.
 *
 * @param pixels of the image
 * @param labels of the same size; -1 where not annotated
 * @param objectClasses of which class its objects are; null if nobody says it
 */
public record AnnotatedImage(PixelSource pixels, LabelImage labels, ObjectClasses objectClasses) {

	/** @throws IllegalArgumentException in one sentence if the sizes differ */
	public AnnotatedImage {
		if (!Arrays.equals(pixels.size(), labels.size())) throw new IllegalArgumentException("label image " + labels.name() +
			" has (frames, slices, height, width) " + Arrays.toString(labels.size()) + ", the image " + pixels.name() + " " +
			Arrays.toString(pixels.size()) + "; they must be of one size");
	}

	/** Objects without classes, or classes of pixels. */
	public AnnotatedImage(final PixelSource pixels, final LabelImage labels) {
		this(pixels, labels, null);
	}

	/** @return numbers of its objects' classes in this order; null if there are no names */
	LabelImage classNumbers(final List<String> names) {
		if (names.isEmpty()) return null;
		return objectClasses == null ? LabelImage.allocate(labels.name(), labels.size()) : objectClasses.in(names).numbers();
	}

	/**
	 * @param form how the image becomes samples
	 * @param validationShare part of the annotated planes, or of the annotation of a single one, that is only validated
	 * @param seed of the split
	 * @return the samples
	 * @throws IllegalArgumentException in one sentence if there is nothing to learn from
	 */
	public TrainingData read(final SampleForm form, final double validationShare, final long seed) {
		final TreeSet<Integer> values = new TreeSet<>();
		if (form.task() == Task.SEMANTIC) {
			SampleForm.addClassValues(values, labels);
			if (values.size() < 2) throw new IllegalArgumentException("the annotation of " + pixels.name() +
				" shows a single class; a semantic model needs at least two, for instance background and cell");
		}
		final List<Double> own = VolumeGrid.voxelSizeOf(pixels);
		final List<Double> voxels = form.voxelSize(own == null ? List.of() : List.of(own));
		final PixelSource seen = form.channels().isEmpty() ? pixels.greyIfEqual() : pixels;
		final List<String> classes = !form.objectClasses() ? List.of() : ObjectLabels.requireClasses(objectClasses == null
			? List.of() : objectClasses.occurring(), pixels.name());
		final List<Sample> samples = form.samples(pixels.name(), seen, labels, classNumbers(classes), List.copyOf(values),
			voxels);
		if (form.task() == Task.INSTANCE) ObjectLabels.require(samples, pixels.name());
		final Split<Sample> split = Split.of(samples, validationShare, seed);
		return new TrainingData(split.training(), split.validation(), List.copyOf(values), voxels, pixels.name() + ", " + split
			.training().size() + " annotated planes", split.validation().size() + " annotated planes, share " + validationShare +
				", seed " + seed, classes).withHoldout(validationShare);
	}
}
