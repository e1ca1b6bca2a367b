package io.github.rwkvsss.segment;

import java.util.Arrays;

import io.github.rwkvsss.tile.Sizes;

/**
 * A part of a plane, (rows, columns), or of a volume, (slices, rows, columns).
 *
 * @param min first pixel per axis
 * @param size pixels per axis, at least 1
 */
public record Box(long[] min, int[] size) {

	int axes() {
		return size.length;
	}

	/** @return the first pixel after it along an axis */
	long end(final int axis) {
		return min[axis] + size[axis];
	}

	/** @return number of its pixels */
	int pixels() {
		int pixels = 1;
		for (final int n : size) pixels = Math.multiplyExact(pixels, n);
		return pixels;
	}

	/**
	 * @param low pixels more before it per axis
	 * @param high pixels more after it per axis
	 * @param within pixels per axis of what it lies in
	 */
	Box grown(final int[] low, final int[] high, final long... within) {
		final long[] from = new long[axes()];
		final int[] extent = new int[axes()];
		for (int d = 0; d < from.length; d++) {
			from[d] = Math.max(0, min[d] - low[d]);
			extent[d] = (int) (Math.min(within[d], end(d) + high[d]) - from[d]);
		}
		return new Box(from, extent);
	}

	/** Calls back for every row, a run along the last axis, of a box within this one. */
	void rows(final Box part, final Row row) {
		final int last = axes() - 1;
		int count = 1;
		for (int d = 0; d < last; d++) count *= part.size[d];
		for (int r = 0; r < count; r++) {
			int rest = r;
			long inWhole = 0;
			long stride = 1;
			for (int d = last; d >= 0; d--) {
				final int at = d == last ? 0 : rest % part.size[d];
				if (d < last) rest /= part.size[d];
				inWhole += (part.min[d] + at - min[d]) * stride;
				stride *= size[d];
			}
			row.at((int) inWhole, r * part.size[last]);
		}
	}

	/** A row of a box within another. */
	@FunctionalInterface
	interface Row {

		/**
		 * @param whole index of the row's first pixel in the outer box
		 * @param part the same in the inner one
		 */
		void at(int whole, int part);
	}

	/** @return whether it lies within this one */
	boolean contains(final Box other) {
		for (int d = 0; d < axes(); d++) if (other.min[d] < min[d] || other.end(d) > end(d)) return false;
		return true;
	}

	/** @return the index in an image of that size, row-major, of a pixel of this box, given by its index here */
	long indexIn(final int pixel, final long... whole) {
		long index = 0;
		long stride = 1;
		int rest = pixel;
		for (int d = axes() - 1; d >= 0; d--) {
			index += (min[d] + rest % size[d]) * stride;
			rest /= size[d];
			stride *= whole[d];
		}
		return index;
	}

	/** @return the place of a pixel of this box, given by its index here, per axis of the image */
	long[] place(final int pixel) {
		final long[] place = new long[axes()];
		int rest = pixel;
		for (int d = axes() - 1; d >= 0; d--) {
			place[d] = min[d] + rest % size[d];
			rest /= size[d];
		}
		return place;
	}

	boolean contains(final long... place) {
		for (int d = 0; d < axes(); d++) if (place[d] < min[d] || place[d] >= end(d)) return false;
		return true;
	}

	@Override
	public boolean equals(final Object other) {
		return other instanceof final Box box && Arrays.equals(min, box.min) && Arrays.equals(size, box.size);
	}

	@Override
	public int hashCode() {
		return 31 * Arrays.hashCode(min) + Arrays.hashCode(size);
	}

	/** @return such as {@code 512 x 512 at 0 x 1024}, slowest axis first */
	@Override
	public String toString() {
		return Sizes.text(size) + " at " + Sizes.text(min);
	}
}
