package io.github.rwkvsss.file;

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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.ChildJava;

class ProcessLockTest {

	private static final String TAKEN = "somebody else is at it";

	@TempDir
	private Path folder;

	@Test
	void oneAtATimeWithinAProcess() throws IOException {
		final Path file = folder.resolve(".lock");
		try (ProcessLock first = ProcessLock.take(file, TAKEN)) {
			assertEquals(TAKEN, assertThrows(IOException.class, () -> ProcessLock.take(file, TAKEN)).getMessage());
			final Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
			assertEquals(TAKEN, assertThrows(IOException.class, () -> ProcessLock.take(link.resolve(".lock"), TAKEN))
				.getMessage());
			// The refused ones have not ended the first one's.
			assertFalse(processGets(file));
		}
		assertFalse(Files.exists(file));
		ProcessLock.take(file, TAKEN).close();
		assertTrue(processGets(file));
	}

	private static boolean processGets(final Path file) throws IOException {
		final Process process = ChildJava.running(Holding.class, List.of("-Xmx64m"), file).start();
		try {
			return process.getInputStream().read() == 'l';
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Test
	void aProcessThatIsKilledLetsGo() throws IOException, InterruptedException {
		final Path file = folder.resolve(".lock");
		final Process process = ChildJava.running(Holding.class, List.of("-Xmx64m"), file).start();
		try {
			assertEquals('l', process.getInputStream().read());
			assertEquals(TAKEN, assertThrows(IOException.class, () -> ProcessLock.take(file, TAKEN)).getMessage());
			process.destroyForcibly();
			assertTrue(process.waitFor(1, TimeUnit.MINUTES));
			assertTrue(Files.exists(file));
			ProcessLock.take(file, TAKEN).close();
			assertFalse(Files.exists(file));
		}
		finally {
			process.destroyForcibly();
		}
	}

	/** Processes that take and delete the same lock as fast as they can never have it together. */
	@Test
	void nobodyHasItTogetherWithAnother() throws IOException, InterruptedException {
		final Path file = folder.resolve(".lock");
		final List<Process> processes = new ArrayList<>();
		try {
			for (int i = 0; i < 3; i++) processes.add(ChildJava.running(Racing.class, List.of("-Xmx64m"), file, folder.resolve(
				"inside")).start());
			int had = 0;
			for (final Process process : processes) {
				try (BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream(),
					StandardCharsets.UTF_8)))
				{
					final String line = said.readLine();
					assertTrue(process.waitFor(1, TimeUnit.MINUTES));
					// 3: it was not alone; 4: it was refused for another reason.
					assertEquals(0, process.exitValue());
					had += Integer.parseInt(line);
				}
			}
			assertTrue(had > 0);
		}
		finally {
			processes.forEach(Process::destroyForcibly);
		}
	}

	/** Takes a lock, says l, or n if somebody else has it, and waits. */
	static final class Holding {

		private Holding() {}

		public static void main(final String... args) throws IOException {
			try (ProcessLock lock = ProcessLock.take(Path.of(args[0]), TAKEN)) {
				say('l');
			}
			catch (final IOException e) {
				say(e.getMessage().equals(TAKEN) ? 'n' : '?');
			}
		}

		private static void say(final char word) throws IOException {
			System.out.print(word);
			System.out.flush();
			System.in.read();
		}
	}

	/** Takes the lock many times; a file that only its holder makes must not be there yet. */
	static final class Racing {

		private Racing() {}

		public static void main(final String... args) throws IOException {
			int had = 0;
			for (int i = 0; i < 1000; i++) {
				try (ProcessLock lock = ProcessLock.take(Path.of(args[0]), TAKEN)) {
					Files.createFile(Path.of(args[1]));
					Files.delete(Path.of(args[1]));
					had++;
				}
				catch (final java.nio.file.FileAlreadyExistsException e) {
					System.exit(3);
				}
				catch (final IOException e) {
					if (!e.getMessage().equals(TAKEN)) System.exit(4);
				}
			}
			System.out.println(had);
		}
	}
}
