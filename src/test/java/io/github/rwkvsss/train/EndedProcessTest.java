package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.ClassPath;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.Threads;

/** Processes that are ended while they train. */
class EndedProcessTest {

	@TempDir
	private Path folder;

	private Process start() throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", ClassPath.text(),
			"-Djava.awt.headless=true", TrainingProcess.class.getName(), folder.resolve("work").toString()).directory(folder
				.toFile()).redirectErrorStream(true).start();
	}

	/** Reads what a process says until it has done a step. */
	private static void awaitStep(final BufferedReader said, final int step) throws IOException {
		final StringBuilder all = new StringBuilder();
		for (String line = said.readLine(); line != null; line = said.readLine()) {
			if (line.equals("step " + step)) return;
			all.append(line).append('\n');
		}
		throw new AssertionError("the process ended before step " + step + ":\n" + all);
	}

	private static BufferedReader reader(final Process process) {
		return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	@Test
	void aKilledTrainingGoesOnAsIfItHadNotBeen() throws IOException, InterruptedException {
		final Process process = start();
		try (BufferedReader said = reader(process)) {
			awaitStep(said, 7);
			process.destroyForcibly();
			assertTrue(process.waitFor(1, TimeUnit.MINUTES));
		}
		assertFalse(process.exitValue() == 0);
		// Killed after step 7, or a few later before the signal came, but not at its end.
		final int saved = Checkpoint.read(folder.resolve("work").resolve(Training.CHECKPOINT)).getKey().step();
		assertTrue(saved >= 6 && saved < 12, "checkpoint of step " + saved);
		final int threads = Threads.count();
		Threads.use(1);
		try {
			final Training.Outcome whole = TrainingProcess.training().run(null, false, Progress.NONE, Cancellation.NEVER);
			final Training.Outcome resumed = TrainingProcess.training().run(folder.resolve("work"), true, Progress.NONE,
				Cancellation.NEVER);
			assertEquals(whole.score(), resumed.score());
			whole.weights().forEach((name, array) -> assertArrayEquals(array.values(), resumed.weights().get(name).values(),
				name));
		}
		finally {
			Threads.use(threads);
		}
	}

	@Test
	void anExitWaitsForTheStepAndDoesNotCrash() throws IOException, InterruptedException {
		assumeFalse(System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows"),
			"Windows ends a process without asking it");
		final Process process = start();
		final StringBuilder rest = new StringBuilder();
		try (BufferedReader said = reader(process)) {
			awaitStep(said, 3);
			// NB: the process itself would close what it says, its handle does not.
			process.toHandle().destroy();
			for (String line = said.readLine(); line != null; line = said.readLine()) rest.append(line).append('\n');
			assertTrue(process.waitFor(1, TimeUnit.MINUTES));
		}
		// 128 + SIGTERM; a crash would be 128 + SIGABRT or SIGSEGV and leave a report.
		assertEquals(143, process.exitValue(), rest.toString());
		try (Stream<Path> files = Files.list(folder)) {
			assertEquals(0, files.filter(file -> file.getFileName().toString().startsWith("hs_err")).count(), rest.toString());
		}
	}
}
