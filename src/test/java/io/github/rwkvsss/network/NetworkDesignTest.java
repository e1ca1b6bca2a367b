package io.github.rwkvsss.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.Gson;
import com.google.gson.JsonObject;

import io.github.rwkvsss.network.NetworkDesign.Branches;
import io.github.rwkvsss.network.NetworkDesign.Direction;
import io.github.rwkvsss.network.NetworkDesign.Mixture;
import io.github.rwkvsss.network.NetworkDesign.Pooling;
import io.github.rwkvsss.network.NetworkDesign.Sequences;
import io.github.rwkvsss.network.NetworkDesign.Shift;
import io.github.rwkvsss.network.NetworkDesign.Upsampling;
import io.github.rwkvsss.ops.BlockOps;
import io.github.rwkvsss.ops.GradientTape;
import io.github.rwkvsss.ops.NativeForm;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;
import io.github.rwkvsss.tensor.Threads;

/** What stands in the place of the drafts' parts: values against plain loops, all forms alike, and what a file says. */
class NetworkDesignTest {

	private static final int CHANNELS = 8;

	@BeforeAll
	static void oneThread() {
		Threads.use(1);
	}

	/** A small network with a block at every stage and in the decoder. */
	private static NetworkConfig config(final int dimensions, final NetworkDesign design) {
		return NetworkConfig.builder(Architecture.RWKV_SSS, dimensions).classes(3).widths(List.of(8, 16, 16, 24)).encoderBlocks(
			List.of(1, 1, 1, 1)).decoderBlocks(List.of(0, 1, 0)).stemStride(dimensions == 3 ? List.of(2, 2, 2) : List.of(4, 4))
			.headWidth(8).design(design).build();
	}

	/** Each part replaced alone, and some together. */
	static List<NetworkDesign> designs() {
		final NetworkDesign drafts = NetworkDesign.DRAFTS;
		final List<NetworkDesign> designs = new ArrayList<>();
		for (final Branches branches : Branches.values()) designs.add(drafts.with(branches));
		designs.add(drafts.with(Mixture.WKV_WITHOUT_DECAY));
		designs.add(drafts.with(Mixture.MEAN));
		designs.add(drafts.with(Shift.PLAIN));
		designs.add(drafts.with(Shift.NONE));
		designs.add(drafts.with(Direction.FIXED));
		designs.add(drafts.with(Pooling.LEARNED));
		designs.add(drafts.withTokenGrid(16));
		designs.add(drafts.withTokenGrid(1 << 14));
		designs.add(drafts.with(Upsampling.LINEAR));
		designs.add(drafts.with(Upsampling.TRANSPOSED));
		designs.add(drafts.with(Sequences.AXIAL));
		designs.add(drafts.with(Sequences.AXIAL).with(Branches.GLOBAL).withTokenGrid(NetworkDesign.EVERY_PIXEL));
		designs.add(drafts.with(Sequences.AXIAL).with(Mixture.MEAN));
		designs.add(drafts.with(Mixture.MEAN).with(Shift.NONE).with(Pooling.LEARNED).withTokenGrid(3));
		return designs;
	}

	static float[] noise(final long seed, final int count) {
		final Random random = new Random(seed);
		final float[] values = new float[count];
		for (int i = 0; i < count; i++) values[i] = (float) random.nextGaussian();
		return values;
	}

	private static Tensor image(final long... shape) {
		return Tensors.of(noise(1, (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)), shape);
	}

	/** Weights that begin alike are drawn anew, so that a mistaken one is seen. */
	private static void disturb(final Weights weights) {
		int seed = 100;
		try (TensorScope scope = new TensorScope(); NoGradGuard guard = new NoGradGuard()) {
			for (final String name : weights.parameters()) {
				final Tensor weight = weights.get(name);
				weight.add_(Tensors.of(noise(seed++, (int) weight.numel()), Tensors.shape(weight)).mul(
					new org.bytedeco.pytorch.Scalar(0.1)));
			}
		}
		weights.touch();
	}

