package io.github.rwkvsss.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Bi-WKV along the axes of a grid of tokens ({@link NetworkDesign.Sequences#AXIAL}): the first share of the channels
 * along the first axis, the next along the next. Every line of the grid is a sequence; all of an axis are one batch.
 */
final class AxialSequences {

	private AxialSequences() {}

	/**
	 * @param channels C, at least the number of axes
	 * @param axes of the grid
	 * @return for each axis the channel after its last
	 */
	static int[] ends(final int channels, final int axes) {
		final int[] ends = new int[axes];
		for (int d = 0; d < axes; d++) ends[d] = (int) ((long) channels * (d + 1) / axes);
		return ends;
	}

	/** What so many channels of an axis, from the start on, become. */
	private interface Share<T> {

		T of(int axis, int start, int length);
	}

	/** @return the shares of all axes, beside each other along a dimension */
	private static <T> T joined(final ValueOps<T> ops, final int channels, final int axes, final int dimension,
		final Share<T> share)
	{
		try (ValueOps.Scope<T> scope = ops.scope()) {
			final int[] ends = ends(channels, axes);
			final List<T> shares = new ArrayList<>();
			int start = 0;
			for (int d = 0; d < axes; d++) {
				shares.add(share.of(d, start, ends[d] - start));
				start = ends[d];
			}
			return scope.keep(ops.cat(shares, dimension));
		}
	}

	/**
	 * @param k key (B, T, C), tokens in raster order
	 * @param v value (B, T, C)
	 * @param w decay (C), of each channel what is divided by the length of a line along its axis
	 * @param u bonus (C)
	 * @param grid tokens per axis, slowest first
	 * @return (B, T, C)
	 */
	static <T> T mix(final NetworkOps<T> ops, final T k, final T v, final T w, final T u, final int[] grid) {
		return joined(ops, ops.channels(k), grid.length, 2, (d, start, length) -> tokens(ops, ops.biWkv(lines(ops, ops.narrow(k,
			2, start, length), grid, d), lines(ops, ops.narrow(v, 2, start, length), grid, d), ops.contiguous(ops.narrow(w, 0,
				start, length)), ops.contiguous(ops.narrow(u, 0, start, length)), null), grid, d));
	}

	/**
	 * @param v value (B, T, C)
	 * @return of each channel the plain mean of the token's line along the channel's axis (B, T, C)
	 */
	static <T> T means(final ValueOps<T> ops, final T v, final int[] grid) {
		return joined(ops, ops.channels(v), grid.length, 2, (d, start, length) -> tokens(ops, ops.means(lines(ops, ops.narrow(v,
			2, start, length), grid, d)), grid, d));
	}

	/**
	 * @param values of all channels (C) for a sequence of a length
	 * @param channels C
	 * @return (C), of each channel its value for a line along its axis
	 */
	static <T> T perLine(final ValueOps<T> ops, final LongFunction<T> values, final int channels, final int[] grid) {
		return joined(ops, channels, grid.length, 0, (d, start, length) -> ops.narrow(values.apply(grid[d]), 0, start, length));
	}

	/** (B, T, c) as (B before after, n, c): T is before n after tokens, n those along the axis. */
	private static <T> T lines(final ValueOps<T> ops, final T tokens, final int[] grid, final int axis) {
		final int channels = ops.channels(tokens);
		return ops.reshape(ops.transpose(ops.reshape(tokens, -1, product(grid, 0, axis), grid[axis], product(grid, axis + 1,
			grid.length), channels), 2, 3), -1, grid[axis], channels);
	}

	private static <T> T tokens(final ValueOps<T> ops, final T lines, final int[] grid, final int axis) {
		final int channels = ops.channels(lines);
		return ops.reshape(ops.transpose(ops.view(lines, -1, product(grid, 0, axis), product(grid, axis + 1, grid.length),
			grid[axis], channels), 2, 3), -1, product(grid, 0, grid.length), channels);
	}

	/** @return tokens of the axes from one to before another */
	static long product(final int[] grid, final int from, final int to) {
		long product = 1;
		for (int d = from; d < to; d++) product *= grid[d];
		return product;
	}
}
