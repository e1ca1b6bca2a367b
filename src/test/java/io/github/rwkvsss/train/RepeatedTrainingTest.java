package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.model.Models;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.Threads;

/** Twenty trainings, every other canceled at another place within a step, leave nothing. */
class RepeatedTrainingTest {

	private static final Path STATUS = Path.of("/proc/self/statm");

	/**
	 * How often a training asks whether it is canceled, once per module forwards and some times per block backwards; the
	 * second with blocks computed again.
	 */
	private final int[] questions = new int[2];

	/** Every other training is canceled, each elsewhere in its only step or its validation. */
	private void train(final int run) throws IOException {
		final TrainingSettings settings = TrainingSettings.standard(2).withPatches(List.of(32, 32), 2).withSteps(1, 1)
			.withRecompute(run % 4 > 1).withSeed(run);
		final int kind = run % 4 / 2;
		final Training training = new Training(Models.semantic(1), settings, Discs.draw(1, 32, 1), Discs.draw(1, 32, 2));
		final AtomicInteger asked = new AtomicInteger();
		final int limit = run % 2 == 0 ? Integer.MAX_VALUE : 1 + questions[kind] * (run % 8) / 8;
		assertEquals(run % 2 == 0, training.run(null, false, Progress.NONE, () -> asked.incrementAndGet() >= limit).finished());
		if (run < 4 && run % 2 == 0) questions[kind] = asked.get();
	}

	@Test
	void nothingIsLeftAfterTwentyTrainings() throws IOException, ReflectiveOperationException {
		assumeTrue(Files.exists(STATUS), "resident memory is read from " + STATUS + ", which this system does not have");
		final int threads = Threads.count();
		Threads.use(1);
		try {
			for (int run = 0; run < 6; run++) train(run);
			System.gc();
			final long before = resident();
			final Set<Thread> running = Thread.getAllStackTraces().keySet();
			final int hooks = hooks();
			for (int run = 6; run < 20; run++) train(run);
			System.gc();
			assertEquals(hooks, hooks(), "hooks at exit");
			assertTrue(running.containsAll(Thread.getAllStackTraces().keySet()), "threads " + Thread.getAllStackTraces()
				.keySet());
			final long grown = resident() - before;
			// The weights of a network alone are 8 MiB, with their gradients and moments 42 per training.
			assertTrue(grown < 80L << 20, "resident memory grew by " + (grown >> 20) + " MiB");
		}
		finally {
			Threads.use(threads);
		}
	}

	private static int hooks() throws ReflectiveOperationException {
		final var hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
		hooks.setAccessible(true);
		return ((Map<?, ?>) hooks.get(null)).size();
	}

	private static long resident() throws IOException {
		return 4096 * Long.parseLong(Files.readString(STATUS).split(" ")[1]);
	}
}
