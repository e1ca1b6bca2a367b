package io.github.rwkvsss.metric;

/**
 * Objects found, invented and missed, of one image or of many taken together.
 *
 * @param truePositives pairs that match
 * @param falsePositives predicted objects without a match
 * @param falseNegatives true objects without a match
 * @param iouSum sum of the IoU of the pairs that match
 */
public record Matches(long truePositives, long falsePositives, long falseNegatives, double iouSum) {

	/** No objects at all; where a sum starts. */
	public static final Matches NONE = new Matches(0, 0, 0, 0);

	/** @return both counted together, as if the images were one */
	public Matches plus(final Matches other) {
		return new Matches(truePositives + other.truePositives, falsePositives + other.falsePositives, falseNegatives +
			other.falseNegatives, iouSum + other.iouSum);
	}

	/**
	 * The score of the 2018 Data Science Bowl (Caicedo et al. 2019, Nature Methods 16:1247), which StarDist
	 * reports too; detection benchmarks mean something else by the name.
	 *
	 * @return TP / (TP + FP + FN), 0 to 1; 1 if there is no object in either
	 */
	public double averagePrecision() {
		final long all = truePositives + falsePositives + falseNegatives;
		return all == 0 ? 1 : (double) truePositives / all;
	}

	/** @return the harmonic mean of precision and recall, 2 TP / (2 TP + FP + FN), 0 to 1; 1 if there is no object in either */
	public double f1() {
		final long all = 2 * truePositives + falsePositives + falseNegatives;
		return all == 0 ? 1 : 2.0 * truePositives / all;
	}

	/** @return TP / (TP + FP), 1 if nothing was predicted and nothing was there, 0 if only predicted in vain */
	public double precision() {
		return ratio(truePositives, truePositives + falsePositives, falseNegatives);
	}

	/** @return TP / (TP + FN), 1 if nothing was there and nothing was predicted */
	public double recall() {
		return ratio(truePositives, truePositives + falseNegatives, falsePositives);
	}

	/**
	 * @return panoptic quality, sum of IoU / (TP + FP/2 + FN/2) (Kirillov et al. 2019), 0 to 1;
	 *         1 if there is no object in either
	 */
	public double panopticQuality() {
		final double all = truePositives + 0.5 * falsePositives + 0.5 * falseNegatives;
		return all == 0 ? 1 : iouSum / all;
	}

	private static double ratio(final long part, final long whole, final long otherErrors) {
		if (whole == 0) return otherErrors == 0 ? 1 : 0;
		return (double) part / whole;
	}
}
