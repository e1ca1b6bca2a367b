package io.github.rwkvsss.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is written in any order under a temporary name, and gets its own when it is whole; see {@link WholeFile}. */
public final class OpenFile implements Closeable {

	private final Path file;
	private final PartFile part;

	private OpenFile(final Path file, final PartFile part) {
		this.file = file;
		this.part = part;
	}

	/**
	 * @param file replaced if it exists; its folder must exist
	 * @throws IOException in one sentence
	 */
	public static OpenFile of(final Path file) throws IOException {
		if (Files.isDirectory(file)) throw new IOException("cannot write " + file + ": there is a folder of that name");
		final Path folder = file.toAbsolutePath().getParent();
		if (folder == null || !Files.isDirectory(folder)) throw new IOException("cannot write " + file + ": the folder " +
			folder + " does not exist");
		try {
			return new OpenFile(file, PartFile.of(folder, file));
		}
		catch (final IOException e) {
			throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
		}
	}

	/** @return what to write into; closed with this */
	public FileChannel channel() {
		return part.channel();
	}

	/**
	 * Brings all to the disk and gives the file its name.
	 *
	 * @throws IOException in one sentence; the file is then as it was
	 */
	public void finish() throws IOException {
		try {
			part.channel().force(true);
			PatientMove.move(part.path(), file);
			WholeFile.forceFolder(file.toAbsolutePath().getParent());
		}
		catch (final IOException e) {
			throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
		}
	}

	/** Without {@link #finish}, nothing of it remains. */
	@Override
	public void close() throws IOException {
		part.close();
	}
}
