package io.github.rwkvsss.ops;

import static io.github.rwkvsss.ops.Numbers.normal;
import static io.github.rwkvsss.ops.Numbers.valuesAndGradients;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.rwkvsss.scan.ScanCurve;
import io.github.rwkvsss.scan.ScanOrder;
import io.github.rwkvsss.scan.TokenShift;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * What is new in volumes, each form against loops over voxels that follow the definition: six-neighbour dynamic shift,
 * trilinear gate, DySample by eight. Gradients are compared with central differences of the loops.
 */
class VolumeOpsTest {

	private static final double STEP = 1e-5;

	private final Random random = new Random(3);
	private TensorScope scope;

	@BeforeEach
	void open() {
		scope = new TensorScope();
	}

	@AfterEach
	void close() {
		scope.close();
	}

	static Stream<BlockOps> forms() {
		return OpLibrary.isLoaded() ? Stream.of(BlockOps.portable(), BlockOps.fused()) : Stream.of(BlockOps.portable());
	}

	/** A loop over plain arrays: from the inputs' values to the result's. */
	@FunctionalInterface
	private interface Loop {

		double[] apply(double[][] inputs);
	}

	/** An operation on tensors. */
	@FunctionalInterface
	private interface Op {

		Tensor apply(Tensor[] inputs);
	}

	/** Values, and gradients of the sum of the result weighted by random numbers, in float64. */
	private void compare(final Op op, final Loop loop, final long[] resultShape, final Tensor... inputs) {
		final Tensor direction = normal(random, 1, resultShape);
		final Tensor[] found = valuesAndGradients(in -> new Tensor[] { op.apply(in) }, inputs, new Tensor[] { direction });
		final double[][] values = new double[inputs.length][];
		Arrays.setAll(values, i -> Tensors.doubles(inputs[i]));
		assertArrayEquals(loop.apply(values), Tensors.doubles(found[0]), 1e-9);
		final double[] weights = Tensors.doubles(direction);
		for (int i = 0; i < inputs.length; i++) {
			final double[] gradient = new double[values[i].length];
			for (int j = 0; j < gradient.length; j++) {
				final double value = values[i][j];
				values[i][j] = value + STEP;
				final double above = weighted(loop.apply(values), weights);
				values[i][j] = value - STEP;
				final double below = weighted(loop.apply(values), weights);
				values[i][j] = value;
				gradient[j] = (above - below) / (2 * STEP);
			}
			assertArrayEquals(gradient, Tensors.doubles(found[1 + i]), 1e-6, "gradient of input " + i);
		}
	}

	private static double weighted(final double[] values, final double[] weights) {
		double sum = 0;
		for (int i = 0; i < values.length; i++) sum += values[i] * weights[i];
		return sum;
	}

	@ParameterizedTest
	@MethodSource("forms")
	void dynamicShiftTakesTwoNeighboursOnThePathAndFourBesideIt(final BlockOps ops) {
		final int[] grid = { 3, 2, 4 };
		final int tokens = 24;
		final int channels = 16;
		final ScanOrder order = ScanOrder.of(ScanCurve.HILBERT, 1, false, grid);
		final TokenShift shift = TokenShift.following(order, 0.25);
		final int[][] neighbours = shift.neighbours();
		final int[] flat = Arrays.stream(neighbours).flatMapToInt(Arrays::stream).toArray();
		final Tensor sources = Tensors.of(flat, neighbours.length, tokens);
		final Tensor ends = Tensors.of(shift.groupEnds(channels), neighbours.length);
		final long[] shape = { 2, tokens, channels };
		compare(in -> ops.shiftLerp(in[0], in[1], in[1], sources, ends)[0], in -> shifted(in[0], in[1], order, grid), shape,
			normal(random, 1, shape), normal(random, 1, channels));
	}

