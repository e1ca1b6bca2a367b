package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.ChildJava;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.Safetensors;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.network.Architecture;
import io.github.rwkvsss.model.WeightArrays;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.LazyDevice;
import io.github.rwkvsss.tensor.LibTorch;

/** Training on another device than the processor, which {@link LazyDevice} stands for. */
class ForeignDeviceTrainingTest {

	@TempDir
	Path folder;

	/** With one block: the device computes much again for each number that is asked for. */
	private static ModelManifest small() {
		final NetworkConfig network = NetworkConfig.builder(Architecture.RWKV_SSS, 2).widths(List.of(8, 8, 8, 8)).encoderBlocks(
			List.of(1, 0, 0, 0)).decoderBlocks(List.of(0, 0, 0)).headWidth(8).build();
		return new ModelManifest(ModelFile.FORMAT, "discs", "Drawn discs.", Task.SEMANTIC, List.of("background", "disc"), List
			.of(0, 1), network, Normalization.none(), null, List.of(32, 32), "Apache-2.0", Map.of());
	}

	/** One step. */
	private static Training training(final ComputeDevice device) {
		final TrainingSettings settings = TrainingSettings.standard(2).withPatches(List.of(32, 32), 2).withSteps(1, 1).withSeed(
			5);
		final Training training = new Training(small(), settings, Discs.draw(2, 32, 1), Discs.draw(1, 32, 2));
		training.on(device);
		return training;
	}

	/**
	 * Trains on the other device, in a process of its own: LibTorch's lazy device cannot do the backward pass of a
	 * convolution without bias, and learns by the environment to leave it to the processor. The operations are LibTorch's
	 * own there, since the op library has none for this device.
	 */
	public static final class Child {

		public static void main(final String... args) throws IOException {
			// To make each little program faster would take minutes.
			LibTorch.load();
			torch.setGraphExecutorOptimize(false);
			training(LazyDevice.get()).run(Path.of(args[0]), false, Progress.NONE, Cancellation.NEVER);
		}
	}

	/**
	 * NB: only the loss is compared. The lazy device mixes up tensors of one shape in the backward pass and in AdamW, and
	 * takes a batch norm's statistics of the last batch alone; that all of a step is on the device shows in that it does
	 * not complain. CudaTrainingTest compares gradients.
	 */
	@Test
	void aWholeStepIsDoneThere() throws IOException, InterruptedException {
		LazyDevice.get();
		training(ComputeDevice.CPU).run(folder.resolve("here"), false, Progress.NONE, Cancellation.NEVER);
		final ProcessBuilder child = ChildJava.running(Child.class, List.of(), folder.resolve("there"));
		child.environment().put("LTC_FORCE_FALLBACK", "aten::convolution_backward");
		final Process process = child.redirectErrorStream(true).start();
		final String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertEquals(0, process.waitFor(), out);
		final Map.Entry<Checkpoint.State, Map<String, Safetensors.Array>> here = Checkpoint.read(folder.resolve("here").resolve(
			Training.CHECKPOINT));
		final Map.Entry<Checkpoint.State, Map<String, Safetensors.Array>> there = Checkpoint.read(folder.resolve("there")
			.resolve(Training.CHECKPOINT));
		final double loss = here.getKey().rows().get(0).loss();
		assertEquals(loss, there.getKey().rows().get(0).loss(), 1e-5 * loss);
		assertEquals(here.getValue().keySet(), there.getValue().keySet());
	}

	/** What a checkpoint holds goes to the device and comes back. */
	@Test
	void checkpointsAreOfNoDevice() throws IOException {
		final ComputeDevice device = LazyDevice.get();
		try (SegmentationNetwork network = SegmentationNetwork.build(small().network(), 5);
				SegmentationNetwork there = SegmentationNetwork.build(small().network(), 6, device);
				AdamW optimizer = new AdamW(there.weights(), 0.1))
		{
			final Map<String, Safetensors.Array> saved = new LinkedHashMap<>();
			WeightArrays.of(network.weights()).forEach((name, array) -> {
				saved.put("adamw.first." + name, array);
				saved.put("adamw.second." + name, array);
			});
			optimizer.load(saved);
			WeightArrays.into(WeightArrays.of(network.weights()), there.weights());
			final Map<String, Safetensors.Array> back = new LinkedHashMap<>();
			optimizer.save(back);
			for (final String name : network.weights().names()) {
				final float[] expected = saved.get("adamw.first." + name).values();
				assertArrayEquals(expected, WeightArrays.of(there.weights()).get(name).values(), name);
				if (!network.weights().parameters().contains(name)) continue;
				assertArrayEquals(expected, back.get("adamw.first." + name).values(), name);
				assertArrayEquals(expected, back.get("adamw.second." + name).values(), name);
			}
		}
	}
}
