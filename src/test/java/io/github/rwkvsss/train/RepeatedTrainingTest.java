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
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.Threads;

/** Twenty trainings, every other canceled within a step, leave nothing. */
class RepeatedTrainingTest {

	private static final Path STATUS = Path.of("/proc/self/statm");

	private static void train(final int run) throws IOException {
		final TrainingSettings settings = TrainingSettings.standard(2).withPatches(List.of(32, 32), 2).withSteps(1, 1)
			.withSeed(run);
		final Training training = new Training(Models.semantic(1), settings, Discs.draw(1, 32, 1), Discs.draw(1, 32, 2));
		// The network asks once per module: a cancel at the 12th leaves a forward pass half done.
		final AtomicInteger asked = new AtomicInteger();
		final Cancellation cancellation = run % 2 == 0 ? Cancellation.NEVER : () -> asked.incrementAndGet() >= 12;
		assertEquals(run % 2 == 0, training.run(null, false, Progress.NONE, cancellation).finished());
	}

	@Test
	void nothingIsLeftAfterTwentyTrainings() throws IOException, ReflectiveOperationException {
		assumeTrue(Files.exists(STATUS), "resident memory is read from " + STATUS + ", which this system does not have");
		final int threads = Threads.count();
		Threads.use(1);
		try {
			for (int run = 0; run < 6; run++)
				train(run);
			System.gc();
			final long before = resident();
			final Set<Thread> running = Thread.getAllStackTraces().keySet();
			final int hooks = hooks();
			for (int run = 6; run < 20; run++)
				train(run);
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
