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
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.network.SegmentationNetwork;
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

	@Test
	void aStopKeepsTheBestAndScoresItEvenBeforeTheFirstEpoch() throws IOException {
		final After after = new After(1);
		final Training training = training(settings(6, 3));
		training.stopWhen(after);
		final Training.Outcome outcome = training.run(folder, false, after, Cancellation.NEVER);
		assertEquals(Ending.STOPPED, outcome.ending());
		assertTrue(outcome.finished());
		assertEquals(1, outcome.log().rows().size());
		assertEquals(1, outcome.log().rows().get(0).step());
		assertFalse(Double.isNaN(outcome.score()));
		assertEquals(outcome.log().csv(), Files.readString(folder.resolve(Training.LOG)));
	}

	@Test
	void aCancelIsHeardWithinAStepAndWhileValidating() throws IOException {
		// Asked as often as the network has modules, so a step ends in its middle.
		final AtomicInteger asked = new AtomicInteger();
		final AtomicInteger steps = new AtomicInteger();
		final Training within = training(settings(6, 3));
		assertEquals(Ending.CANCELED, within.run(null, false, (done, total, message) -> steps.incrementAndGet(), () -> asked
			.incrementAndGet() > 4).ending());
		assertEquals(0, steps.get());
		final AtomicInteger validated = new AtomicInteger();
		final Training validating = training(settings(6, 1));
		validating.follow(new TrainingListener() {

			@Override
			public void epoch(final TrainingLog.Row row) {
				throw new AssertionError("the validation was not ended");
			}

			@Override
			public void validated(final Sample sample, final int[] found) {
				validated.incrementAndGet();
			}
		});
		// The first of two images is validated, then the cancel comes.
		assertEquals(Ending.CANCELED, validating.run(null, false, Progress.NONE, () -> validated.get() > 0).ending());
		assertEquals(1, validated.get());
	}

	@Test
	void withoutValidationTheCheckpointIsWrittenAndRead() throws IOException {
		final Training alone = new Training(Models.semantic(1), settings(4, 2), Discs.draw(2, 48, 1), List.of());
		final After after = new After(3);
		alone.run(folder, false, after, after);
		final Training.Outcome resumed = new Training(Models.semantic(1), settings(4, 2), Discs.draw(2, 48, 1), List.of()).run(
			folder, true, Progress.NONE, Cancellation.NEVER);
		assertEquals(2, resumed.log().rows().size());
		assertTrue(Double.isNaN(resumed.score()));
		assertEquals(2, resumed.epoch());
	}

	@Test
	void otherClassesTakeOverAllWeightsButTheLogits() {
		try (SegmentationModel start = new SegmentationModel(Models.semantic(1), SegmentationNetwork.build(Models.semantic(1)
			.network(), 3)))
		{
			final Training same = training(settings(1, 1));
			assertEquals(List.of(), same.startFrom(start).random());
			final Training other = new Training(Models.instances(), settings(1, 1), Discs.draw(1, 32, 1), List.of());
			final List<String> random = other.startFrom(start).random();
			assertTrue(!random.isEmpty() && random.stream().allMatch(name -> name.contains("logits")), random.toString());
			final Training coloured = new Training(Models.semantic(3), settings(1, 1), List.of(new Sample("rgb", new float[3 *
				64], new byte[64], null, 3, new int[] { 1, 8, 8 })), List.of());
			final StartWeights spread = coloured.startFrom(start);
			assertEquals(List.of(), spread.random());
			assertTrue(!spread.spread().isEmpty() && spread.spread().stream().allMatch(name -> name.startsWith("stem.") || name
				.equals("head.detail.weight")), spread.spread().toString());
		}
	}
}
