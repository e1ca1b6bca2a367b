package io.github.rwkvsss.tile;

/** How the share of one tile goes over into that of its neighbour where both know the answer. */
public enum Blend {

		/** A hard cut: every pixel comes from one tile. */
		NONE,
		/** The share rises evenly. */
		LINEAR,
		/** The share rises along half a cosine, without a kink at either end. */
		COSINE;

	/**
	 * @param length pixels of the overlap, 0 or more
	 * @return rising shares of the later tile, strictly between 0 and 1; the earlier one has the rest. Empty for
	 *         {@link #NONE}.
	 */
	float[] ramp(final int length) {
		if (this == NONE) return new float[0];
		final float[] rising = new float[length];
		for (int i = 0; i < length; i++) {
			final double x = (i + 0.5) / length;
			rising[i] = (float) (this == LINEAR ? x : 0.5 - 0.5 * Math.cos(Math.PI * x));
		}
		return rising;
	}
}
