package io.github.rwkvsss.image;

/**
 * Where the samples of a new grid along one axis lie between those of an old one. Both grids cover the same extent:
 * the old one's outer borders are the new one's, and centres beyond the outermost old ones take those.
 */
final class AxisSteps {

	private final int[] lower;
	private final float[] fraction;

	/**
	 * @param from samples of the old grid, at least 1
	 * @param to samples of the new grid, at least 1
	 */
	AxisSteps(final int from, final int to) {
		lower = new int[to];
		fraction = new float[to];
		for (int i = 0; i < to; i++) {
			final double centre = Math.min(from - 1.0, Math.max(0, (i + 0.5) * from / to - 0.5));
			lower[i] = (int) centre;
			fraction[i] = (float) (centre - lower[i]);
		}
	}

	/** @return the old sample at or before the new one */
	int lower(final int i) {
		return lower[i];
	}

	/** @return how far the new sample lies towards the next old one, 0 to below 1; 0 at the last */
	float fraction(final int i) {
		return fraction[i];
	}

	/** @return the last old sample that the new one needs */
	int upper(final int i) {
		return fraction[i] == 0 ? lower[i] : lower[i] + 1;
	}

	/** @return the old sample nearest to the new one, the later of two */
	int nearest(final int i) {
		return fraction[i] < 0.5f ? lower[i] : lower[i] + 1;
	}
}
