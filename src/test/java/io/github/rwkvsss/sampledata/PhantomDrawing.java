package io.github.rwkvsss.sampledata;

import java.util.Random;

/**
 * A hippocampus as T1-weighted MRI shows one, in a box of 1 mm voxels cut around it: a bent grey body, thick at its
 * anterior end, in white matter, with cortex below and dark fluid beside it. Labels: 0 background, 1 anterior, 2
 * posterior.
 */
final class PhantomDrawing {

	static final int DEPTH = 36;
	static final int HEIGHT = 51;
	static final int WIDTH = 35;

	private static final double WHITE = 1;
	private static final double GREY = -0.55;
	private static final double CORTEX = -0.7;
	private static final double FLUID = -1.5;
	/** Along rows, posterior to anterior: row, middle slice and column, half height and half width of the body. */
	private static final double[][] BODY = { { 6, 25.5, 18.5, 2, 3 }, { 8, 24, 17.2, 5, 5.2 }, { 12, 20.7, 14.3, 4.4, 5.6 }, {
		16, 18.2, 12.9, 4, 5.7 }, { 20, 16.6, 11.8, 4, 5.8 }, { 24, 15.2, 11.5, 4, 6 }, { 28, 13.9, 12.3, 4.3, 6.9 }, { 32,
			13.1, 14.5, 5, 8.2 }, { 36, 11.9, 15.9, 5.3, 8.4 }, { 40, 10.4, 17.7, 4.9, 7 }, { 44, 8.8, 18.9, 2, 2.5 } };
	private static final double ANTERIOR_FROM = 28.5;

	private final Random random;

	PhantomDrawing(final long seed) {
		random = new Random(seed);
	}

	/**
	 * @param image intensities 0 to 255, (DEPTH, HEIGHT, WIDTH) row-major: slices upwards, rows forwards, columns to the
	 *          right
	 * @param labels likewise
	 */
	record Volume(int[] image, int[] labels) {}

	Volume draw() {
		final double[] values = new double[DEPTH * HEIGHT * WIDTH];
		final int[] labels = new int[values.length];
		for (int i = 0; i < values.length; i++) {
			final int z = i / (HEIGHT * WIDTH);
			final int y = i / WIDTH % HEIGHT;
			final int x = i % WIDTH;
			final double inside = inside(z, y, x);
			if (inside < 1) labels[i] = y >= ANTERIOR_FROM ? 1 : 2;
			values[i] = tissue(z, y, x, inside);
		}
		final double[] soft = blurred(values);
		final int[] image = new int[values.length];
		for (int i = 0; i < image.length; i++) image[i] = (int) Math.max(0, Math.min(255, StrictMath.rint(125 + 45 * (soft[i] +
			0.12 * random.nextGaussian()))));
		return new Volume(image, labels);
	}

	/** @return below 1 in the body, 1 on its rim, above 1 outside; large beyond its ends */
	private static double inside(final double z, final double y, final double x) {
		final double[] at = bodyAt(y);
		return at == null ? 9 : StrictMath.hypot((z - at[0]) / at[2], (x - at[1]) / at[3]);
	}

	/** @return middle slice and column, half height and half width at a row; null beyond the ends */
	private static double[] bodyAt(final double y) {
		for (int k = 1; k < BODY.length; k++) {
			if (y < BODY[k - 1][0] || y > BODY[k][0]) continue;
			final double share = (y - BODY[k - 1][0]) / (BODY[k][0] - BODY[k - 1][0]);
			final double[] at = new double[4];
			for (int d = 0; d < 4; d++) at[d] = BODY[k - 1][d + 1] + share * (BODY[k][d + 1] - BODY[k - 1][d + 1]);
			return at;
		}
		return null;
	}

	private static double tissue(final double z, final double y, final double x, final double inside) {
		if (inside < 1) return GREY;
		final double[] at = bodyAt(Math.max(BODY[0][0], Math.min(BODY[BODY.length - 1][0], y)));
		// The temporal horn: a thin sheet of fluid that hugs the outer upper side; a cistern on the inner side.
		if (y < ANTERIOR_FROM && inside < 1.28 && z > at[0] && x < at[1]) return FLUID;
		if (x > at[1] + at[3] + 1 && x < at[1] + at[3] + 4.5 && Math.abs(z - at[0]) < 4.5) return FLUID;
		// Grey matter above the anterior end, the amygdala, and at the far side of the white matter.
		if (y >= 34 && z > at[0] + at[2] + 1.5 && z < at[0] + at[2] + 8 && x > 9 && x < 25) return 0.1;
		if (z > 31 + 2 * StrictMath.sin(0.3 * y)) return CORTEX;
		// Cortex winds below, white matter between it and the body.
		final double below = at[0] - at[2] - z + StrictMath.sin(0.5 * x + 0.2 * y);
		if (below > 4 && below < 8) return CORTEX;
		if (below >= 8) return x < at[1] ? FLUID : 0.4;
		return WHITE;
	}

	/** The scanner's point spread: a binomial kernel along each axis, the border voxel continuing outside. */
	private static double[] blurred(final double[] values) {
		final int[] size = { DEPTH, HEIGHT, WIDTH };
		final int[] step = { HEIGHT * WIDTH, WIDTH, 1 };
		double[] from = values;
		for (int d = 0; d < 3; d++) {
			final double[] to = new double[from.length];
			for (int i = 0; i < to.length; i++) {
				final int at = i / step[d] % size[d];
				to[i] = 0.5 * from[i] + 0.25 * from[at > 0 ? i - step[d] : i] + 0.25 * from[at + 1 < size[d] ? i + step[d] : i];
			}
			from = to;
		}
		return from;
	}
}
