package io.github.rwkvsss.metric;

/**
 * Information theoretic score of a segmentation, V-Info of the ISBI 2012 challenge (Arganda-Carreras et al. 2015, Front.
 * Neuroanat. 9:142): how much truth and prediction tell of each other, the mutual information over the entropy of each.
 *
 * @param split mutual information over the entropy of the prediction, 0 to 1 (low if segments are split)
 * @param merge mutual information over the entropy of the truth, 0 to 1 (low if segments are merged)
 */
public record InformationScore(double split, double merge) {

	/** @return the harmonic mean of split and merge, 0 to 1: V-Info at alpha = 0.5 */
	public double fScore() {
		return split + merge == 0 ? 0 : 2 * split * merge / (split + merge);
	}
}
