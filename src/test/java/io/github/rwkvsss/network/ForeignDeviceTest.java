package io.github.rwkvsss.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.rwkvsss.Sweep;
import io.github.rwkvsss.ops.BlockOps;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.LazyDevice;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/** Networks on another device than the processor, which {@link LazyDevice} stands for: nothing in them is made elsewhere. */
class ForeignDeviceTest {

	@ParameterizedTest
	@CsvSource({ "tiny,2", "tiny,3", "unet,2" })
	void predictsThereWhatTheProcessorDoes(final String preset, final int dimensions) {
		compare(preset, dimensions);
	}

	@Sweep
	@ParameterizedTest
	@CsvSource({ "base,2", "base,3", "draft,2", "unet,3" })
	void otherNetworksPredictThereWhatTheProcessorDoes(final String preset, final int dimensions) {
		compare(preset, dimensions);
	}

	private static void compare(final String preset, final int dimensions) {
		final NetworkConfig config = NetworkConfig.preset(preset, dimensions, 1, 2);
		for (final BlockOps ops : new BlockOps[] { BlockOps.best(), BlockOps.portable() }) {
			final float[] here = predict(config, ComputeDevice.CPU, ops);
			assertArrayEquals(here, predict(config, LazyDevice.get(), ops), 2e-5f, preset + " " + ops.form());
		}
	}

	static float[] predict(final NetworkConfig config, final ComputeDevice device, final BlockOps ops) {
		try (TensorScope scope = new TensorScope();
				NoGradGuard guard = new NoGradGuard();
				SegmentationNetwork network = SegmentationNetwork.build(config, 3, device))
		{
			assertEquals(device, network.device());
			final Tensor logits = network.forward(device.take(image(config)), Pass.predict(device).with(ops));
			assertEquals(device.toString(), logits.device().str().getString());
			return Tensors.floats(logits);
		}
	}

	/** Odd extents, so that it is padded. */
	private static Tensor image(final NetworkConfig config) {
		final long[] shape = new long[config.dimensions() + 2];
		Arrays.fill(shape, config.dimensions() == 2 ? 45 : 18);
		shape[0] = 1;
		shape[shape.length - 1] = config.inputChannels();
		final float[] noise = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
		final SplittableRandom random = new SplittableRandom(7);
		for (int i = 0; i < noise.length; i++) noise[i] = (float) random.nextDouble();
		return Tensors.of(noise, shape);
	}

	/** The test would be worth nothing if a tensor of the processor went unnoticed. */
	@Test
	void anImageOfTheProcessorDoesNotFit() {
		final NetworkConfig config = NetworkConfig.preset("tiny", 2, 1, 2);
		try (TensorScope scope = new TensorScope();
				NoGradGuard guard = new NoGradGuard();
				SegmentationNetwork network = SegmentationNetwork.build(config, 3, LazyDevice.get()))
		{
			final Tensor image = image(config);
			final String message = assertThrows(RuntimeException.class, () -> network.forward(image, Pass.predict(network
				.device()))).getMessage();
			assertTrue(message.contains("not a lazy tensor"), message.lines().findFirst().orElse(""));
		}
	}
}
