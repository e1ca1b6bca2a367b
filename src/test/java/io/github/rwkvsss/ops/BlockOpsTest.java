package io.github.rwkvsss.ops;

import static io.github.rwkvsss.ops.Numbers.assertClose;
import static io.github.rwkvsss.ops.Numbers.normal;
import static io.github.rwkvsss.ops.Numbers.single;
import static io.github.rwkvsss.ops.Numbers.valuesAndGradients;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * The fused operations: the portable form against plain loops on small inputs, the native form against the
 * portable one in value and gradient, 2D and 3D, at odd sizes.
 */
class BlockOpsTest {

	private static final long[][] SIZES = { { 2, 7, 5, 8 }, { 1, 1, 1, 4 }, { 2, 9, 13, 20 }, { 1, 3, 5, 7, 8 }, { 2, 2, 1, 3,
		4 }, { 1, 16, 17, 36 } };

	private final Random random = new Random(11);
	private TensorScope scope;

	@BeforeEach
	void open() {
		scope = new TensorScope();
	}

	@AfterEach
	void close() {
		scope.close();
	}

	/** An operation in terms of a form. */
	@FunctionalInterface
	private interface Form {

		Tensor[] apply(BlockOps ops, Tensor[] inputs);
	}

	/** Values and gradients in float64, values in float32. */
	private void compare(final String name, final Form form, final long[][] resultShapes, final Tensor... inputs) {
		final BlockOps fused = NativeForm.orSkip();
		final Tensor[] directions = new Tensor[resultShapes.length];
		for (int j = 0; j < directions.length; j++) directions[j] = normal(random, 1, resultShapes[j]);
		final Tensor[] expected = valuesAndGradients(in -> form.apply(BlockOps.portable(), in), inputs, directions);
		final Tensor[] actual = valuesAndGradients(in -> form.apply(fused, in), inputs, directions);
		for (int i = 0; i < expected.length; i++) assertClose(expected[i], actual[i], 1e-10, name + " result or gradient " + i +
			" of " + Arrays.toString(Tensors.shape(inputs[0])));
		final Tensor[] rounded = new Tensor[inputs.length];
		Arrays.setAll(rounded, i -> single(inputs[i]));
		final Tensor[] singles = form.apply(fused, rounded);
		for (int j = 0; j < singles.length; j++) assertClose(expected[j], singles[j], 1e-5, name + " in float32");
	}

	private static long[] with(final long[] shape, final int axis, final long extent) {
		final long[] other = shape.clone();
		other[axis] = extent;
		return other;
	}

	@Test
	void gatedUpsample() {
		for (final long[] shape : SIZES) for (final int edge : new int[] { 1, 2, 3, 4, 8 }) {
			final int[] window = new int[shape.length - 2];
			Arrays.fill(window, edge);
			if (window.length == 3) window[0] = 1;
			compare("gatedUpsample " + edge, (ops, in) -> new Tensor[] { ops.gatedUpsample(in[0], in[1], window) }, new long[][] {
				shape }, normal(random, 2, shape), normal(random, 1, pooled(shape, window)));
		}
	}

	private static long[] pooled(final long[] shape, final int[] window) {
		final long[] pooled = shape.clone();
		for (int d = 0; d < window.length; d++) pooled[d + 1] = (shape[d + 1] + window[d] - 1) / window[d];
		return pooled;
	}

	@Test
	void shiftLerp() {
		for (final int tokens : new int[] { 1, 2, 35, 64 }) for (final int channels : new int[] { 4, 20, 33 }) {
			final int groups = 4;
			final int[] neighbours = new int[groups * tokens];
			Arrays.setAll(neighbours, i -> random.nextInt(tokens + 1) - 1);
			final Tensor sources = Tensors.of(neighbours, groups, tokens);
			final Tensor ends = Tensors.of(new int[] { channels / 8, channels / 4, channels / 2, channels }, groups);
			final long[] shape = { 2, tokens, channels };
			compare("shiftLerp", (ops, in) -> ops.shiftLerp(in[0], in[1], in[2], sources, ends), new long[][] { shape, shape },
				normal(random, 1, shape), normal(random, 1, channels), normal(random, 1, channels));
		}
	}

