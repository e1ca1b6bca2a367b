package io.github.rwkvsss.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a file as a whole or not at all: under another name in the same folder, then moved to its place. */
public final class WholeFile {

	private WholeFile() {}

	/** Writes the content of a file. */
	@FunctionalInterface
	public interface Content {

		/** @param out buffered; closed by the caller */
		void writeTo(OutputStream out) throws IOException;
	}

	/** Opens a new file; replaced in tests by one that fails. */
	@FunctionalInterface
	interface Opening {

		OutputStream open(Path file) throws IOException;
	}

	/**
	 * @param file replaced if it exists; its folder must exist
	 * @throws IOException in one sentence; the file is then as it was and nothing else is left in its folder
	 */
	public static void write(final Path file, final Content content) throws IOException {
		write(file, content, temporary -> Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW,
			StandardOpenOption.WRITE));
	}

	static void write(final Path file, final Content content, final Opening opening) throws IOException {
		if (Files.isDirectory(file)) throw new IOException("cannot write " + file + ": there is a folder of that name");
		final Path folder = file.toAbsolutePath().getParent();
		if (folder == null || !Files.isDirectory(folder)) throw new IOException("cannot write " + file + ": the folder " +
			folder + " does not exist");
		// NB: createTempFile would make a file that only its owner may read.
		final Path temporary = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
		try {
			try (OutputStream out = new BufferedOutputStream(opening.open(temporary), 1 << 16)) {
				content.writeTo(out);
			}
			move(temporary, file);
		}
		catch (final AccessDeniedException e) {
			throw new IOException("cannot write " + file + ": no permission; choose another folder", e);
		}
		catch (final IOException e) {
			throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
		}
		finally {
			Files.deleteIfExists(temporary);
		}
	}

	private static void move(final Path from, final Path to) throws IOException {
		try {
			Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (final AtomicMoveNotSupportedException e) {
			Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
		}
	}
}
