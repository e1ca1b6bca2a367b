package io.github.rwkvsss.metric;

/**
 * How far two partitions of the same pixels into segments agree, as sums that can be added over images: V-Rand and V-Info of
 * the ISBI 2012 challenge (Arganda-Carreras et al. 2015, Front. Neuroanat. 9:142). Pixels whose true label is 0 or less
 * (borders) do not count; a predicted 0 is a segment like any other, so thin the predicted borders first. Segments of
 * different images are different ones.
 *
 * @param pixels how many count
 * @param squaresBoth sum of the squared sizes of what a true and a predicted segment share
 * @param squaresTruth sum of the squared sizes of the true segments
 * @param squaresPredicted sum of the squared sizes of the predicted segments
 * @param logsBoth sum of n ln n over the sizes n of what a true and a predicted segment share
 * @param logsTruth the same of the true segments
 * @param logsPredicted the same of the predicted segments
 */
public record PartitionScore(long pixels, double squaresBoth, double squaresTruth, double squaresPredicted, double logsBoth,
	double logsTruth, double logsPredicted)
{

	/** No pixel at all; where a sum starts. */
	public static final PartitionScore NONE = new PartitionScore(0, 0, 0, 0, 0, 0, 0);

	/**
	 * @param truth true label image, row-major, one number per segment
	 * @param predicted predicted label image of the same length
	 */
	public static PartitionScore of(final int[] truth, final int[] predicted) {
		Shapes.requireSameLength(truth, predicted);
		final PairCounts both = new PairCounts();
		final PairCounts first = new PairCounts();
		final PairCounts second = new PairCounts();
		long pixels = 0;
		for (int i = 0; i < truth.length; i++) {
			if (truth[i] <= 0) continue;
			both.add(truth[i], predicted[i]);
			first.add(truth[i], 0);
			second.add(0, predicted[i]);
			pixels++;
		}
		return new PartitionScore(pixels, squares(both), squares(first), squares(second), logs(both), logs(first), logs(
			second));
	}

	/** @return both counted together */
	public PartitionScore plus(final PartitionScore other) {
		return new PartitionScore(pixels + other.pixels, squaresBoth + other.squaresBoth, squaresTruth + other.squaresTruth,
			squaresPredicted + other.squaresPredicted, logsBoth + other.logsBoth, logsTruth + other.logsTruth, logsPredicted +
				other.logsPredicted);
	}

	/** @return V-Rand; 1 and 1 if no pixel counts */
	public RandScore rand() {
		return pixels == 0 ? new RandScore(1, 1) : new RandScore(squaresBoth / squaresTruth, squaresBoth / squaresPredicted);
	}

	/** @return V-Info; 1 and 1 if no pixel counts */
	public InformationScore information() {
		if (pixels == 0) return new InformationScore(1, 1);
		final double ofTruth = Math.log(pixels) - logsTruth / pixels;
		final double ofPredicted = Math.log(pixels) - logsPredicted / pixels;
		final double shared = Math.max(0, ofTruth + ofPredicted - (Math.log(pixels) - logsBoth / pixels));
		return new InformationScore(share(shared, ofPredicted), share(shared, ofTruth));
	}

	/** Where there is one segment only, nothing of it can be wrong: the other part tells. */
	private static double share(final double shared, final double entropy) {
		return entropy <= 1e-12 ? 1 : Math.min(1, shared / entropy);
	}

	private static double squares(final PairCounts counts) {
		double sum = 0;
		for (final long pair : counts.sorted()) sum += (double) counts.of(pair) * counts.of(pair);
		return sum;
	}

	private static double logs(final PairCounts counts) {
		double sum = 0;
		for (final long pair : counts.sorted()) sum += counts.of(pair) * Math.log(counts.of(pair));
		return sum;
	}
}