	@ParameterizedTest
	@MethodSource("designs")
	void everyDesignPredictsTheSameInAllForms(final NetworkDesign design) {
		final BlockOps fused = NativeForm.orSkip();
		for (final long[] shape : new long[][] { { 2, 70, 44, 1 }, { 1, 9, 20, 18, 1 } }) {
			try (SegmentationNetwork network = SegmentationNetwork.build(config(shape.length - 2, design), 7);
					TensorScope scope = new TensorScope();
					NoGradGuard guard = new NoGradGuard())
			{
				disturb(network.weights());
				final float[] expected = Tensors.floats(network.forward(image(shape), Pass.predict().with(BlockOps.portable())));
				close(expected, Tensors.floats(network.forward(image(shape), Pass.predict().with(fused))), 1e-5, "logits");
			}
		}
	}

	@ParameterizedTest
	@MethodSource("designs")
	void everyParameterLearnsTheSameInAllForms(final NetworkDesign design) {
		final BlockOps fused = NativeForm.orSkip();
		try (SegmentationNetwork network = SegmentationNetwork.build(config(2, design), 7)) {
			disturb(network.weights());
			final Map<String, float[]> expected = gradients(network, Pass.train().with(BlockOps.portable()));
			final Map<String, float[]> actual = gradients(network, Pass.train().with(fused));
			double largest = 0;
			for (final float[] values : expected.values()) for (final float g : values) largest = Math.max(largest, Math.abs(g));
			for (final String name : expected.keySet()) close(expected.get(name), actual.get(name), 1e-4, 1e-3 * largest, name);
		}
	}

	private static Map<String, float[]> gradients(final SegmentationNetwork network, final Pass pass) {
		final Map<String, float[]> gradients = new HashMap<>();
		try (TensorScope scope = new TensorScope(); GradientTape tape = GradientTape.open()) {
			network.forward(image(2, 64, 96, 1), pass).square().mean().backward();
			for (final String name : network.weights().parameters()) {
				final Tensor gradient = network.weights().get(name).grad();
				assertTrue(gradient.defined(), name + " got no gradient");
				gradients.put(name, Tensors.floats(gradient));
				gradient.zero_();
			}
		}
		return gradients;
	}

	private static void close(final float[] expected, final float[] actual, final double tolerance, final String what) {
		close(expected, actual, tolerance, 0, what);
	}

	private static void close(final float[] expected, final float[] actual, final double tolerance, final double floor,
		final String what)
	{
		double size = floor;
		for (final float value : expected) size = Math.max(size, Math.abs(value));
		for (int i = 0; i < expected.length; i++) assertEquals(expected[i], actual[i], tolerance * size, what + " at " + i);
	}

	/** Two and three stages, of all designs' kinds: both forms alike, and padded to the smaller stride only. */
	@ParameterizedTest
	@ValueSource(ints = { 2, 3 })
	void fewerStagesAreANetworkToo(final int stages) {
		final NetworkConfig shallow = NetworkConfig.builder(Architecture.RWKV_SSS, 2).classes(3).widths(List.of(8, 16, 24)
			.subList(0, stages)).encoderBlocks(List.of(1, 2, 1).subList(0, stages)).decoderBlocks(List.of(1, 1).subList(0,
				stages - 1)).headWidth(8).convolutions(new DenseConvolutions(8, 1, 1, 1, 1)).design(NetworkDesign.DRAFTS.with(
					Sequences.AXIAL)).build();
		assertArrayEquals(new int[] { 4 << (stages - 1), 4 << (stages - 1) }, shallow.stride());
		try (SegmentationNetwork network = SegmentationNetwork.build(shallow, 7);
				TensorScope scope = new TensorScope();
				NoGradGuard guard = new NoGradGuard())
		{
			disturb(network.weights());
			final float[] expected = Tensors.floats(network.forward(image(2, 41, 33, 1), Pass.predict().with(BlockOps
				.portable())));
			assertEquals(2 * 41 * 33 * 3, expected.length);
			close(expected, Tensors.floats(network.forward(image(2, 41, 33, 1), Pass.predict().with(BlockOps.best()))), 1e-5,
				"logits");
			assertTrue(network.weights().names().stream().noneMatch(name -> name.startsWith("encoder." + (stages + 1))));
		}
	}

