package io.github.rwkvsss.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.rwkvsss.image.WholeFile;

/** Writes a file whole or not at all, in a folder that is made if missing. */
public final class AtomicFile {

	private AtomicFile() {}

	/**
	 * @param file to write, replaced if it exists; its folder is made if missing
	 * @param bytes its content
	 * @throws IOException in one sentence; see {@link WholeFile}
	 */
	public static void write(final Path file, final byte[] bytes) throws IOException {
		final Path folder = file.toAbsolutePath().getParent();
		try {
			// NB: a link to a folder is one, but not for createDirectories.
			if (folder != null && !Files.isDirectory(folder)) Files.createDirectories(folder);
		}
		catch (final IOException e) {
			throw new IOException("cannot write " + file + ": the folder " + folder +
				" cannot be made; check its name and your rights there", e);
		}
		WholeFile.write(file, out -> out.write(bytes));
	}
}
