package io.github.rwkvsss.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exceptions are those by which Java tells that Windows refused: access denied (5) and sharing violation (32). */
class PatientMoveTest {

	private static final FileSystemException IN_USE = new FileSystemException("a.part", "a",
		"The process cannot access the file because it is being used by another process");

	@TempDir
	Path folder;

	private int calls;

	@Test
	void aFileThatAScannerLetsGoOfIsMoved() throws IOException {
		PatientMove.move(() -> {
			if (++calls < 5) throw calls % 2 == 0 ? new AccessDeniedException("a") : IN_USE;
		}, 5, 1);
		assertEquals(5, calls);
	}

	@Test
	void afterTheLastAttemptTheSystemsReasonIsTold() {
		assertSame(IN_USE, assertThrows(FileSystemException.class, () -> PatientMove.move(() -> {
			calls++;
			throw IN_USE;
		}, 3, 1)));
		assertEquals(3, calls);
	}

	@Test
	void whatIsGoneIsNotWaitedFor() {
		assertThrows(NoSuchFileException.class, () -> PatientMove.move(() -> {
			calls++;
			throw new NoSuchFileException("a.part");
		}, 20, 60_000));
		assertEquals(1, calls);
	}

	@Test
	void anInterruptEndsTheWaiting() {
		Thread.currentThread().interrupt();
		assertThrows(InterruptedIOException.class, () -> PatientMove.move(() -> {
			throw IN_USE;
		}, 20, 60_000));
		assertTrue(Thread.interrupted());
	}

	@Test
	void aFileThatIsOpenElsewhereIsNamedAsThat() {
		for (final FileSystemException refusal : new FileSystemException[] { IN_USE, new AccessDeniedException("a") })
			assertEquals("it is open in another program or protected; close it there, or choose another name", assertThrows(
				IOException.class, () -> WholeFile.replace(() -> {
					throw refusal;
				})).getMessage());
		final FileSystemException full = new FileSystemException("a", null, "No space left on device");
		assertSame(full, assertThrows(FileSystemException.class, () -> WholeFile.replace(() -> {
			throw full;
		})));
	}

	/** What a reader has open stays what it was to that reader; Linux and macOS allow the move. */
	@Test
	void anOpenFileIsReplacedWhereTheSystemAllowsIt() throws IOException {
		final Path to = Files.writeString(folder.resolve("a"), "former");
		final Path from = Files.writeString(folder.resolve("a.part"), "new");
		if (NameRules.here() == NameRules.WINDOWS) return;
		try (InputStream open = Files.newInputStream(to)) {
			PatientMove.move(from, to);
			assertEquals("former", new String(open.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
		}
		assertEquals("new", Files.readString(to));
	}
}
