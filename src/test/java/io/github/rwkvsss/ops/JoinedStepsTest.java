package io.github.rwkvsss.ops;

import static io.github.rwkvsss.ops.Numbers.assertClose;
import static io.github.rwkvsss.ops.Numbers.normal;
import static io.github.rwkvsss.ops.Numbers.single;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.rwkvsss.scan.TokenShift;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/** The fused operations of a prediction against the same operations one by one, in float64, at odd sizes in 2D and 3D. */
class JoinedStepsTest {

	private static final long[][] SIZES = { { 1, 1, 1, 4 }, { 2, 9, 13, 20 }, { 1, 31, 17, 64 }, { 1, 3, 5, 7, 8 }, { 2, 4, 3,
		5, 33 } };
	private static final double EPSILON = 1e-5;
	private static final double TOLERANCE = 1e-5;

	private final Random random = new Random(7);
	private final BlockOps plain = BlockOps.portable();
	private TensorScope scope;
	private NoGradGuard guard;
	private JoinedSteps joined;

	@BeforeEach
	void open() {
		NativeForm.orSkip();
		scope = new TensorScope();
		guard = new NoGradGuard();
		joined = JoinedSteps.instance();
	}

	@AfterEach
	void close() {
		if (guard != null) guard.close();
		if (scope != null) scope.close();
	}

	/** Numbers that float32 holds, as float64. */
	private Tensor numbers(final double deviation, final long... shape) {
		return single(normal(random, deviation, shape)).to(torch.ScalarType.Double);
	}

	private Tensor weight(final long results, final long inputs) {
		return numbers(1 / Math.sqrt(inputs), results, inputs);
	}

	@Test
	void linearLayersAndTheirSum() {
		for (final long[] sizes : new long[][] { { 1, 1, 1, 1 }, { 200, 64, 17, 96 }, { 77, 5, 33, 40 }, { 0, 3, 2, 4 } }) {
			final Tensor x = numbers(1, sizes[0], sizes[1]);
			final Tensor x2 = numbers(1, sizes[0], sizes[2]);
			final Tensor w = weight(sizes[3], sizes[1]);
			final Tensor w2 = weight(sizes[3], sizes[2]);
			final Tensor bias = numbers(1, sizes[3]);
			final Tensor first = torch.linear(x, w, new TensorOptional(bias));
			assertClose(first, joined.linear(single(x), single(w), single(bias)), TOLERANCE, "linear");
			assertClose(torch.linear(x, w), joined.linear(single(x), single(w), null), TOLERANCE, "linear without bias");
			assertClose(first.add(torch.linear(x2, w2)), joined.linearSum(single(x), single(w), single(x2), single(w2), single(
				bias)), TOLERANCE, "sum of two");
		}
	}

	@Test
	void spatialMixAtFullResolution() {
		for (final long[] size : SIZES) {
			final int axes = size.length - 2;
			final long channels = size[axes + 1];
			final int[] window = axes == 2 ? new int[] { 4, 3 } : new int[] { 2, 3, 4 };
			final long[] grid = size.clone();
			for (int d = 0; d < axes; d++) grid[d + 1] = (size[d + 1] + window[d] - 1) / window[d];
			final Tensor x = numbers(1, size);
			final Tensor y = numbers(1, grid);
			final Tensor normWeight = numbers(1, channels);
			final Tensor normBias = numbers(1, channels);
			final Tensor receptance = weight(channels, channels);
			final Tensor output = weight(channels, channels);
			final Tensor[] normed = plain.normPool(x, normWeight, normBias, EPSILON, window);
			final Tensor expected = x.add(torch.linear(plain.gatedUpsample(torch.linear(normed[0], receptance), y, window),
				output));
			final JoinedSteps.Norm norm = new JoinedSteps.Norm(single(normWeight), single(normBias), EPSILON);
			assertClose(normed[1], joined.normPooled(single(x), norm, window), TOLERANCE, "means of " + Arrays.toString(size));
			final Tensor written = single(x);
			joined.gateMix(written, norm, single(y), single(receptance), single(output), window);
			assertClose(expected, written, TOLERANCE, "gate mix of " + Arrays.toString(size));
		}
	}

