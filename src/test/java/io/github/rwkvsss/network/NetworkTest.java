package io.github.rwkvsss.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import com.google.gson.Gson;

import io.github.rwkvsss.ops.BlockOps;
import io.github.rwkvsss.ops.GradientTape;
import io.github.rwkvsss.ops.NativeForm;
import io.github.rwkvsss.scan.ScanCurve;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;
import io.github.rwkvsss.tensor.Threads;

/** The networks: sizes, shapes, forms of the operations, gradients, configuration. */
class NetworkTest {

	/** Small operations gain nothing from threads, and wait for each other where tests share a machine. */
	@BeforeAll
	static void oneThread() {
		Threads.use(1);
	}

	private TensorScope scope;

	@BeforeEach
	void open() {
		scope = new TensorScope();
	}

	@AfterEach
	void close() {
		scope.close();
	}

	private static Tensor image(final long seed, final long... shape) {
		final Random random = new Random(seed);
		final float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
		for (int i = 0; i < values.length; i++) values[i] = random.nextFloat();
		return Tensors.of(values, shape);
	}

	/** Published and designed sizes: DESIGN section 3; of "tiny" in 3D with the convolutions that were added to it. */
	@ParameterizedTest
	@CsvSource({ "tiny,2,2.1e6,0.05", "draft,2,8.43e6,0.01", "base,2,15.5e6,0.03", "tiny,3,3.21e6,0.01", "base,3,9.6e6,0.05",
		"unet,2,1.94e6,0.05", "unet,3,1.4e6,0.01" })
	void presetsHaveTheSizesOfTheDesign(final String preset, final int dimensions, final double expected,
		final double tolerance)
	{
		try (SegmentationNetwork network = SegmentationNetwork.build(NetworkConfig.preset(preset, dimensions, 1, 2), 1)) {
			final long count = network.weights().parameterCount();
			assertEquals(expected, count, tolerance * expected);
		}
	}