	/** Windows are so narrow that a grid has 16 tokens per axis, until a window is a pixel. */
	@Test
	void windowsGiveTheTokensAskedFor() {
		final NetworkConfig config = NetworkConfig.preset("tiny", 2, 1, 2).withDesign(NetworkDesign.DRAFTS.withTokenGrid(16));
		assertArrayEquals(new int[] { 4, 4 }, SpatialMix.window(config, SpatialMix.Branch.GLOBAL, 1, new int[] { 64, 64 }));
		assertArrayEquals(new int[] { 2, 2 }, SpatialMix.window(config, SpatialMix.Branch.GLOBAL, 2, new int[] { 32, 47 }));
		assertArrayEquals(new int[] { 1, 1 }, SpatialMix.window(config, SpatialMix.Branch.GLOBAL, 4, new int[] { 8, 8 }));
		assertArrayEquals(new int[] { 2, 2 }, SpatialMix.window(config, SpatialMix.Branch.LOCAL, 1, new int[] { 64, 64 }));
		assertArrayEquals(new int[] { 8, 8 }, SpatialMix.window(config, SpatialMix.Branch.GLOBAL, 1, new int[] { 512, 512 }));
		final NetworkConfig volume = NetworkConfig.preset("tiny", 3, 1, 2).withDesign(NetworkDesign.DRAFTS.withTokenGrid(8));
		assertArrayEquals(new int[] { 1, 2, 4 }, SpatialMix.window(volume, SpatialMix.Branch.GLOBAL, 1, new int[] { 8, 16,
			64 }));
		final NetworkConfig fine = config.withDesign(NetworkDesign.DRAFTS.withTokenGrid(1 << 14));
		assertArrayEquals(new int[] { 1, 1 }, SpatialMix.window(fine, SpatialMix.Branch.GLOBAL, 1, new int[] { 512, 512 }));
	}

	/** Windows of 3 by a kernel of 3, over 7 x 8 pixels: plain loops, with the last row and columns repeated. */
	@Test
	void learnedPoolingIsAWeightedSumOfTheWindow() {
		final int edge = 3;
		final int height = 7;
		final int width = 8;
		final float[] x = noise(2, height * width * CHANNELS);
		final float[] taps = noise(3, CHANNELS * edge * edge);
		final double[] expected = new double[9 * CHANNELS];
		final double[] gradient = new double[taps.length];
		for (int row = 0; row < 3; row++) for (int column = 0; column < 3; column++) for (int c = 0; c < CHANNELS; c++)
			for (int i = 0; i < edge; i++) for (int j = 0; j < edge; j++)
			{
				final int y = Math.min(height - 1, row * edge + i);
				final int z = Math.min(width - 1, column * edge + j);
				expected[(row * 3 + column) * CHANNELS + c] += (double) taps[(c * edge + i) * edge + j] * x[(y * width + z) *
					CHANNELS + c];
				// Of the loss: the sum of all tokens.
				gradient[(c * edge + i) * edge + j] += x[(y * width + z) * CHANNELS + c];
			}
		try (TensorScope scope = new TensorScope();
				Weights weights = new Weights(1, ComputeDevice.CPU);
				GradientTape tape = GradientTape.open())
		{
			final WindowPooling pooling = new WindowPooling(weights, "pool", 2, CHANNELS, edge);
			set(weights, "pool.weight", taps);
			final Tensor tokens = pooling.apply(Tensors.of(x, 1, height, width, CHANNELS), new int[] { edge, edge }, Pass
				.train());
			assertArrayEquals(new long[] { 1, 3, 3, CHANNELS }, Tensors.shape(tokens));
			assertArrayEquals(expected, Tensors.doubles(tokens), 1e-5);
			tokens.sum().backward();
			assertArrayEquals(gradient, Tensors.doubles(weights.get("pool.weight").grad()), 1e-4);
		}
	}

	/** As it begins it is the mean, also where the window is narrower than the kernel. */
	@Test
	void learnedPoolingBeginsAsTheMean() {
		final float[] x = noise(4, 6 * 4 * CHANNELS);
		try (TensorScope scope = new TensorScope();
				Weights weights = new Weights(1, ComputeDevice.CPU);
				NoGradGuard guard = new NoGradGuard())
		{
			final WindowPooling pooling = new WindowPooling(weights, "pool", 2, CHANNELS, 8);
			final double[] tokens = Tensors.doubles(pooling.apply(Tensors.of(x, 1, 6, 4, CHANNELS), new int[] { 2, 2 }, Pass
				.train()));
			for (int row = 0; row < 3; row++) for (int column = 0; column < 2; column++) for (int c = 0; c < CHANNELS; c++) {
				double mean = 0;
				for (int i = 0; i < 4; i++) mean += x[((2 * row + i / 2) * 4 + 2 * column + i % 2) * CHANNELS + c] / 4.0;
				assertEquals(mean, tokens[(row * 2 + column) * CHANNELS + c], 1e-5);
			}
		}
	}