	@Test
	void channelMix() {
		for (final long[] size : SIZES) {
			final long channels = size[size.length - 1];
			final long hidden = 2 * channels + 1;
			final int[] extents = new int[size.length - 2];
			Arrays.setAll(extents, d -> (int) size[d + 1]);
			final TokenShift shift = TokenShift.plain(extents);
			final int tokens = Arrays.stream(extents).reduce(1, (a, b) -> a * b);
			final int[] flat = Arrays.stream(shift.neighbours()).flatMapToInt(Arrays::stream).toArray();
			final Tensor neighbours = Tensors.of(flat, flat.length / tokens, tokens);
			final int[] ends = shift.groupEnds((int) channels);
			final Tensor groupEnds = Tensors.of(ends, ends.length);
			final Tensor x = numbers(1, size[0], tokens, channels);
			final Tensor normWeight = numbers(1, channels);
			final Tensor normBias = numbers(1, channels);
			final Tensor muKey = numbers(1, channels);
			final Tensor muReceptance = numbers(1, channels);
			final Tensor key = weight(hidden, channels);
			final Tensor receptance = weight(channels, channels);
			final Tensor value = weight(channels, hidden);
			final Tensor normed = torch.layer_norm(x, new long[] { channels }, new TensorOptional(normWeight), new TensorOptional(
				normBias), EPSILON, false);
			final Tensor[] shifted = plain.shiftLerp(normed, muKey, muReceptance, neighbours, groupEnds);
			final Tensor expected = plain.gateAdd(x, torch.linear(shifted[1], receptance), torch.linear(plain.squareRelu(torch
				.linear(shifted[0], key)), value));
			final Tensor actual = joined.channelMix(single(x), new JoinedSteps.Norm(single(normWeight), single(normBias),
				EPSILON), single(muKey), single(muReceptance), neighbours, groupEnds, single(key), single(receptance), single(
					value));
			assertClose(expected, actual, TOLERANCE, "channel mix of " + Arrays.toString(size));
		}
	}

	@Test
	void convolutionOfTwoMaps() {
		for (final long[] sizes : new long[][] { { 2, 7, 9, 16, 16, 2 }, { 1, 1, 1, 3, 5, 1 }, { 1, 12, 5, 8, 20, 7 } }) {
			final Tensor x = numbers(1, sizes[0], sizes[1], sizes[2], sizes[3]);
			final Tensor x2 = numbers(1, sizes[0], sizes[1], sizes[2], sizes[4]);
			final Tensor kernel = numbers(0.1, sizes[5], sizes[3] + sizes[4], 3, 3);
			final Tensor bias = numbers(1, sizes[5]);
			final long[] ones = { 1, 1 };
			final Tensor expected = torch.convolution(ChannelsLast.channelsFirst(torch.cat(new TensorVector(x, x2), 3)), kernel,
				new TensorOptional(bias), ones, ones, ones, false, new long[2], 1);
			assertClose(ChannelsLast.channelsLast(expected), joined.convolveJoined(single(x), single(x2), single(kernel), single(
				bias)), TOLERANCE, Arrays.toString(sizes));
		}
	}

	@Test
	void badArgumentsAreNamed() {
		final Tensor x = single(numbers(1, 4, 3));
		final Tensor w = single(weight(5, 3));
		final String wide = assertThrows(RuntimeException.class, () -> joined.linear(numbers(1, 4, 3), w, null)).getMessage();
		assertTrue(wide.contains("float64") && wide.contains("pass float32"), wide);
		final String shape = assertThrows(RuntimeException.class, () -> joined.linear(x, single(weight(5, 4)), null))
			.getMessage();
		assertTrue(shape.contains("(5, 4)") && shape.contains("(5, 3)"), shape);
		final Tensor features = single(numbers(1, 1, 4, 6, 3)).transpose(1, 2);
		final Tensor ones = single(numbers(1, 3));
		final String strided = assertThrows(RuntimeException.class, () -> joined.gateMix(features, new JoinedSteps.Norm(ones,
			ones, EPSILON), single(numbers(1, 1, 3, 2, 3)), single(weight(3, 3)), single(weight(3, 3)), new int[] { 2, 2 }))
			.getMessage();
		assertTrue(strided.contains("not contiguous"), strided);
		assertArrayEquals(new long[] { 4, 5 }, Tensors.shape(joined.linear(x, w, null)));
	}
}
