package io.github.rwkvsss.label;

/** How sure a model is of each object: the mean probability, over the object's pixels, that they belong to one. */
public final class ObjectScores {

	private ObjectScores() {}

	/**
	 * @param labels objects numbered from 1 without gaps, 0 background
	 * @param background probability of each pixel, in [0, 1], of the same length
	 * @return the score of object n at n - 1, in [0, 1]
	 */
	public static float[] of(final int[] labels, final float[] background) {
		int objects = 0;
		for (final int label : labels) objects = Math.max(objects, label);
		final double[] sums = new double[objects];
		final int[] pixels = new int[objects];
		for (int i = 0; i < labels.length; i++) {
			if (labels[i] == 0) continue;
			sums[labels[i] - 1] += 1 - background[i];
			pixels[labels[i] - 1]++;
		}
		final float[] scores = new float[objects];
		for (int n = 0; n < objects; n++) scores[n] = (float) (sums[n] / pixels[n]);
		return scores;
	}
}
