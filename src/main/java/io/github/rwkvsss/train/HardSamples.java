package io.github.rwkvsss.train;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How hard each image is, by the loss of the patches that were cut out of it lately, and a choice by it. So that neither an
 * image that is wrongly annotated is all that is learned from, nor an easy one forgotten, losses count between a quarter
 * and four times their mean.
 */
final class HardSamples {

	private static final double LATEST = 0.3;
	private static final double LIMIT = 4;

	private final double[] losses;

	/** @param count of the images */
	HardSamples(final int count) {
		losses = new double[count];
		Arrays.fill(losses, Double.NaN);
	}

	/**
	 * @param sample number of an image, from 0
	 * @param loss of a patch of it
	 */
	void add(final int sample, final double loss) {
		losses[sample] = Double.isNaN(losses[sample]) ? loss : losses[sample] + LATEST * (loss - losses[sample]);
	}

	/** @return an image's number, as likely as its loss is large; those not seen yet count as the mean of the others */
	int choose(final SplittableRandom random) {
		final double mean = Arrays.stream(losses).filter(loss -> !Double.isNaN(loss)).average().orElse(1);
		final double[] sums = new double[losses.length];
		double sum = 0;
		for (int i = 0; i < losses.length; i++) {
			final double loss = Double.isNaN(losses[i]) || !(mean > 0) ? 1 : losses[i] / mean;
			sum += Math.max(1 / LIMIT, Math.min(LIMIT, loss));
			sums[i] = sum;
		}
		final int at = Arrays.binarySearch(sums, sum * random.nextDouble());
		return Math.min(losses.length - 1, at < 0 ? -at - 1 : at + 1);
	}

	/** @return the losses, for a checkpoint; null where an image was not seen yet */
	List<Double> losses() {
		return Arrays.stream(losses).mapToObj(loss -> Double.isNaN(loss) ? null : loss).toList();
	}

	/** @param saved as {@link #losses} gave them; null for none */
	void restore(final List<Double> saved) {
		if (saved == null) return;
		for (int i = 0; i < losses.length; i++) losses[i] = saved.get(i) == null ? Double.NaN : saved.get(i);
	}
}
