package io.github.rwkvsss.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.ClassPath;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.Threads;
import io.github.rwkvsss.train.SampleForm;
import io.github.rwkvsss.train.Training;

/** The bench itself: killed and gone on with, canceled, and repeated. */
class AblationTest {

	@TempDir
	private Path folder;

	private Path data;
	private int threads;

	@BeforeEach
	void draw() throws IOException {
		threads = Threads.count();
		data = folder.resolve("discs");
		AblationProcess.draw(data);
	}

	@AfterEach
	void putBack() {
		Threads.use(threads);
	}

	/** Killed within the second run: the first is kept as it is, the second goes on from its checkpoint, both end alike. */
	@Test
	void aKilledAblationGoesOnAsIfItHadNotBeen() throws IOException, InterruptedException {
		final Path results = folder.resolve("killed");
		final Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g",
			"-Djava.awt.headless=true", "-cp", ClassPath.text(), AblationProcess.class.getName(), data.toString(), results
				.toString()).redirectErrorStream(true).start();
		final StringBuilder said = new StringBuilder();
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(process.getInputStream(),
			StandardCharsets.UTF_8)))
		{
			// Step 5 of 8 of the second of two runs.
			for (String line = reader.readLine(); line != null && !line.startsWith("13 of 16: run 2 of 2, mean"); line = reader
				.readLine()) said.append(line).append('\n');
			process.destroyForcibly();
			assertTrue(process.waitFor(1, TimeUnit.MINUTES));
		}
		assertFalse(process.exitValue() == 0, said.toString());
		final List<Run> before = RunTable.of(results.resolve(Ablation.RUNS)).runs();
		assertEquals(List.of("full"), before.stream().map(run -> run.key().variant()).toList(), said.toString());
		final List<Path> checkpoints = checkpoints(results);
		assertEquals(1, checkpoints.size());
		assertTrue(checkpoints.get(0).toString().contains("discs-mean-5"), checkpoints.toString());

		final List<String> steps = new ArrayList<>();
		AblationProcess.ablation(data, results).run((done, total, message) -> {
			if (message.contains("training, loss")) steps.add(done + " of " + total);
		}, Cancellation.NEVER);
		// The first run is not done again, and the second not from its beginning.
		assertTrue(steps.size() <= 4 && steps.contains("16 of 16") && !steps.contains("9 of 16"), steps.toString());
		final List<Run> after = RunTable.of(results.resolve(Ablation.RUNS)).runs();
		assertEquals(before.get(0), after.get(0));
		assertEquals(List.of(), checkpoints(results));

		final Path whole = folder.resolve("whole");
		AblationProcess.ablation(data, whole).run(Progress.NONE, Cancellation.NEVER);
		final List<Run> expected = RunTable.of(whole.resolve(Ablation.RUNS)).runs();
		assertEquals(2, after.size());
		for (int i = 0; i < 2; i++) {
			assertEquals(expected.get(i).key(), after.get(i).key());
			assertEquals(expected.get(i).scores(), after.get(i).scores());
			assertEquals(expected.get(i).loss(), after.get(i).loss());
			assertEquals(expected.get(i).operations(), after.get(i).operations());
		}
		assertTrue(Files.size(whole.resolve(Ablation.PLOT)) > 0);
		final String table = Files.readString(whole.resolve(Ablation.TABLE));
		assertEquals(table, Ablation.compare(whole).markdown());
		assertTrue(table.contains("| mean | the plain mean of v in place of WKV | 1 |"), table);
	}

	private static List<Path> checkpoints(final Path results) throws IOException {
		try (Stream<Path> files = Files.walk(results)) {
			return files.filter(file -> file.endsWith(Training.CHECKPOINT)).toList();
		}
	}

	@Test
	void aCancelLeavesNoRow() throws IOException {
		final boolean[] begun = { false };
		assertThrows(CanceledException.class, () -> AblationProcess.ablation(data, folder.resolve("canceled")).run((done, total,
			message) -> begun[0] |= message.contains("training, loss"), () -> begun[0]));
		assertEquals(List.of(), RunTable.of(folder.resolve("canceled").resolve(Ablation.RUNS)).runs());
	}

	@Test
	void aFolderWithoutRunsHasNothingToCompare() {
		assertTrue(assertThrows(IOException.class, () -> Ablation.compare(folder)).getMessage().contains(
			"give data sets to train on"));
	}

	/** A folder that says what is held out is believed, whatever share is asked for. */
	@Test
	void whatLiesInAFolderValidationIsHeldOut() throws IOException {
		AblationProcess.draw(data.resolve("validation"));
		Files.delete(data.resolve("validation/images/2.png"));
		Files.delete(data.resolve("validation/labels/2.png"));
		final var read = new DataSet(data).read(new SampleForm(Task.SEMANTIC, 2, List.of(), Normalization.none()), 0.34,
			Progress.NONE, Cancellation.NEVER);
		assertEquals(3, read.training().size());
		assertEquals(2, read.validation().size());
	}
}
