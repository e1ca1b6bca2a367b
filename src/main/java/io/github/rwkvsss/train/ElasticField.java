package io.github.rwkvsss.train;

import java.util.SplittableRandom;

/** A smooth random displacement of every pixel of a patch: random at the knots of a coarse grid, eased between them. */
final class ElasticField {

	private static final int KNOTS = 5;
	private static final double SHARE = 0.3;

	private final int[] patch;
	private final int layer;
	/** Displacement along each axis at each knot, [axis][knot]; planes have knots in one layer. */
	private final float[][] knots;

	private ElasticField(final int[] patch, final float[][] knots) {
		this.patch = patch;
		this.knots = knots;
		layer = KNOTS * KNOTS;
	}

	/**
	 * @param largest displacement in pixels
	 * @param patch {depth, height, width}; a depth of 1 is bent within its plane only
	 * @param random drawn from
	 * @return null where nothing is bent: in seven of ten cases, or if the largest displacement is 0
	 */
	static ElasticField draw(final double largest, final int[] patch, final SplittableRandom random) {
		final boolean bent = random.nextDouble() < SHARE;
		if (largest <= 0 || !bent) return null;
		final boolean volume = patch[0] > 1;
		final float[][] knots = new float[3][(volume ? KNOTS : 1) * KNOTS * KNOTS];
		for (int d = volume ? 0 : 1; d < 3; d++) for (int i = 0; i < knots[d].length; i++) knots[d][i] = (float) ((2 * random
			.nextDouble() - 1) * largest);
		return new ElasticField(patch, knots);
	}

	/** Adds the displacement of a pixel of the patch to a place given along the three axes. */
	void move(final int z, final int y, final int x, final double[] place) {
		final float kz = knot(z, patch[0]);
		final float ky = knot(y, patch[1]);
		final float kx = knot(x, patch[2]);
		final int z0 = Math.min((int) kz, KNOTS - 2);
		final int y0 = Math.min((int) ky, KNOTS - 2);
		final int x0 = Math.min((int) kx, KNOTS - 2);
		final float fz = smooth(kz - z0);
		final float fy = smooth(ky - y0);
		final float fx = smooth(kx - x0);
		final int i = (z0 * KNOTS + y0) * KNOTS + x0;
		for (int d = 0; d < 3; d++) {
			final float here = within(knots[d], i, fy, fx);
			place[d] += patch[0] > 1 ? (1 - fz) * here + fz * within(knots[d], i + layer, fy, fx) : here;
		}
	}

	private static float knot(final int at, final int extent) {
		return (KNOTS - 1) * at / (float) Math.max(1, extent - 1);
	}

	private static float within(final float[] k, final int i, final float fy, final float fx) {
		return (1 - fy) * ((1 - fx) * k[i] + fx * k[i + 1]) + fy * ((1 - fx) * k[i + KNOTS] + fx * k[i + KNOTS + 1]);
	}

	private static float smooth(final float t) {
		return t * t * (3 - 2 * t);
	}
}
