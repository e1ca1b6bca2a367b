package io.github.rwkvsss.file;

import java.io.IOException;
import java.nio.file.Path;

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
			if (folder != null) NewFolder.make(folder);
		}
		catch (final IOException e) {
			throw new IOException("cannot write " + file + ": the folder " + folder +
				" cannot be made; check its name and your rights there", e);
		}
		WholeFile.write(file, out -> out.write(bytes));
	}
}
