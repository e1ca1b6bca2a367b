package io.github.rwkvsss.predict;

/** Which mirror images of a tile are predicted too and averaged: slower, a little more accurate. */
public enum Flips {

		/** The tile as it is. */
		NONE(0),
		/** Height and width: 4 predictions a tile. */
		IN_PLANE(2),
		/** All spatial axes: 4 predictions a tile in 2D, 8 in 3D. */
		ALL(3);

	private final int axes;

	Flips(final int axes) {
		this.axes = axes;
	}

	/** @return number of predictions for a predictor of these many axes */
	int variants(final int dimensions) {
		return 1 << Math.min(axes, dimensions);
	}

	/**
	 * Copies blocks, reversed along some axes. Doing it twice gives the original.
	 *
	 * @param from (blocks, *size) row-major
	 * @param variant bit i set: reverse the i-th axis from the last
	 * @param into of the same shape; another array
	 */
	static void flip(final float[] from, final int blocks, final int[] size, final int variant, final float[] into) {
		final int last = size.length - 1;
		final int width = size[last];
		final int rows = Boxes.rows(size);
		final int[] position = new int[size.length];
		for (int row = 0; row < rows; row++) {
			Boxes.rowPosition(row, size, position);
			for (int d = 0; d < last; d++) {
				if ((variant >> (last - d) & 1) == 1) position[d] = size[d] - 1 - position[d];
			}
			final int flipped = Boxes.rowStart(position, size);
			for (int b = 0; b < blocks; b++) {
				final int base = b * rows * width;
				copyRow(from, base + row * width, into, base + flipped, width, (variant & 1) == 1);
			}
		}
	}

	private static void copyRow(final float[] from, final int start, final float[] into, final int target, final int width,
		final boolean reversed)
	{
		if (!reversed) System.arraycopy(from, start, into, target, width);
		else for (int x = 0; x < width; x++) into[target + width - 1 - x] = from[start + x];
	}
}