	@Test
	void normPool() {
		for (final long[] shape : SIZES) for (final int edge : new int[] { 1, 2, 4, 5 }) {
			final int[] window = new int[shape.length - 2];
			Arrays.setAll(window, d -> (int) Math.min(edge, shape[d + 1]));
			final long channels = shape[shape.length - 1];
			compare("normPool " + edge, (ops, in) -> ops.normPool(in[0], in[1], in[2], 1e-5, window), new long[][] { shape,
				pooled(shape, window) }, normal(random, 3, shape), normal(random, 1, channels), normal(random, 1, channels));
		}
	}

	@Test
	void dySample() {
		for (final long[] shape : SIZES) {
			final int axes = shape.length - 2;
			final int groups = 4;
			final long[] fine = shape.clone();
			for (int d = 1; d <= axes; d++) fine[d] *= 2;
			compare("dySample", (ops, in) -> new Tensor[] { ops.dySample(in[0], in[1], groups) }, new long[][] { fine }, normal(
				random, 1, shape), normal(random, 3, with(shape, axes + 1, (1L << axes) * groups * axes)));
		}
	}

	@Test
	void gateAdd() {
		for (final long[] shape : SIZES) compare("gateAdd", (ops, in) -> new Tensor[] { ops.gateAdd(in[0], in[1], in[2]) },
			new long[][] { shape }, normal(random, 1, shape), normal(random, 3, shape), normal(random, 1, shape));
	}

	@Test
	void depthwise() {
		for (final long[] shape : SIZES) {
			final long channels = shape[shape.length - 1];
			final long[] taps = new long[shape.length - 1];
			Arrays.fill(taps, 3);
			taps[taps.length - 1] = channels;
			compare("depthwise", (ops, in) -> new Tensor[] { ops.depthwise(in[0], in[1], in[2]) }, new long[][] { shape }, normal(
				random, 1, shape), normal(random, 1, taps), normal(random, 1, channels));
		}
	}

	@Test
	void squareRelu() {
		for (final long[] shape : SIZES) compare("squareRelu", (ops, in) -> new Tensor[] { ops.squareRelu(in[0]) },
			new long[][] { shape }, normal(random, 2, shape));
	}

	@Test
	void emptyBatchesAreLegal() {
		final Tensor none = normal(random, 1, 0, 4, 4, 8);
		for (final BlockOps ops : OpLibrary.isLoaded() ? new BlockOps[] { BlockOps.portable(), BlockOps.fused() }
			: new BlockOps[] { BlockOps.portable() })
		{
			assertArrayEquals(new long[] { 0, 4, 4, 8 }, Tensors.shape(ops.gateAdd(none, none, none)), ops.form());
			assertArrayEquals(new long[] { 0, 4, 4, 8 }, Tensors.shape(ops.squareRelu(none)), ops.form());
		}
	}

	/** The portable form by hand: linear interpolation between window centres, beyond them the outermost token. */
	@Test
	void gatedUpsampleInterpolatesBetweenWindowCentres() {
		final Tensor r = Tensors.of(new double[6], 1, 1, 6, 1);
		final Tensor y = Tensors.of(new double[] { 2, 6 }, 1, 1, 2, 1);
		// sigmoid(0) = 1/2; windows of 4 have their centres at 1.5 and 5.5.
		assertArrayEquals(new double[] { 1, 1, 1.25, 1.75, 2.25, 2.75 }, Tensors.doubles(BlockOps.portable().gatedUpsample(r, y,
			new int[] { 1, 4 })), 1e-12);
	}

