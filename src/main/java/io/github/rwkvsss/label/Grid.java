package io.github.rwkvsss.label;

import java.util.Arrays;

/**
 * Neighbours in a row-major array of any dimension (last axis fastest).
 * Holds no scratch space: one instance may be used by several threads.
 */
final class Grid {

	private final int[] size;
	private final int[] stride;
	private final int length;
	/** Coordinate steps and their index offsets, in raster order. */
	private final int[][] steps;
	private final int[] offsets;

	/**
	 * @param size {height, width} or {depth, height, width}; any dimension from 1 on, not retained
	 * @throws IllegalArgumentException if an axis is negative or the product exceeds what an array holds
	 */
	Grid(final int[] size, final Connectivity connectivity) {
		this(size, connectivity, new boolean[size.length]);
	}

	/** @param apart axes along which pixels are no neighbours, such as that of thick slices */
	Grid(final int[] size, final Connectivity connectivity, final boolean[] apart) {
		this.size = size.clone();
		this.length = length(size);
		this.stride = new int[size.length];
		int product = 1;
		for (int d = size.length - 1; d >= 0; d--) {
			stride[d] = product;
			product *= Math.max(1, size[d]);
		}
		this.steps = Arrays.stream(steps(size.length, connectivity)).filter(step -> staysIn(step, apart)).toArray(int[][]::new);
		this.offsets = new int[steps.length];
		for (int k = 0; k < steps.length; k++) for (int d = 0; d < size.length; d++) offsets[k] += steps[k][d] * stride[d];
	}

	/** @return how many pixels the grid has */
	int length() {
		return length;
	}

	/** @return the largest number of neighbours a pixel can have */
	int degree() {
		return offsets.length;
	}

	/**
	 * Lists the neighbours of one pixel that lie inside the grid, in raster order.
	 *
	 * @param index of the pixel
	 * @param into receives the neighbours; at least {@link #degree()} long
	 * @return how many were written
	 */
	int neighbours(final int index, final int[] into) {
		if (isInner(index)) {
			for (int k = 0; k < offsets.length; k++) into[k] = index + offsets[k];
			return offsets.length;
		}
		int count = 0;
		for (int k = 0; k < offsets.length; k++) if (isInside(index, steps[k])) into[count++] = index + offsets[k];
		return count;
	}

	/** @return whether the pixel lies on none of the grid's sides */
	boolean isInner(final int index) {
		int rest = index;
		for (int d = size.length - 1; d >= 0; d--) {
			final int above = rest / size[d];
			final int at = rest - above * size[d];
			if (at == 0 || at == size[d] - 1) return false;
			rest = above;
		}
		return true;
	}

	private boolean isInside(final int index, final int[] step) {
		int rest = index;
		for (int d = size.length - 1; d >= 0; d--) {
			final int at = rest % size[d] + step[d];
			if (at < 0 || at >= size[d]) return false;
			rest /= size[d];
		}
		return true;
	}

	/**
	 * @return the number of pixels of an image of this size
	 * @throws IllegalArgumentException if there is no axis, one is negative, or the product exceeds 2^31 - 1
	 */
	static int length(final int[] size) {
		if (size.length == 0) throw new IllegalArgumentException(
			"size has no axes; give {height, width} or {depth, height, width}");
		long product = 1;
		for (final int s : size) {
			if (s < 0) throw new IllegalArgumentException("size " + Arrays.toString(size) + " has a negative axis");
			product *= s;
			if (product > Integer.MAX_VALUE) throw new IllegalArgumentException("size " + Arrays.toString(size) +
				" has more pixels than one label array holds (2147483647); segment it in parts");
		}
		return (int) product;
	}

	/**
	 * @param what name of the array for the message
	 * @throws IllegalArgumentException if an array of {@code got} elements does not fill an image of this size
	 */
	static void requireLength(final String what, final int got, final int[] size) {
		final int wanted = length(size);
		if (got != wanted) throw new IllegalArgumentException(what + " has " + got + " pixels but size " + Arrays.toString(
			size) + " has " + wanted + "; give both of the same image");
	}

	private static boolean staysIn(final int[] step, final boolean[] apart) {
		for (int d = 0; d < step.length; d++) if (apart[d] && step[d] != 0) return false;
		return true;
	}

	private static int[][] steps(final int dimension, final Connectivity connectivity) {
		int cells = 1;
		for (int d = 0; d < dimension; d++) cells *= 3;
		final int[][] all = new int[cells][];
		int count = 0;
		for (int cell = 0; cell < cells; cell++) {
			final int[] step = new int[dimension];
			int moved = 0;
			for (int d = dimension - 1, rest = cell; d >= 0; d--, rest /= 3) {
				step[d] = rest % 3 - 1;
				moved += Math.abs(step[d]);
			}
			if (moved == 1 || moved > 1 && connectivity == Connectivity.FULL) all[count++] = step;
		}
		return Arrays.copyOf(all, count);
	}
}
