package io.github.rwkvsss.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.rwkvsss.network.ModuleProbe;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.NetworkDesign.Sequences;
import io.github.rwkvsss.network.Pass;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.network.TokenMixing;
import io.github.rwkvsss.ops.BiWkvForms;
import io.github.rwkvsss.ops.BlockOps;
import io.github.rwkvsss.scan.ScanCurve;
import io.github.rwkvsss.scan.ScanOrder;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/** Weights of tokens against the dense oracle in float64, and against what the operation makes of them. */
class TokenWeightsTest {

	private static final TokenMixing.Path PATH = new TokenMixing.Path(1, true);

	private static Tensor normal(final Random random, final double deviation, final long... shape) {
		int count = 1;
		for (final long n : shape) count *= n;
		final double[] values = new double[count];
		for (int i = 0; i < count; i++) values[i] = deviation * random.nextGaussian();
		return Tensors.of(values, shape);
	}

	@ParameterizedTest
	@CsvSource({ "HILBERT,6,7,3,4", "DIAGONAL,5,4,1,200", "SNAKE,1,1,2,4", "RASTER,8,8,5,0.1" })
	void areThoseOfTheDenseOracle(final ScanCurve scan, final int height, final int width, final int channels,
		final double decays)
	{
		final Random random = new Random(height);
		final int tokens = height * width;
		try (TensorScope scope = new TensorScope()) {
			final Tensor k = normal(random, 2, 1, tokens, channels);
			final Tensor v = normal(random, 1, 1, tokens, channels);
			final Tensor w = normal(random, decays, channels);
			final Tensor u = normal(random, 1, channels);
			final ScanOrder order = PATH.along(scan, height, width);
			final Tensor index = Tensors.of(order.tokens(), tokens);
			// The oracle wants the keys in the sequence's own order.
			final double[] oracle = Tensors.doubles(BiWkvForms.weights(k.index_select(1, index), w, u));
			final double[] mixed = Tensors.doubles(BlockOps.best().biWkv(k, v, w, u, index));
			final TokenWeights weights = TokenWeights.of(new TokenMixing("any", k, v, w, u, k, new int[] { height, width },
				new int[] { 2, 2 }, scan, PATH, Sequences.CURVE));
			final double[] found = new double[channels * tokens];
			final int[] place = order.positions();
			for (int t = 0; t < tokens; t++) {
				weights.of(t, place, found);
				for (int c = 0; c < channels; c++) {
					double sum = 0;
					double result = 0;
					for (int i = 0; i < tokens; i++) {
						final double weight = found[c * tokens + i];
						assertEquals(oracle[(place[t] * tokens + place[i]) * channels + c], weight, 1e-12);
						sum += weight;
						result += weight * weights.value(c, i);
					}
					assertEquals(1, sum, 1e-12);
					assertEquals(mixed[t * channels + c], result, 1e-10);
				}
			}
		}
	}

	/** Along axes: the weights give what the branch mixed, and tokens of other lines have none. */
	@Test
	void alongAxesTheyAreThoseOfTheLine() {
		final NetworkConfig preset = NetworkConfig.preset("tiny", 2, 1, 2);
		final NetworkConfig config = preset.withDesign(preset.design().with(Sequences.AXIAL).withTokenGrid(16));
		final int[] lines = { 0 };
		try (SegmentationNetwork network = SegmentationNetwork.build(config, 3);
				TensorScope scope = new TensorScope();
				NoGradGuard guard = new NoGradGuard())
		{
			network.forward(normal(new Random(1), 1, 1, 40, 56, 1).to(ScalarType.Float), Pass.predict().with(new ModuleProbe() {

				@Override
				public void mixed(final TokenMixing mixing) {
					final TokenWeights weights = TokenWeights.of(mixing);
					final int tokens = weights.tokens();
					final int channels = weights.channels();
					final double[] mixed = Tensors.doubles(mixing.mixed());
					final double[] found = new double[channels * tokens];
					final int columns = mixing.grid()[1];
					for (int t = 0; t < tokens; t += 3) {
						weights.of(t, null, found);
						for (int c = 0; c < channels; c++) {
							double result = 0;
							for (int i = 0; i < tokens; i++) {
								result += found[c * tokens + i] * weights.value(c, i);
								final boolean together = c < channels / 2 ? i % columns == t % columns : i / columns == t / columns;
								assertEquals(together, found[c * tokens + i] > 0);
							}
							assertEquals(mixed[t * channels + c], result, 1e-4);
						}
					}
					lines[0]++;
				}
			}));
		}
		assertEquals(2 * (5 + 2), lines[0]);
	}

