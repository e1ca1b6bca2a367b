package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.rwkvsss.model.Models;
import io.github.rwkvsss.model.Safetensors;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.CudaDevice;

/** A training step on an NVIDIA GPU against one on the processor; skipped where there is none, as wherever it ran so far. */
class CudaTrainingTest {

	private static final double LEARNING_RATE = 1e-3;

	@TempDir
	Path folder;

	@ParameterizedTest
	@CsvSource({ "semantic,false", "semantic,true", "instance,false" })
	void aStepOnTheCardIsAStepOnTheProcessor(final String task, final boolean recompute) throws IOException {
		final ComputeDevice gpu = CudaDevice.get();
		final Map.Entry<Checkpoint.State, Map<String, Safetensors.Array>> here = step(task, recompute, ComputeDevice.CPU);
		final Map.Entry<Checkpoint.State, Map<String, Safetensors.Array>> there = step(task, recompute, gpu);
		assertEquals(here.getValue().keySet(), there.getValue().keySet());
		// The first moments are a tenth of the gradients.
		assertEqual(here.getValue(), there.getValue(), "adamw.first.", 1e-4);
		assertEqual(here.getValue(), there.getValue(), "adamw.second.", 1e-4);
		// AdamW divides a gradient by its size: where that is rounding alone, its step may go either way.
		final double step = 2.1 * LEARNING_RATE;
		here.getValue().forEach((name, array) -> {
			if (name.startsWith("weights.")) for (int i = 0; i < array.values().length; i++) assertEquals(array.values()[i], there
				.getValue().get(name).values()[i], Math.max(step, 1e-4 * Math.abs(array.values()[i])), name);
		});
		final TrainingLog.Row one = here.getKey().rows().get(0);
		final TrainingLog.Row other = there.getKey().rows().get(0);
		assertEquals(one.loss(), other.loss(), 1e-4 * one.loss());
		if (task.equals("semantic")) assertEquals(one.validationLoss(), other.validationLoss(), 1e-2 * one.validationLoss());
	}

	private Map.Entry<Checkpoint.State, Map<String, Safetensors.Array>> step(final String task, final boolean recompute,
		final ComputeDevice device) throws IOException
	{
		final TrainingSettings settings = TrainingSettings.standard(2).withPatches(List.of(64, 64), 2).withSteps(1, 1)
			.withLearningRate(LEARNING_RATE).withSeed(5).withRecompute(recompute);
		final boolean instances = task.equals("instance");
		// The drawn discs are not numbered, so that objects cannot be validated.
		final Training training = new Training(instances ? Models.instances() : Models.semantic(1), settings, Discs.draw(4, 64,
			1), instances ? List.of() : Discs.draw(2, 64, 2));
		training.on(device);
		final Path work = folder.resolve(device.isCpu() ? "here" : "there");
		assertTrue(training.run(work, false, Progress.NONE, Cancellation.NEVER).finished());
		return Checkpoint.read(work.resolve(Training.CHECKPOINT));
	}

	/** Arrays under a prefix, each by the largest of all. */
	private static void assertEqual(final Map<String, Safetensors.Array> expected,
		final Map<String, Safetensors.Array> actual, final String prefix, final double tolerance)
	{
		final Map<String, Safetensors.Array> part = Checkpoint.part(expected, prefix);
		double largest = 0;
		for (final Safetensors.Array array : part.values()) for (final float value : array.values()) largest = Math.max(largest,
			Math.abs(value));
		for (final String name : part.keySet()) for (int i = 0; i < part.get(name).values().length; i++) assertEquals(part.get(
			name).values()[i], actual.get(prefix + name).values()[i], tolerance * largest, prefix + name);
	}
}
