package io.github.rwkvsss.metric;

/**
 * How far a predicted region and a true one cover the same pixels.
 * <p>
 * Where both are empty they agree, and Dice and IoU are 1.
 *
 * @param truth pixels of the true region
 * @param predicted pixels of the predicted region
 * @param both pixels of both
 */
public record Overlap(long truth, long predicted, long both) {

	/** @throws IllegalArgumentException if a count is negative or {@code both} exceeds one of the regions */
	public Overlap {
		if (truth < 0 || predicted < 0 || both < 0 || both > Math.min(truth, predicted)) throw new IllegalArgumentException(
			"counts truth " + truth + ", predicted " + predicted + ", both " + both + " describe no two regions");
	}

	/**
	 * Counts one class.
	 *
	 * @param truth true class image, row-major; pixels with a negative value are not counted
	 * @param predicted predicted class image of the same length
	 * @param value the class
	 * @throws IllegalArgumentException if the lengths differ
	 */
	public static Overlap ofClass(final int[] truth, final int[] predicted, final int value) {
		Shapes.requireSameLength(truth, predicted);
		long inTruth = 0, inPredicted = 0, inBoth = 0;
		for (int i = 0; i < truth.length; i++) {
			if (truth[i] < 0) continue;
			if (truth[i] == value) inTruth++;
			if (predicted[i] == value) inPredicted++;
			if (truth[i] == value && predicted[i] == value) inBoth++;
		}
		return new Overlap(inTruth, inPredicted, inBoth);
	}

	/**
	 * Counts everything that is labelled, whatever its number.
	 *
	 * @param truth true label image, row-major; 0 is background, pixels with a negative value are not counted
	 * @param predicted predicted label image of the same length
	 * @throws IllegalArgumentException if the lengths differ
	 */
	public static Overlap ofForeground(final int[] truth, final int[] predicted) {
		Shapes.requireSameLength(truth, predicted);
		long inTruth = 0, inPredicted = 0, inBoth = 0;
		for (int i = 0; i < truth.length; i++) {
			if (truth[i] < 0) continue;
			if (truth[i] > 0) inTruth++;
			if (predicted[i] > 0) inPredicted++;
			if (truth[i] > 0 && predicted[i] > 0) inBoth++;
		}
		return new Overlap(inTruth, inPredicted, inBoth);
	}

	/** @return the counts of both taken together, as if the images were one */
	public Overlap plus(final Overlap other) {
		return new Overlap(truth + other.truth, predicted + other.predicted, both + other.both);
	}

	/** @return 2 |A and B| / (|A| + |B|), 0 to 1 (Dice 1945); 1 if both are empty */
	public double dice() {
		return truth + predicted == 0 ? 1 : 2.0 * both / (truth + predicted);
	}

	/** @return |A and B| / |A or B|, 0 to 1 (Jaccard 1901); 1 if both are empty */
	public double iou() {
		return truth + predicted == 0 ? 1 : (double) both / (truth + predicted - both);
	}
}