	/** Three tokens in a row, one channel, w = 3 ln 2, k = 0, u = ln 3: the middle has 1, 3, 1; the first 3, 1, 1/2. */
	@Test
	void handComputed() {
		try (TensorScope scope = new TensorScope()) {
			final Tensor k = Tensors.of(new double[] { 0, 0, 0 }, 1, 3, 1);
			final Tensor v = Tensors.of(new double[] { 1, 1, -4 }, 1, 3, 1);
			final TokenWeights weights = TokenWeights.of(new TokenMixing("any", k, v, Tensors.of(new double[] { 3 * Math.log(2) },
				1), Tensors.of(new double[] { Math.log(3) }, 1), k, new int[] { 1, 3 }, new int[] { 1, 1 }, ScanCurve.RASTER,
				new TokenMixing.Path(0, false), Sequences.CURVE));
			final double[] found = new double[3];
			final int[] inOrder = { 0, 1, 2 };
			weights.of(1, inOrder, found);
			assertEquals(0.2, found[0], 1e-12);
			assertEquals(0.6, found[1], 1e-12);
			weights.of(0, inOrder, found);
			assertEquals(3 / 4.5, found[0], 1e-12);
			assertEquals(1 / 4.5, found[1], 1e-12);
			assertEquals(0.5 / 4.5, found[2], 1e-12);
			// Contributions 3, 1 and 0.5 times 4 = 2: shares 1/2, 1/6, 1/3.
			final double[] shares = ChannelView.byValue().combine(found, weights);
			assertEquals(0.5, shares[0], 1e-12);
			assertEquals(1 / 6.0, shares[1], 1e-12);
			assertEquals(1 / 3.0, shares[2], 1e-12);
			final DecayCurve curve = DecayCurve.of(weights);
			assertEquals(2, curve.steps().length);
			assertEquals(1, curve.mean()[0], 1e-12);
			assertEquals(0.5, curve.mean()[1], 1e-12);
		}
	}

	@Test
	void channelsAreAveragedOrChosen() {
		try (TensorScope scope = new TensorScope()) {
			final Tensor k = Tensors.of(new double[] { 0, 1, 2, 3 }, 1, 2, 2);
			final TokenWeights tokens = TokenWeights.of(new TokenMixing("any", k, k, Tensors.of(new double[] { 0, 2 }, 2), Tensors
				.of(new double[] { 0, 0 }, 2), k, new int[] { 1, 2 }, new int[] { 1, 1 }, ScanCurve.RASTER, new TokenMixing.Path(0,
					false), Sequences.CURVE));
			final double[] weights = { 0.25, 0.75, 0.5, 0.5 };
			assertEquals(0.375, ChannelView.mean().combine(weights, tokens)[0], 1e-12);
			assertEquals(0.75, ChannelView.only(1).combine(weights, tokens)[1], 1e-12);
			assertEquals("channel 3 does not exist; this block has channels 1 to 2", assertThrows(IllegalArgumentException.class,
				() -> ChannelView.only(3).combine(weights, tokens)).getMessage());
			final DecayCurve curve = DecayCurve.of(tokens);
			assertEquals(1, curve.slowest()[0], 1e-12);
		}
	}
}