	/** LayerNorm by its definition, partial windows averaged over what exists. */
	@Test
	void normPoolNormalisesAndAveragesPartialWindows() {
		final int height = 3;
		final int width = 5;
		final int channels = 4;
		final Tensor x = normal(random, 2, 1, height, width, channels);
		final Tensor weight = normal(random, 1, channels);
		final Tensor bias = normal(random, 1, channels);
		final double[] v = Tensors.doubles(x);
		final double[] scale = Tensors.doubles(weight);
		final double[] shift = Tensors.doubles(bias);
		final double[] normed = new double[v.length];
		for (int p = 0; p < height * width; p++) {
			double mean = 0;
			double variance = 0;
			for (int c = 0; c < channels; c++) mean += v[p * channels + c] / channels;
			for (int c = 0; c < channels; c++) variance += Math.pow(v[p * channels + c] - mean, 2) / channels;
			for (int c = 0; c < channels; c++) normed[p * channels + c] = (v[p * channels + c] - mean) / Math.sqrt(variance +
				1e-5) * scale[c] + shift[c];
		}
		final double[] tokens = new double[2 * 3 * channels];
		for (int ty = 0; ty < 2; ty++) for (int tx = 0; tx < 3; tx++) {
			int count = 0;
			for (int y = 2 * ty; y < Math.min(height, 2 * ty + 2); y++) for (int x1 = 2 * tx; x1 < Math.min(width, 2 * tx +
				2); x1++, count++) for (int c = 0; c < channels; c++) tokens[(ty * 3 + tx) * channels + c] += normed[(y * width +
					x1) * channels + c];
			for (int c = 0; c < channels; c++) tokens[(ty * 3 + tx) * channels + c] /= count;
		}
		final Tensor[] both = BlockOps.portable().normPool(x, weight, bias, 1e-5, new int[] { 2, 2 });
		assertArrayEquals(normed, Tensors.doubles(both[0]), 1e-12);
		assertArrayEquals(tokens, Tensors.doubles(both[1]), 1e-12);
	}

	@Test
	void shiftLerpTakesEachGroupFromItsNeighbour() {
		final Tensor x = Tensors.of(new double[] { 1, 2, 3, 10, 20, 30 }, 1, 2, 3);
		final Tensor half = Tensors.of(new double[] { 0.5, 0.5, 0.25 }, 3);
		final Tensor all = Tensors.of(new double[] { 1, 1, 1 }, 3);
		final Tensor neighbours = Tensors.of(new int[] { 1, 0, -1, -1 }, 2, 2);
		// Channels 0 and 1 from the other token, channel 2 from none.
		final Tensor[] both = BlockOps.portable().shiftLerp(x, half, all, neighbours, Tensors.of(new int[] { 2, 3 }, 2));
		assertArrayEquals(new double[] { 5.5, 11, 0.75, 5.5, 11, 7.5 }, Tensors.doubles(both[0]), 1e-12);
		assertArrayEquals(Tensors.doubles(x), Tensors.doubles(both[1]), 0);
	}

	/** Sub-positions sample at a quarter of a pixel around the centre, moved by a quarter of their offset. */
	@Test
	void dySampleSamplesWhereItsOffsetsPoint() {
		final Tensor x = Tensors.of(new double[] { 0, 4, 8, 12 }, 1, 1, 4, 1);
		final double[] offsets = new double[4 * 8];
		assertArrayEquals(new double[] { 0, 1, 3, 5, 7, 9, 11, 12, 0, 1, 3, 5, 7, 9, 11, 12 }, Tensors.doubles(BlockOps
			.portable().dySample(x, Tensors.of(offsets, 1, 1, 4, 8), 1)), 1e-12);
		// Pixel 1, sub-position (0, 1), axis x: two quarters to the right, from 1.25 to 1.75.
		offsets[8 + 2 + 1] = 2;
		assertArrayEquals(new double[] { 0, 1, 3, 7, 7, 9, 11, 12, 0, 1, 3, 5, 7, 9, 11, 12 }, Tensors.doubles(BlockOps
			.portable().dySample(x, Tensors.of(offsets, 1, 1, 4, 8), 1)), 1e-12);
	}