	private static void set(final Weights weights, final String name, final float[] values) {
		try (TensorScope scope = new TensorScope(); NoGradGuard guard = new NoGradGuard()) {
			weights.get(name).copy_(Tensors.of(values, Tensors.shape(weights.get(name))));
		}
		weights.touch();
	}

	/** A pixel of the fine map lies a quarter of a coarse one beside its centre: shares of 3/4 and 1/4 along each axis. */
	@Test
	void linearUpsamplingInterpolatesBetweenPixels() {
		final int height = 3;
		final int width = 2;
		final float[] x = noise(5, height * width * CHANNELS);
		try (TensorScope scope = new TensorScope(); Weights weights = new Weights(1, ComputeDevice.CPU)) {
			final Upsample upsample = new Upsample(weights, "up", 2, CHANNELS, config(2, NetworkDesign.DRAFTS.with(
				Upsampling.LINEAR)));
			assertEquals(List.of(), weights.names());
			final double[] fine = Tensors.doubles(upsample.apply(Tensors.of(x, 1, height, width, CHANNELS), new EagerOps(Pass
				.predict())));
			for (int y = 0; y < 2 * height; y++) for (int z = 0; z < 2 * width; z++) for (int c = 0; c < CHANNELS; c++) {
				final double row = Math.max(0, Math.min(height - 1, (y - 0.5) / 2));
				final double column = Math.max(0, Math.min(width - 1, (z - 0.5) / 2));
				double sum = 0;
				for (int i = 0; i < height; i++) for (int j = 0; j < width; j++) sum += Math.max(0, 1 - Math.abs(row - i)) * Math
					.max(0, 1 - Math.abs(column - j)) * x[(i * width + j) * CHANNELS + c];
				assertEquals(sum, fine[(y * 2 * width + z) * CHANNELS + c], 1e-5);
			}
		}
	}

	/** Edge and stride 2: each fine pixel has one coarse pixel above it, and a matrix of its own place. */
	@Test
	void transposedUpsamplingIsAMatrixPerPlace() {
		final int height = 2;
		final int width = 3;
		final float[] x = noise(6, height * width * CHANNELS);
		final float[] taps = noise(7, CHANNELS * CHANNELS * 4);
		final float[] bias = noise(8, CHANNELS);
		try (TensorScope scope = new TensorScope();
				Weights weights = new Weights(1, ComputeDevice.CPU);
				GradientTape tape = GradientTape.open())
		{
			final Upsample upsample = new Upsample(weights, "up", 2, CHANNELS, config(2, NetworkDesign.DRAFTS.with(
				Upsampling.TRANSPOSED)));
			set(weights, "up.weight", taps);
			set(weights, "up.bias", bias);
			final Tensor result = upsample.apply(Tensors.of(x, 1, height, width, CHANNELS), new EagerOps(Pass.train()));
			final double[] fine = Tensors.doubles(result);
			result.sum().backward();
			final double[] gradient = new double[taps.length];
			for (int y = 0; y < 2 * height; y++) for (int z = 0; z < 2 * width; z++) for (int out = 0; out < CHANNELS; out++) {
				double sum = bias[out];
				for (int in = 0; in < CHANNELS; in++) {
					final int tap = ((in * CHANNELS + out) * 2 + y % 2) * 2 + z % 2;
					sum += (double) taps[tap] * x[(y / 2 * width + z / 2) * CHANNELS + in];
					gradient[tap] += x[(y / 2 * width + z / 2) * CHANNELS + in];
				}
				assertEquals(sum, fine[(y * 2 * width + z) * CHANNELS + out], 1e-4);
			}
			assertArrayEquals(gradient, Tensors.doubles(weights.get("up.weight").grad()), 1e-4);
		}
	}

