package io.github.rwkvsss.predict;

/** Arithmetic on boxes of row-major arrays. */
final class Boxes {

	private Boxes() {}

	static int pixels(final int... size) {
		int pixels = 1;
		for (final int n : size) pixels = Math.multiplyExact(pixels, n);
		return pixels;
	}

	/** @return number of rows, a row being a run along the last axis */
	static int rows(final int... size) {
		int rows = 1;
		for (int d = 0; d < size.length - 1; d++) rows *= size[d];
		return rows;
	}

	/** Splits the number of a row into its position on all axes but the last. */
	static void rowPosition(final int row, final int[] size, final int[] position) {
		int rest = row;
		for (int d = size.length - 2; d >= 0; d--) {
			position[d] = rest % size[d];
			rest /= size[d];
		}
	}

	/** @return index of the first pixel of the row at {@code position} in a box of {@code size} */
	static int rowStart(final int[] position, final int[] size) {
		int index = 0;
		for (int d = 0; d < size.length - 1; d++) index = index * size[d] + position[d];
		return index * size[size.length - 1];
	}
}