	@Test
	void depthwiseAddsTheConvolution() {
		final int height = 3;
		final int width = 4;
		final Tensor x = normal(random, 1, 1, height, width, 1);
		final Tensor taps = normal(random, 1, 3, 3, 1);
		final double[] v = Tensors.doubles(x);
		final double[] w = Tensors.doubles(taps);
		final double[] expected = new double[v.length];
		for (int y = 0; y < height; y++) for (int c = 0; c < width; c++) {
			double sum = v[y * width + c] + 0.5;
			for (int i = -1; i <= 1; i++) for (int j = -1; j <= 1; j++) if (y + i >= 0 && y + i < height && c + j >= 0 && c +
				j < width) sum += w[(i + 1) * 3 + j + 1] * v[(y + i) * width + c + j];
			expected[y * width + c] = sum;
		}
		assertArrayEquals(expected, Tensors.doubles(BlockOps.portable().depthwise(x, taps, Tensors.of(new double[] { 0.5 },
			1))), 1e-12);
	}

	@Test
	void gateAddAndSquareReluFollowTheirFormulas() {
		final double[] x = { -1, 0, 2 };
		final double[] r = { -3, 0, 1 };
		final double[] v = { 5, -2, 4 };
		final double[] gated = new double[3];
		Arrays.setAll(gated, i -> x[i] + v[i] / (1 + Math.exp(-r[i])));
		assertArrayEquals(gated, Tensors.doubles(BlockOps.portable().gateAdd(Tensors.of(x, 1, 3), Tensors.of(r, 1, 3), Tensors
			.of(v, 1, 3))), 1e-12);
		assertArrayEquals(new double[] { 0, 0, 4 }, Tensors.doubles(BlockOps.portable().squareRelu(Tensors.of(x, 3))), 0);
	}

	/** Of two results only one may reach the loss; the other's gradient is zero then. */
	@Test
	void unusedResultsGetNoGradient() {
		final BlockOps fused = NativeForm.orSkip();
		final Tensor[] inputs = { normal(random, 1, 2, 6, 6, 8), normal(random, 1, 8), normal(random, 1, 8) };
		for (int used = 0; used < 2; used++) {
			final int which = used;
			final Tensor[] direction = { used == 0 ? normal(random, 1, 2, 6, 6, 8) : normal(random, 1, 2, 3, 3, 8) };
			final Tensor[] expected = valuesAndGradients(in -> new Tensor[] { BlockOps.portable().normPool(in[0], in[1], in[2],
				1e-5, new int[] { 2, 2 })[which] }, inputs, direction);
			final Tensor[] actual = valuesAndGradients(in -> new Tensor[] { fused.normPool(in[0], in[1], in[2], 1e-5, new int[] {
				2, 2 })[which] }, inputs, direction);
			for (int i = 0; i < expected.length; i++) assertClose(expected[i], actual[i], 1e-10, "normPool with result " + which);
		}
	}

	@Test
	void nativeGradientsNeedATape() {
		final BlockOps fused = NativeForm.orSkip();
		final Tensor x = normal(random, 1, 2, 3).set_requires_grad(true);
		assertTrue(assertThrows(IllegalStateException.class, () -> fused.squareRelu(x)).getMessage().contains("GradientTape"));
	}

	@Test
	void recomputationGivesTheSameGradients() {
		final Tensor weight = normal(random, 1, 4, 4);
		final Tensor x = normal(random, 1, 3, 4);
		final Tensor[] direction = { normal(random, 1, 3, 4) };
		final Tensor[][] both = new Tensor[2][];
		final int[] calls = { 0 };
		for (int again = 0; again < 2; again++) {
			final boolean recompute = again == 1;
			both[again] = valuesAndGradients(in -> {
				final java.util.function.UnaryOperator<Tensor> part = y -> {
					calls[0]++;
					return BlockOps.best().squareRelu(y.matmul(in[1])).mul(new Scalar(2));
				};
				return new Tensor[] { recompute ? Recompute.apply(part, in[0].mul(new Scalar(3))) : part.apply(in[0].mul(new Scalar(
					3))) };
			}, new Tensor[] { x, weight }, direction);
		}
		assertEquals(3, calls[0]);
		for (int i = 0; i < 3; i++) assertArrayEquals(Tensors.doubles(both[0][i]), Tensors.doubles(both[1][i]), 1e-12);
	}
}
