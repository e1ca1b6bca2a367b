package io.github.rwkvsss.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.rwkvsss.metric.Overlap;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.progress.Cancellation;

/**
 * Dice of each class of a semantic model: the mean over images of the Dice over all pixels of the image, the slices of a
 * stack taken together. An image that neither shows nor is given a class does not count for it.
 */
public final class ClassScores {

	private ClassScores() {}

	/**
	 * @param model semantic
	 * @param samples annotated images, at least one
	 * @param cancellation looked at between tiles
	 * @return for each class in order, from the first, its Dice, 0 to 1; NaN for one that no image shows
	 */
	public static List<Double> of(final SegmentationModel model, final List<Sample> samples,
		final Cancellation cancellation)
	{
		final Map<String, Overlap[]> images = new LinkedHashMap<>();
		for (final Sample sample : samples) {
			final int[] truth = sample.classes();
			final int[] predicted = Validation.argmax(Validation.predict(model, sample, cancellation));
			// A pixel without annotation is neither right nor wrong.
			for (int i = 0; i < truth.length; i++) if (truth[i] == Sample.IGNORE) truth[i] = -1;
			final Overlap[] overlaps = new Overlap[model.classes()];
			for (int c = 0; c < overlaps.length; c++) overlaps[c] = Overlap.ofClass(truth, predicted, c);
			images.merge(image(sample.name()), overlaps, ClassScores::sum);
		}
		return means(images.values().stream().toList(), model.classes());
	}

	/** @return the means over images of each class */
	static List<Double> means(final List<Overlap[]> images, final int classes) {
		final List<Double> means = new ArrayList<>();
		for (int c = 0; c < classes; c++) {
			double sum = 0;
			int count = 0;
			for (final Overlap[] overlaps : images) {
				if (overlaps[c].truth() + overlaps[c].predicted() == 0) continue;
				sum += overlaps[c].dice();
				count++;
			}
			means.add(sum / count);
		}
		return means;
	}

	private static Overlap[] sum(final Overlap[] first, final Overlap[] second) {
		final Overlap[] sum = new Overlap[first.length];
		for (int c = 0; c < sum.length; c++) sum[c] = first[c].plus(second[c]);
		return sum;
	}

	/** A slice of a stack is named after it, see {@link SampleForm}. */
	private static String image(final String sample) {
		return sample.replaceAll(" slice \\d+$", "");
	}
}
