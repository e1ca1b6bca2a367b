package io.github.rwkvsss.correct;

/**
 * How unsure a model is of a region: the mean entropy of the probabilities over the pixels that may be foreground, as a share of
 * the largest there can be.
 */
final class Uncertainty {

	/** Of a pixel with less foreground nobody would say that the model saw something there. */
	private static final double FOREGROUND = 0.1;
	/** Part of the region that counts as sure anyway, so that three odd pixels of an empty region are not a place to look at. */
	private static final double PRIOR = 0.005;

	private Uncertainty() {}

	/**
	 * @param shares (K) probabilities of each class (height, width), class 0 being background
	 * @param width of the planes
	 * @param box {x, y, width, height} of the region
	 * @return 0, everything is certain, to below 1
	 */
	static double of(final float[][] shares, final int width, final int... box) {
		double sum = 0;
		double pixels = PRIOR * box[2] * box[3];
		for (int y = box[1]; y < box[1] + box[3]; y++) for (int x = box[0]; x < box[0] + box[2]; x++) {
			final int i = y * width + x;
			if (1 - shares[0][i] < FOREGROUND) continue;
			sum += entropy(shares, i);
			pixels++;
		}
		return sum / pixels;
	}

	/** @return of one pixel: 0 if one class is certain, 1 if all are as likely */
	static double entropy(final float[][] shares, final int pixel) {
		double sum = 0;
		for (final float[] share : shares) if (share[pixel] > 0) sum -= share[pixel] * Math.log(share[pixel]);
		return sum / Math.log(shares.length);
	}
}
