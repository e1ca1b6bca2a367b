package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.model.Models;
import io.github.rwkvsss.model.Safetensors;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.Threads;

/** The loop: it learns, it is reproducible on one thread, and it goes on where it was interrupted. */
class TrainingTest {

	private static int threads;

	@TempDir
	Path folder;

	@BeforeAll
	static void oneThread() {
		threads = Threads.count();
		Threads.use(1);
	}

	@AfterAll
	static void asBefore() {
		Threads.use(threads);
	}

	private static TrainingSettings settings(final int steps, final int epochSteps) {
		return TrainingSettings.standard(2).withPatches(List.of(32, 32), 2).withSteps(steps, epochSteps).withLearningRate(3e-3)
			.withSeed(5);
	}

	private static Training training(final TrainingSettings settings) {
		return new Training(Models.semantic(1), settings, Discs.draw(4, 48, 1), Discs.draw(2, 48, 2));
	}

	/** Cancels once a number of steps is done. */
	private static final class After implements Progress, Cancellation {

		private final int steps;
		private final AtomicInteger done = new AtomicInteger();

		After(final int steps) {
			this.steps = steps;
		}

		@Override
		public void update(final long step, final long total, final String message) {
			done.set((int) step);
		}

		@Override
		public boolean isCanceled() {
			return done.get() >= steps;
		}
	}

	private static void assertEqualWeights(final Map<String, Safetensors.Array> expected,
		final Map<String, Safetensors.Array> actual)
	{
		assertEquals(expected.keySet(), actual.keySet());
		expected.forEach((name, array) -> assertArrayEquals(array.values(), actual.get(name).values(), name));
	}

	@Test
	void anInterruptedTrainingGivesWhatAnUninterruptedOneGives() throws IOException {
		final TrainingSettings settings = settings(6, 2);
		final Training.Outcome whole = training(settings).run(null, false, Progress.NONE, Cancellation.NEVER);
		assertTrue(whole.finished());
		assertEquals(3, whole.log().rows().size());
		// Ended in the third epoch; its steps are done again from the checkpoint of the second.
		final After after = new After(5);
		final Training.Outcome part = training(settings).run(folder, true, after, after);
		assertFalse(part.finished());
		assertEquals(2, part.log().rows().size());
		assertTrue(Files.exists(folder.resolve(Training.CHECKPOINT)));
		final Training.Outcome resumed = training(settings).run(folder, true, Progress.NONE, Cancellation.NEVER);
		assertTrue(resumed.finished());
		assertEquals(whole.epoch(), resumed.epoch());
		assertEquals(whole.score(), resumed.score());
		assertEqualWeights(whole.weights(), resumed.weights());
		for (int i = 0; i < 3; i++) {
			assertEquals(whole.log().rows().get(i).loss(), resumed.log().rows().get(i).loss());
			assertEquals(whole.log().rows().get(i).validationDice(), resumed.log().rows().get(i).validationDice());
		}
		final Map<String, Safetensors.Array> last = Checkpoint.part(Checkpoint.read(folder.resolve(Training.CHECKPOINT))
			.getValue(), "weights.");
		final Path other = folder.resolve("other");
		training(settings).run(other, false, Progress.NONE, Cancellation.NEVER);
		assertEqualWeights(Checkpoint.part(Checkpoint.read(other.resolve(Training.CHECKPOINT)).getValue(), "weights."), last);
	}

	@Test
	void aCheckpointOfAnotherTrainingIsRefusedInASentence() throws IOException {
		training(settings(2, 1)).run(folder, false, new After(1), new After(1));
		final Path checkpoint = folder.resolve(Training.CHECKPOINT);
		assertTrue(Files.exists(checkpoint));
		final String other = assertThrows(IOException.class, () -> training(settings(4, 1)).run(folder, true, Progress.NONE,
			Cancellation.NEVER)).getMessage();
		assertTrue(other.contains("other settings"), other);
		final byte[] bytes = Files.readAllBytes(checkpoint);
		Files.write(checkpoint, java.util.Arrays.copyOf(bytes, bytes.length / 2));
		assertThrows(IOException.class, () -> training(settings(2, 1)).run(folder, true, Progress.NONE, Cancellation.NEVER));
		Files.write(checkpoint, new byte[0]);
		assertThrows(IOException.class, () -> training(settings(2, 1)).run(folder, true, Progress.NONE, Cancellation.NEVER));
	}

	@Test
	void aCancelBeforeTheFirstStepGivesTheInitialWeights() throws IOException {
		final Training.Outcome outcome = training(settings(2, 1)).run(folder, false, Progress.NONE, () -> true);
		assertFalse(outcome.finished());
		assertEquals(0, outcome.log().rows().size());
		assertFalse(outcome.weights().isEmpty());
		assertFalse(Files.exists(folder.resolve(Training.CHECKPOINT)));
	}

	/** Discs of three times the ground's brightness: a network that learns at all finds them. */
	@Test
	void thirtyStepsLearnDrawnDiscs() throws IOException {
		final Training.Outcome outcome = training(settings(30, 30).withAugmentation(Augmentation.none())).run(null, false,
			Progress.NONE, Cancellation.NEVER);
		assertTrue(outcome.score() > 0.8, "Dice " + outcome.score());
		assertEquals(1, outcome.log().csv().lines().filter(line -> line.startsWith("1,30,")).count());
	}

	@Test
	void trainingsWithoutImagesOrOfOtherChannelsAreRefused() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> new Training(Models.semantic(1), settings(2, 1), List
			.of(), List.of())).getMessage().contains("no training images"));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> new Training(Models.semantic(3), settings(2, 1), Discs
			.draw(1, 32, 1), List.of())).getMessage().contains("has 1 channels, the network takes 3"));
	}
}
