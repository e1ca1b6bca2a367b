package io.github.rwkvsss.metric;

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
		return PartitionScore.of(truth, predicted).rand();
	}

	/** @return the harmonic mean of split and merge, 0 to 1: the V_Rand of the challenge at alpha = 0.5 */
	public double fScore() {
		return split + merge == 0 ? 0 : 2 * split * merge / (split + merge);
	}
}