	/** Counted by hand from the draft's block: what a block of C channels needs in 2D. */
	@Test
	void aBlockHasTheParametersOfItsFormula() {
		try (SegmentationNetwork network = SegmentationNetwork.build(NetworkConfig.preset("tiny", 2, 1, 2), 1)) {
			for (int stage = 1; stage <= 4; stage++) {
				final long c = network.config().widths().get(stage - 1);
				final long depthwise = 9 * c + c;
				// Receptance, key, value, output; two LayerNorms, two shares, decay and bonus.
				final long spatial = 4 * c * c + 2 * 2 * c + 2 * c + 2 * c;
				// Receptance, key to twice the width and back; LayerNorm and two shares.
				final long channel = c * c + 2 * 2 * c * c + 2 * c + 2 * c;
				assertEquals(depthwise + 2 * spatial + channel, network.weights().parameterCount("encoder." + stage + ".0."),
					"stage " + stage);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "tiny,1,1,1,2", "tiny,7,33,1,3", "tiny,100,65,3,2", "tiny,32,32,5,7", "unet,1,1,1,2", "unet,7,33,2,3" })
	void anyImageGivesLogitsOfItsSize(final String preset, final int height, final int width, final int channels,
		final int classes)
	{
		final NetworkConfig config = NetworkConfig.preset(preset, 2, channels, classes);
		try (SegmentationNetwork network = SegmentationNetwork.build(config, 3); NoGradGuard guard = new NoGradGuard()) {
			final Tensor logits = network.forward(image(1, 2, height, width, channels), Pass.predict());
			assertArrayEquals(new long[] { 2, height, width, classes }, Tensors.shape(logits));
			assertFinite(logits);
		}
	}

	@ParameterizedTest
	@CsvSource({ "1,1,1", "3,17,9" })
	void anyVolumeGivesLogitsOfItsSize(final int depth, final int height, final int width) {
		for (final List<Integer> stride : List.of(List.of(2, 4, 4), List.of(1, 4, 4), List.of(2, 2, 2))) {
			final NetworkConfig config = NetworkConfig.preset("tiny", 3, 1, 2).withStemStride(stride);
			try (SegmentationNetwork network = SegmentationNetwork.build(config, 3); NoGradGuard guard = new NoGradGuard()) {
				final Tensor logits = network.forward(image(1, 1, depth, height, width, 1), Pass.predict());
				assertArrayEquals(new long[] { 1, depth, height, width, 2 }, Tensors.shape(logits));
				assertFinite(logits);
			}
		}
	}

	private static void assertFinite(final Tensor tensor) {
		for (final float value : Tensors.floats(tensor)) assertTrue(Float.isFinite(value));
	}

	@Test
	void imagesThatDoNotFitAreRefusedWithTheirShape() {
		try (SegmentationNetwork network = SegmentationNetwork.build(NetworkConfig.preset("tiny", 2, 3, 2), 3)) {
			final String message = assertThrows(IllegalArgumentException.class, () -> network.forward(image(1, 1, 8, 8, 2), Pass
				.predict())).getMessage();
			assertTrue(message.contains("3 channels") && message.contains("[1, 8, 8, 2]"), message);
			assertThrows(IllegalArgumentException.class, () -> network.forward(image(1, 1, 8, 8, 8, 3), Pass.predict()));
		}
	}

	@ParameterizedTest
	@CsvSource({ "2,1,65,40", "2,2,96,64", "3,1,20,33" })
	void bothFormsGiveTheSameLogits(final int dimensions, final int batch, final int height, final int width) {
		final BlockOps fused = NativeForm.orSkip();
		final long[] shape = dimensions == 2 ? new long[] { batch, height, width, 2 } : new long[] { batch, 9, height, width,
			2 };
		try (SegmentationNetwork network = SegmentationNetwork.build(NetworkConfig.preset("tiny", dimensions, 2, 3), 7);
				NoGradGuard guard = new NoGradGuard())
		{
			final float[] expected = Tensors.floats(network.forward(image(2, shape), Pass.predict().with(BlockOps.portable())));
			final float[] actual = Tensors.floats(network.forward(image(2, shape), Pass.predict().with(fused)));
			assertEquals(0, relative(expected, actual), 1e-5);
		}
	}

	/** Whatever stride the rule of volumes chooses: small ones have no second detail branch. */
	@ParameterizedTest
	@CsvSource({ "2,2,2", "1,2,2", "1,4,4", "4,4,4" })
	void bothFormsGiveTheSameLogitsAtEveryStrideOfVolumes(final int depth, final int height, final int width) {
		final BlockOps fused = NativeForm.orSkip();
		final NetworkConfig config = NetworkConfig.preset("tiny", 3, 1, 3).withStemStride(List.of(depth, height, width));
		try (SegmentationNetwork network = SegmentationNetwork.build(config, 7); NoGradGuard guard = new NoGradGuard()) {
			final Tensor image = image(2, 1, 11, 18, 19, 1);
			final Tensor logits = network.forward(image, Pass.predict().with(BlockOps.portable()));
			assertArrayEquals(new long[] { 1, 11, 18, 19, 3 }, Tensors.shape(logits));
			assertEquals(0, relative(Tensors.floats(logits), Tensors.floats(network.forward(image, Pass.predict().with(fused)))),
				1e-5);
		}
	}

	@Test
	void stridesThatCannotBeUndoneAreRefused() {
		final NetworkConfig config = NetworkConfig.preset("tiny", 3, 1, 2);
		assertThrows(IllegalArgumentException.class, () -> config.withStemStride(List.of(4, 2, 2)));
		assertThrows(IllegalArgumentException.class, () -> config.withStemStride(List.of(2, 2, 4)));
	}

	private static double relative(final float[] expected, final float[] actual) {
		double largest = 0;
		double error = 0;
		for (int i = 0; i < expected.length; i++) {
			largest = Math.max(largest, Math.abs(expected[i]));
			if (!(Math.abs(expected[i] - actual[i]) <= error)) error = Math.abs(expected[i] - actual[i]);
		}
		return error / largest;
	}

	/** Gradients of a loss in the training mode; batch norms' statistics are put back afterwards. */
	private static Map<String, float[]> gradients(final SegmentationNetwork network, final Pass pass, final Tensor image) {
		final Map<String, float[]> statistics = new HashMap<>();
		final Weights weights = network.weights();
		final List<String> buffers = new ArrayList<>(weights.names());
		buffers.removeAll(weights.parameters());
		for (final String name : buffers) statistics.put(name, Tensors.floats(weights.get(name)));
		final Map<String, float[]> gradients = new HashMap<>();
		try (TensorScope scope = new TensorScope(); GradientTape tape = GradientTape.open()) {
			final Tensor logits = network.forward(image, pass);
			logits.square().mean().backward();
			gradients.put("logits", Tensors.floats(logits));
			for (final String name : weights.parameters()) {
				final Tensor gradient = weights.get(name).grad();
				assertTrue(gradient.defined(), name + " got no gradient");
				gradients.put(name, Tensors.floats(gradient));
				gradient.zero_();
			}
		}
		try (TensorScope scope = new TensorScope(); NoGradGuard guard = new NoGradGuard()) {
			for (final String name : buffers) weights.get(name).copy_(Tensors.of(statistics.get(name), Tensors.shape(weights.get(
				name))));
			weights.touch();
		}
		return gradients;
	}

	@ParameterizedTest
	@CsvSource({ "2", "3" })
	void everyParameterLearnsTheSameInAllForms(final int dimensions) {
		final long[] shape = dimensions == 2 ? new long[] { 2, 64, 96, 1 } : new long[] { 1, 16, 64, 64, 1 };
		try (SegmentationNetwork network = SegmentationNetwork.build(NetworkConfig.preset("tiny", dimensions, 1, 3), 7)) {
			final Tensor image = image(4, shape);
			final Map<String, float[]> expected = gradients(network, Pass.train().with(BlockOps.portable()), image);
			final List<String> idle = new ArrayList<>();
			expected.forEach((name, gradient) -> {
				boolean moved = false;
				for (final float g : gradient) moved |= g != 0;
				// A small volume's deep stages have one token, which is its own value whatever keys and decays are.
				final boolean aloneInItsGrid = dimensions == 3 && name.matches(".*(key|decay|bonus).*");
				if (!moved && !aloneInItsGrid) idle.add(name);
			});
			assertEquals(List.of(), idle, "parameters with a gradient of zero");
			if (dimensions == 2) assertSame(expected, gradients(network, Pass.train().with(BlockOps.portable()).recomputing(),
				image), 1e-4);
			final BlockOps fused = NativeForm.orSkip();
			assertSame(expected, gradients(network, Pass.train().with(fused), image), 1e-4);
			assertSame(expected, gradients(network, Pass.train().with(fused).recomputing(), image), 1e-4);
		}
	}

	private static void assertSame(final Map<String, float[]> expected, final Map<String, float[]> actual,
		final double tolerance)
	{
		double largest = 0;
		for (final Map.Entry<String, float[]> entry : expected.entrySet()) if (!entry.getKey().equals("logits"))
			for (final float g : entry.getValue()) largest = Math.max(largest, Math.abs(g));
		for (final String name : expected.keySet()) {
			// Judged by the tensor's own size, unless that is lost in the noise of the largest gradient.
			double size = 1e-3 * largest;
			double error = 0;
			for (int i = 0; i < expected.get(name).length; i++) {
				size = Math.max(size, Math.abs(expected.get(name)[i]));
				if (!(Math.abs(expected.get(name)[i] - actual.get(name)[i]) <= error)) error = Math.abs(expected.get(name)[i] -
					actual.get(name)[i]);
			}
			assertTrue(error <= tolerance * size, name + ": relative error " + error / size);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aConfigurationSurvivesJson(final ScanCurve curve) {
		final NetworkConfig config = NetworkConfig.preset("tiny", 2, 2, 3).withScan(curve);
		final NetworkConfig again = new Gson().fromJson(new Gson().toJson(config), NetworkConfig.class);
		assertEquals(config, again);
		try (SegmentationNetwork first = SegmentationNetwork.build(config, 5);
				SegmentationNetwork second = SegmentationNetwork.build(again, 5);
				NoGradGuard guard = new NoGradGuard())
		{
			assertEquals(first.weights().names(), second.weights().names());
			assertArrayEquals(Tensors.floats(first.forward(image(1, 1, 40, 32, 2), Pass.predict())), Tensors.floats(second
				.forward(image(1, 1, 40, 32, 2), Pass.predict())));
		}
	}

	@Test
	void everyScanGivesAnotherNetwork() {
		final List<float[]> results = new ArrayList<>();
		for (final ScanCurve curve : ScanCurve.values()) {
			try (SegmentationNetwork network = SegmentationNetwork.build(NetworkConfig.preset("tiny", 2, 1, 2).withScan(curve),
				5); NoGradGuard guard = new NoGradGuard())
			{
				final float[] logits = Tensors.floats(network.forward(image(1, 1, 128, 128, 1), Pass.predict()));
				for (final float[] other : results) assertFalse(Arrays.equals(other, logits), curve +
					" gives what another scan gives");
				results.add(logits);
			}
		}
	}

	@Test
	void seedsGiveTheirOwnWeights() {
		final NetworkConfig config = NetworkConfig.preset("tiny", 2, 1, 2);
		try (SegmentationNetwork first = SegmentationNetwork.build(config, 5);
				SegmentationNetwork same = SegmentationNetwork.build(config, 5);
				SegmentationNetwork other = SegmentationNetwork.build(config, 6))
		{
			final String name = "stem.first.weight";
			assertArrayEquals(Tensors.floats(first.weights().get(name)), Tensors.floats(same.weights().get(name)));
			assertFalse(Arrays.equals(Tensors.floats(first.weights().get(name)), Tensors.floats(other.weights().get(name))));
			other.weights().copyFrom(first.weights());
			assertArrayEquals(Tensors.floats(first.weights().get(name)), Tensors.floats(other.weights().get(name)));
		}
	}

	@Test
	void badConfigurationsAreNamed() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> NetworkConfig.preset("huge", 2, 1, 2)).getMessage()
			.contains("tiny, base, draft or unet"));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> NetworkConfig.preset("tiny", 4, 1, 2)).getMessage()
			.contains("dimensions is 4"));
		assertThrows(IllegalArgumentException.class, () -> NetworkConfig.preset("tiny", 2, 0, 2));
		assertThrows(IllegalArgumentException.class, () -> NetworkConfig.preset("tiny", 2, 1, 1));
		assertThrows(IllegalArgumentException.class, () -> NetworkConfig.preset("tiny", 2, 1, 2).withStemStride(List.of(3, 4)));
	}

	@Test
	void macsOfTheTinyNetworkAreThoseOfTheDesign() {
		final long[] macs = { 0 };
		try (SegmentationNetwork network = SegmentationNetwork.build(NetworkConfig.preset("tiny", 2, 1, 3), 5);
				NoGradGuard guard = new NoGradGuard())
		{
			network.forward(image(1, 1, 256, 256, 1), Pass.predict().with(new ModuleProbe() {

				@Override
				public void macs(final long count) {
					macs[0] += count;
				}
			}));
		}
		// The design's network 0.42 GMAC, its full-resolution head 0.09 (1.3 k a pixel); the convolutions over all channels:
		// four of 32 channels at 128 x 128, four of 32 at 64 x 64, four of 64 at 32 x 32.
		final double dense = 4 * 9 * (32 * 32 * 16384. + 32 * 32 * 4096. + 64 * 64 * 1024.);
		assertEquals(0.42e9 + 0.09e9 + dense, macs[0], 0.1e9);
	}
}
