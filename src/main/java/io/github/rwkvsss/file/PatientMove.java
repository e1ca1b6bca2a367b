package io.github.rwkvsss.file;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Moves a file or folder to its place. Windows refuses that while any program has one of them open; a virus scanner or an
 * indexer, which looks at every new file, has it for a moment only.
 */
public final class PatientMove {

	private static final int ATTEMPTS = 20;
	private static final int PAUSE = 100;

	private PatientMove() {}

	/** One attempt; replaced in tests by one that fails. */
	@FunctionalInterface
	interface Attempt {

		void move() throws IOException;
	}

	/**
	 * @param from in the same folder as the other
	 * @param to replaced if it is a file
	 * @throws FileSystemException if it is refused for two seconds
	 * @throws IOException if it cannot be moved for another reason
	 */
	public static void move(final Path from, final Path to) throws IOException {
		move(() -> moveOnce(from, to), ATTEMPTS, PAUSE);
	}

	static void move(final Attempt attempt, final int attempts, final int pause) throws IOException {
		for (int left = attempts - 1;; left--) {
			try {
				attempt.move();
				return;
			}
			catch (final NoSuchFileException e) {
				throw e;
			}
			catch (final FileSystemException e) {
				if (left == 0) throw e;
			}
			await(pause);
		}
	}

	private static void await(final int pause) throws IOException {
		try {
			Thread.sleep(pause);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("interrupted while another program had the file open");
		}
	}

	private static void moveOnce(final Path from, final Path to) throws IOException {
		try {
			Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (final AtomicMoveNotSupportedException e) {
			Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
		}
	}
}
