package io.github.rwkvsss.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

import io.github.rwkvsss.file.InputFiles;
import io.github.rwkvsss.file.NameEncoding;
import io.github.rwkvsss.file.NameRules;
import io.github.rwkvsss.file.WholeFile;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.format.OmeZarrLabels;

/** Files to write, refused before long work rather than after it. */
final class OutputFile {

	private OutputFile() {}

	/**
	 * @param text path of a file to write
	 * @param inputs that are read and must stay
	 * @throws IOException in one sentence if it cannot be written there, or is one of the inputs
	 */
	static Path of(final String text, final InputFiles inputs) throws IOException {
		final Path file = path(text);
		requireName(file, NameRules.here());
		final Path folder = folder(file);
		if (folder == null || !Files.isDirectory(folder)) throw new IOException("cannot write " + file + ": the folder " +
			folder + " does not exist");
		// NB: a device such as /dev/full would be replaced by a file.
		if (Files.exists(file) && !Files.isRegularFile(file) && !OmeZarrLabels.isPlace(file)) throw new IOException(
			"cannot write " + file + ": it is no regular file");
		if (!Files.isWritable(folder) || Files.exists(file) && !Files.isWritable(file)) throw new IOException("cannot write " +
			file + ": no permission; choose another folder");
		inputs.refuse(file);
		if (OmeZarrLabels.isPlace(file)) OmeZarrLabels.requireReplaceable(file);
		// What an earlier run left that was killed while it wrote this file.
		WholeFile.removeAbandoned(file);
		return file;
	}

	/**
	 * @param text path of an image to write
	 * @param inputs that are read and must stay
	 * @throws IOException in one sentence if it cannot be written there, or as an image of that name, or is one of the
	 *           inputs
	 */
	static Path image(final String text, final InputFiles inputs) throws IOException {
		ImageWriter.requireWritable(text);
		return of(text, inputs);
	}

	/** @throws IOException in one sentence if no file can have that name under those rules */
	static void requireName(final Path file, final NameRules rules) throws IOException {
		if (file.getFileName() == null) return;
		final Optional<String> problem = rules.problem(file.getFileName().toString());
		if (problem.isPresent()) throw new IOException("cannot write " + file + ": " + problem.get());
	}

	/** NB: the group of an image's labels is made when the first are written. */
	private static Path folder(final Path file) {
		final Path folder = file.toAbsolutePath().getParent();
		return folder != null && !Files.exists(folder) && OmeZarrLabels.isPlace(file) ? folder.getParent() : folder;
	}

	private static Path path(final String text) throws IOException {
		try {
			return Path.of(text);
		}
		catch (final InvalidPathException e) {
			throw new IOException("cannot write \"" + text + "\": it is not a path" + NameEncoding.advice(), e);
		}
	}
}