	/** What a branch tells of its mixing: every token gets the mean of all values, which is equation 8 without keys. */
	@Test
	void theMeanIsTheMeanOfAllValues() {
		final List<TokenMixing> seen = new ArrayList<>();
		final List<double[]> values = new ArrayList<>();
		final List<double[]> mixed = new ArrayList<>();
		final List<double[]> keys = new ArrayList<>();
		try (SegmentationNetwork network = SegmentationNetwork.build(config(2, NetworkDesign.DRAFTS.with(Mixture.MEAN)), 7);
				TensorScope scope = new TensorScope();
				NoGradGuard guard = new NoGradGuard())
		{
			assertEquals(List.of(), network.weights().names().stream().filter(name -> name.matches(
				".*(global|local)\\.(key|mu_key|decay|bonus).*")).toList());
			network.forward(image(1, 96, 64, 1), Pass.predict().with(new ModuleProbe() {

				@Override
				public void mixed(final TokenMixing mixing) {
					seen.add(mixing);
					values.add(Tensors.doubles(mixing.value()));
					mixed.add(Tensors.doubles(mixing.mixed()));
					keys.add(Tensors.doubles(mixing.key()));
				}
			}));
		}
		assertEquals(10, seen.size());
		for (int n = 0; n < seen.size(); n++) {
			final int tokens = Arrays.stream(seen.get(n).grid()).reduce(1, (a, b) -> a * b);
			final int channels = values.get(n).length / tokens;
			for (int c = 0; c < channels; c++) {
				double mean = 0;
				for (int t = 0; t < tokens; t++) mean += values.get(n)[t * channels + c] / tokens;
				for (int t = 0; t < tokens; t++) assertEquals(mean, mixed.get(n)[t * channels + c], 1e-5);
			}
			assertEquals(0, Arrays.stream(keys.get(n)).map(Math::abs).max().orElse(0));
		}
	}

	@Test
	void withoutDecayItStaysZero() {
		try (SegmentationNetwork network = SegmentationNetwork.build(config(2, NetworkDesign.DRAFTS.with(
			Mixture.WKV_WITHOUT_DECAY)), 7))
		{
			final List<String> decays = network.weights().names().stream().filter(name -> name.endsWith(".decay")).toList();
			assertEquals(10, decays.size());
			for (final String name : decays) {
				assertTrue(!network.weights().parameters().contains(name), name + " is trained");
				for (final float w : Tensors.floats(network.weights().get(name))) assertEquals(0, w);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("designs")
	void aDesignSurvivesTheManifest(final NetworkDesign design) {
		final NetworkConfig config = config(2, design);
		assertEquals(config, new Gson().fromJson(new Gson().toJson(config), NetworkConfig.class));
	}

	/** Files of before designs were have none, and mean the drafts'. */
	@Test
	void aManifestWithoutADesignMeansTheDrafts() {
		final JsonObject json = new Gson().toJsonTree(config(2, NetworkDesign.DRAFTS)).getAsJsonObject();
		assertTrue(json.has("design"));
		json.remove("design");
		assertEquals(NetworkDesign.DRAFTS, new Gson().fromJson(json, NetworkConfig.class).design());
	}

	@Test
	void whatThisVersionDoesNotKnowIsRefused() {
		final JsonObject json = new Gson().toJsonTree(config(2, NetworkDesign.DRAFTS)).getAsJsonObject();
		json.getAsJsonObject("design").addProperty("mixture", "DELTA_RULE");
		Throwable cause = assertThrows(RuntimeException.class, () -> new Gson().fromJson(json, NetworkConfig.class));
		while (cause.getCause() != null) cause = cause.getCause();
		assertTrue(cause.getMessage().contains("design.mixture is unknown, but must be one of [WKV, WKV_WITHOUT_DECAY, MEAN]"),
			cause.getMessage());
		assertThrows(IllegalArgumentException.class, () -> NetworkDesign.DRAFTS.withTokenGrid(-1));
	}

	/** A damaged file must not make us take memory for weights that it has not; a whole one must be read. */
	@ParameterizedTest
	@MethodSource("designs")
	void theLeastNumberOfWeightsIsNoMoreThanThereAre(final NetworkDesign design) {
		for (final int dimensions : new int[] { 2, 3 }) {
			final NetworkConfig config = config(dimensions, design);
			try (SegmentationNetwork network = SegmentationNetwork.build(config, 1)) {
				assertTrue(config.leastWeights() < network.weights().parameterCount(), config.toString());
			}
		}
	}
}
