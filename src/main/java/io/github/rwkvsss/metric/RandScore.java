package io.github.rwkvsss.metric;

import java.util.Arrays;

/**
 * Foreground-restricted Rand score of a segmentation into cells, the score of the ISBI 2012 membrane challenge
 * (Arganda-Carreras et al. 2015, Front. Neuroanat. 9:142). Pixels whose true label is 0 or less (membrane) do not
 * count; a predicted 0 is a segment like any other, so grow the predicted cells over thin membranes first.
 *
 * @param split part of pixel pairs of one true cell that the prediction keeps together, 0 to 1 (recall; low if
 *          cells are split)
 * @param merge part of pixel pairs of one predicted cell that belong together, 0 to 1 (precision; low if cells
 *          are merged)
 */
public record RandScore(double split, double merge) {

	/**
	 * @param truth true label image, row-major, one number per cell
	 * @param predicted predicted label image of the same length
	 * @return both parts; 1 and 1 if the truth has no cell
	 * @throws IllegalArgumentException if the lengths differ
	 */
	public static RandScore of(final int[] truth, final int[] predicted) {
		Shapes.requireSameLength(truth, predicted);
		final long[] pairs = new long[truth.length];
		final long[] seen = new long[truth.length];
		int count = 0;
		for (int i = 0; i < truth.length; i++)
			if (truth[i] > 0) {
				pairs[count] = (long) truth[i] << 32 | predicted[i] & 0xffffffffL;
				seen[count++] = predicted[i];
			}
		if (count == 0)
			return new RandScore(1, 1);
		Arrays.sort(pairs, 0, count);
		Arrays.sort(seen, 0, count);
		final double both = squares(pairs, count);
		final double inPredicted = squares(seen, count);
		for (int i = 0; i < count; i++)
			pairs[i] >>= 32;
		return new RandScore(both / squares(pairs, count), both / inPredicted);
	}

	/** @return the harmonic mean of split and merge, 0 to 1: the V_Rand of the challenge at alpha = 0.5 */
	public double fScore() {
		return split + merge == 0 ? 0 : 2 * split * merge / (split + merge);
	}

	/** Sum over runs of equal values of the square of their length. */
	private static double squares(final long[] sorted, final int count) {
		double sum = 0;
		for (int i = 0, begin = 0; i < count; i++)
			if (i + 1 == count || sorted[i + 1] != sorted[i]) {
				final double run = i + 1 - begin;
				sum += run * run;
				begin = i + 1;
			}
		return sum;
	}
}
