package io.github.rwkvsss.model;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file whole or not at all. */
public final class AtomicFile {

	private AtomicFile() {}

	/**
	 * @param file to write, replaced if it exists; its folder is made if missing
	 * @param bytes its content
	 * @throws IOException in one sentence; then the file is as it was before, and nothing is left behind
	 */
	public static void write(final Path file, final byte[] bytes) throws IOException {
		final Path target = file.toAbsolutePath();
		Path part = null;
		try {
			Files.createDirectories(target.getParent());
			part = Files.createTempFile(target.getParent(), "." + target.getFileName(), ".part");
			Files.write(part, bytes);
			Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (final IOException e) {
			if (part != null) Files.deleteIfExists(part);
			final String reason = e instanceof FileSystemException && ((FileSystemException) e).getReason() != null
				? ((FileSystemException) e).getReason() : e.getClass().getSimpleName() + ": " + e.getMessage();
			throw new IOException("cannot write " + file + " (" + reason + "); check the folder, its rights and the free space",
				e);
		}
	}
}