	/** By coordinates: channels 0, 1 from before; 2, 3 from after; then three each from the others, axis by axis. */
	private static double[] shifted(final double[] x, final double[] mu, final ScanOrder order, final int[] grid) {
		final int[] path = order.tokens();
		final int channels = mu.length;
		final double[] result = new double[x.length];
		for (int b = 0; b < 2; b++) for (int s = 0; s < path.length; s++) {
			final int[] from = new int[6];
			Arrays.fill(from, -1);
			if (s > 0) from[0] = path[s - 1];
			if (s + 1 < path.length) from[1] = path[s + 1];
			final int[] at = { path[s] / (grid[1] * grid[2]), path[s] / grid[2] % grid[1], path[s] % grid[2] };
			int found = 2;
			for (int axis = 0; axis < 3; axis++) for (int step = -1; step <= 1; step += 2) {
				final int[] to = at.clone();
				to[axis] += step;
				if (to[axis] < 0 || to[axis] >= grid[axis]) continue;
				final int token = (to[0] * grid[1] + to[1]) * grid[2] + to[2];
				if (token != from[0] && token != from[1] && found < 6) from[found++] = token;
			}
			for (int c = 0; c < channels; c++) {
				final int group = c < 2 ? 0 : c < 4 ? 1 : 2 + (c - 4) / 3;
				final double there = from[group] < 0 ? 0 : x[(b * path.length + from[group]) * channels + c];
				final int i = (b * path.length + path[s]) * channels + c;
				result[i] = there + mu[c] * (x[i] - there);
			}
		}
		return result;
	}

	@ParameterizedTest
	@MethodSource("forms")
	void gateInterpolatesLinearlyAlongThreeAxes(final BlockOps ops) {
		final int[] size = { 5, 4, 7 };
		final int[] window = { 2, 3, 4 };
		final int[] grid = { 3, 2, 2 };
		final int channels = 2;
		compare(in -> ops.gatedUpsample(in[0], in[1], window), in -> gated(in[0], in[1], size, window, grid, channels),
			new long[] { 1, 5, 4, 7, channels }, normal(random, 1, 1, 5, 4, 7, channels), normal(random, 1, 1, 3, 2, 2,
				channels));
	}

	private static double[] gated(final double[] r, final double[] y, final int[] size, final int[] window, final int[] grid,
		final int channels)
	{
		final double[] result = new double[r.length];
		for (int i = 0; i < result.length; i++) {
			final int voxel = i / channels;
			final int[] at = { voxel / (size[1] * size[2]), voxel / size[2] % size[1], voxel % size[2] };
			final double[] place = new double[3];
			// A token lies at the middle of its window; beyond the outermost middles nothing changes.
			for (int d = 0; d < 3; d++) place[d] = (at[d] + 0.5) / window[d] - 0.5;
			result[i] = trilinear(y, grid, channels, i % channels, place) / (1 + Math.exp(-r[i]));
		}
		return result;
	}

	/** @return the value at a place in units of grid points, clamped to the outermost ones */
	private static double trilinear(final double[] y, final int[] grid, final int channels, final int c,
		final double[] place)
	{
		double sum = 0;
		for (int token = 0; token < grid[0] * grid[1] * grid[2]; token++) {
			final int[] at = { token / (grid[1] * grid[2]), token / grid[2] % grid[1], token % grid[2] };
			double weight = 1;
			for (int d = 0; d < 3; d++) weight *= Math.max(0, 1 - Math.abs(Math.max(0, Math.min(grid[d] - 1, place[d])) - at[d]));
			sum += weight * y[token * channels + c];
		}
		return sum;
	}

	@ParameterizedTest
	@MethodSource("forms")
	void dySampleSamplesEightPlacesPerVoxel(final BlockOps ops) {
		final int[] size = { 2, 3, 2 };
		final int channels = 4;
		final int groups = 2;
		compare(in -> ops.dySample(in[0], in[1], groups), in -> sampled(in[0], in[1], size, channels, groups), new long[] { 1,
			4, 6, 4, channels }, normal(random, 1, 1, 2, 3, 2, channels), normal(random, 1, 1, 2, 3, 2, 8 * groups * 3));
	}

	private static double[] sampled(final double[] x, final double[] offset, final int[] size, final int channels,
		final int groups)
	{
		final int[] fine = { 2 * size[0], 2 * size[1], 2 * size[2] };
		final double[] result = new double[8 * x.length];
		for (int i = 0; i < result.length; i++) {
			final int voxel = i / channels;
			final int c = i % channels;
			final int[] at = { voxel / (fine[1] * fine[2]), voxel / fine[2] % fine[1], voxel % fine[2] };
			final int source = (at[0] / 2 * size[1] + at[1] / 2) * size[2] + at[2] / 2;
			final int sub = at[0] % 2 * 4 + at[1] % 2 * 2 + at[2] % 2;
			final double[] place = new double[3];
			for (int d = 0; d < 3; d++) place[d] = (at[d] + 0.5) / 2 - 0.5 + 0.25 * offset[((source * 8 + sub) * groups + c /
				(channels / groups)) * 3 + d];
			result[i] = trilinear(x, size, channels, c, place);
		}
		return result;
	}
}
