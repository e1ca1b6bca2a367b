package io.github.rwkvsss.metric;

import java.util.Arrays;

/** Checks that arrays, sizes and spacings describe the same image. */
final class Shapes {

	private Shapes() {}

	static void requireSameLength(final int[] truth, final int[] predicted) {
		if (truth.length != predicted.length) throw new IllegalArgumentException("truth has " + truth.length +
			" pixels but prediction has " + predicted.length + "; compare images of the same size");
	}

	/** @return the number of pixels of an image of this size */
	static int length(final int[] size) {
		long product = 1;
		for (final int s : size) {
			if (s < 0) throw new IllegalArgumentException("size " + Arrays.toString(size) + " has a negative axis");
			product *= s;
			if (product > Integer.MAX_VALUE) throw new IllegalArgumentException("size " + Arrays.toString(size) +
				" has more pixels than one array holds (2147483647); evaluate it in parts");
		}
		return size.length == 0 ? 0 : (int) product;
	}

	static void requireLength(final String what, final int got, final int[] size) {
		final int wanted = length(size);
		if (got != wanted) throw new IllegalArgumentException(what + " has " + got + " pixels but size " + Arrays.toString(
			size) + " has " + wanted + "; give both of the same image");
	}

	static void requireSpacing(final double[] spacing, final int[] size) {
		if (spacing.length != size.length) throw new IllegalArgumentException("spacing " + Arrays.toString(spacing) + " has " +
			spacing.length + " axes but size " + Arrays.toString(size) + " has " + size.length +
			"; give one per axis, same order");
		for (final double s : spacing) if (!(s > 0) || Double.isInfinite(s)) throw new IllegalArgumentException("spacing " +
			Arrays.toString(spacing) + " has an axis that is not a positive number; check the image's calibration");
	}
}
