package io.github.rwkvsss.metric;

import java.util.Arrays;

/**
 * Which true and predicted objects of one image overlap, and by how much; the source of all object scores.
 * <p>
 * A pair matches at a threshold t of at least 0.5 if its IoU is t or more (as in StarDist, Schmidt et al. 2018;
 * the 2018 Data Science Bowl asked for more than t). Above 0.5 an object can match only one other. At exactly
 * 0.5 it can match two only if they halve it exactly, and then neither half matches anything else; so taking
 * pairs in any order finds the largest one-to-one matching.
 */
public final class InstanceMatching {

	/** The thresholds 0.5, 0.55, ... 0.95. */
	private static final double[] THRESHOLDS = { 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95 };

	private final int[] truthPixels;
	private final int[] predictedPixels;
	/** Overlapping pairs, ordered by true and then by predicted object; indices from 1. */
	private final int[] pairTruth;
	private final int[] pairPredicted;
	private final int[] pairPixels;

	private InstanceMatching(final NumberedObjects truth, final NumberedObjects predicted) {
		truthPixels = truth.sizes();
		predictedPixels = predicted.sizes();
		final PairCounts counts = new PairCounts();
		for (int i = 0; i < truth.labels().length; i++) if (truth.labels()[i] != 0 && predicted.labels()[i] != 0) counts.add(
			truth.labels()[i], predicted.labels()[i]);
		final long[] keys = counts.sorted();
		pairTruth = new int[keys.length];
		pairPredicted = new int[keys.length];
		pairPixels = new int[keys.length];
		for (int pair = 0; pair < keys.length; pair++) {
			pairTruth[pair] = PairCounts.first(keys[pair]);
			pairPredicted[pair] = PairCounts.second(keys[pair]);
			pairPixels[pair] = Math.toIntExact(counts.of(keys[pair]));
		}
	}

	/** @return the thresholds 0.5, 0.55, ... 0.95 */
	public static double[] thresholds() {
		return THRESHOLDS.clone();
	}

	/**
	 * @param truth true label image, row-major: 0 background, positive objects, negative not annotated (such pixels
	 *          count nowhere); not retained
	 * @param predicted predicted label image of the same length; negative values count as background
	 * @throws IllegalArgumentException if the lengths differ
	 */
	public static InstanceMatching of(final int[] truth, final int[] predicted) {
		Shapes.requireSameLength(truth, predicted);
		return new InstanceMatching(NumberedObjects.of(truth, truth), NumberedObjects.of(predicted, truth));
	}

	/** @return number of true objects */
	public int truthCount() {
		return truthPixels.length - 1;
	}

	/** @return number of predicted objects */
	public int predictedCount() {
		return predictedPixels.length - 1;
	}

	/**
	 * @param threshold least IoU of a match, 0.5 to 1
	 * @throws IllegalArgumentException if the threshold is out of range
	 */
	public Matches at(final double threshold) {
		if (!(threshold >= 0.5 && threshold <= 1)) throw new IllegalArgumentException("IoU threshold " + threshold +
			" is not in 0.5 to 1; below 0.5 a match is not unique");
		final boolean[] truthTaken = new boolean[truthPixels.length];
		final boolean[] predictedTaken = new boolean[predictedPixels.length];
		long matched = 0;
		double quality = 0;
		for (int pair = 0; pair < pairPixels.length; pair++) {
			final double iou = iou(pair);
			if (iou >= threshold && !truthTaken[pairTruth[pair]] && !predictedTaken[pairPredicted[pair]]) {
				truthTaken[pairTruth[pair]] = true;
				predictedTaken[pairPredicted[pair]] = true;
				matched++;
				quality += iou;
			}
		}
		return new Matches(matched, predictedCount() - matched, truthCount() - matched, quality);
	}

	/** @return the mean of {@link Matches#averagePrecision()} over {@link #thresholds()}, 0 to 1 */
	public double meanAveragePrecision() {
		double sum = 0;
		for (final double threshold : THRESHOLDS) sum += at(threshold).averagePrecision();
		return sum / THRESHOLDS.length;
	}

	/**
	 * Aggregated Jaccard index as first defined (Kumar et al. 2017, IEEE TMI 36:1550, algorithm 1): each true
	 * object takes the predicted object of highest IoU (several may take the same; of equals the lower number);
	 * intersections and unions are summed; predicted objects that none took add to the union.
	 *
	 * @return the sums, whose quotient is the index
	 */
	public AggregatedJaccard aggregatedJaccard() {
		final int[] best = new int[truthPixels.length];
		Arrays.fill(best, -1);
		for (int pair = 0; pair < pairPixels.length; pair++) {
			final int object = pairTruth[pair];
			if (best[object] < 0 || iou(pair) > iou(best[object])) best[object] = pair;
		}
		long intersection = 0, union = 0;
		final boolean[] used = new boolean[predictedPixels.length];
		for (int object = 1; object < best.length; object++) {
			union += truthPixels[object];
			if (best[object] >= 0) {
				final int pair = best[object];
				intersection += pairPixels[pair];
				union += predictedPixels[pairPredicted[pair]] - pairPixels[pair];
				used[pairPredicted[pair]] = true;
			}
		}
		for (int object = 1; object < used.length; object++) if (!used[object]) union += predictedPixels[object];
		return new AggregatedJaccard(intersection, union);
	}

	/** @return SEG of the Cell Tracking Challenge */
	public SegScore seg() {
		double sum = 0;
		for (int pair = 0; pair < pairPixels.length; pair++) if (2L * pairPixels[pair] > truthPixels[pairTruth[pair]]) sum +=
			iou(pair);
		return new SegScore(sum, truthCount());
	}

	private double iou(final int pair) {
		final long union = (long) truthPixels[pairTruth[pair]] + predictedPixels[pairPredicted[pair]] - pairPixels[pair];
		return (double) pairPixels[pair] / union;
	}
}
