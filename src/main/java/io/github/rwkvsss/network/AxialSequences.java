package io.github.rwkvsss.network;

import java.util.function.LongFunction;

import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.ops.BlockOps;
import io.github.rwkvsss.tensor.TensorScope;

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

	/** What the channels of an axis, from one to before another, become. */
	private interface Share {

		Tensor of(int axis, int start, int end);
	}

	/** @return the shares of all axes, beside each other along a dimension */
	private static Tensor joined(final int channels, final int axes, final int dimension, final Share share) {
		try (TensorScope scope = new TensorScope()) {
			final int[] ends = ends(channels, axes);
			final TensorVector shares = new TensorVector();
			for (int d = 0; d < axes; d++) shares.push_back(share.of(d, d == 0 ? 0 : ends[d - 1], ends[d]));
			return scope.keep(torch.cat(shares, dimension));
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
	static Tensor mix(final BlockOps ops, final Tensor k, final Tensor v, final Tensor w, final Tensor u, final int[] grid) {
		return joined((int) k.size(2), grid.length, 2, (d, start, end) -> tokens(ops.biWkv(lines(k.narrow(2, start, end -
			start), grid, d), lines(v.narrow(2, start, end - start), grid, d), w.narrow(0, start, end - start).contiguous(), u
				.narrow(0, start, end - start).contiguous(), null), k.size(0), grid, d));
	}

	/**
	 * @param v value (B, T, C)
	 * @return of each channel the plain mean of the token's line along the channel's axis (B, T, C)
	 */
	static Tensor means(final Tensor v, final int[] grid) {
		return joined((int) v.size(2), grid.length, 2, (d, start, end) -> {
			final Tensor lines = lines(v.narrow(2, start, end - start), grid, d);
			return tokens(lines.mean(new long[] { 1 }, true, new ScalarTypeOptional()).expand_as(lines).contiguous(), v.size(0),
				grid, d);
		});
	}

	/**
	 * @param values of all channels (C) for a sequence of a length
	 * @param channels C
	 * @return (C), of each channel its value for a line along its axis
	 */
	static Tensor perLine(final LongFunction<Tensor> values, final int channels, final int[] grid) {
		return joined(channels, grid.length, 0, (d, start, end) -> values.apply(grid[d]).narrow(0, start, end - start));
	}

	/** (B, T, c) as (B before after, n, c): T is before n after tokens, n those along the axis. */
	private static Tensor lines(final Tensor tokens, final int[] grid, final int axis) {
		final long batch = tokens.size(0);
		final long channels = tokens.size(2);
		return tokens.reshape(batch, product(grid, 0, axis), grid[axis], product(grid, axis + 1, grid.length), channels)
			.transpose(2, 3).reshape(-1, grid[axis], channels);
	}

	private static Tensor tokens(final Tensor lines, final long batch, final int[] grid, final int axis) {
		final long channels = lines.size(2);
		return lines.view(batch, product(grid, 0, axis), product(grid, axis + 1, grid.length), grid[axis], channels).transpose(
			2, 3).reshape(batch, product(grid, 0, grid.length), channels);
	}

	/** @return tokens of the axes from one to before another */
	static long product(final int[] grid, final int from, final int to) {
		long product = 1;
		for (int d = from; d < to; d++) product *= grid[d];
		return product;
	}
}
