package io.github.rwkvsss.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import io.github.rwkvsss.image.ImageWriter;

/** Files to write, refused before long work rather than after it. */
final class OutputFile {

	private OutputFile() {}

	/**
	 * @param text path of a file to write
	 * @throws IOException in one sentence if it cannot be written there
	 */
	static Path of(final String text) throws IOException {
		final Path file = path(text);
		final Path folder = file.toAbsolutePath().getParent();
		if (folder == null || !Files.isDirectory(folder)) throw new IOException("cannot write " + file + ": the folder " +
			folder + " does not exist");
		// NB: a device such as /dev/full would be replaced by a file.
		if (Files.exists(file) && !Files.isRegularFile(file)) throw new IOException("cannot write " + file +
			": it is no regular file");
		if (!Files.isWritable(folder) || Files.exists(file) && !Files.isWritable(file)) throw new IOException(
			"cannot write " + file + ": no permission; choose another folder");
		return file;
	}

	/**
	 * @param text path of an image to write
	 * @throws IOException in one sentence if it cannot be written there, or as an image of that name
	 */
	static Path image(final String text) throws IOException {
		ImageWriter.requireWritable(text);
		return of(text);
	}

	private static Path path(final String text) throws IOException {
		try {
			return Path.of(text);
		}
		catch (final InvalidPathException e) {
			throw new IOException("cannot write \"" + text + "\": it is not a path", e);
		}
	}
}
