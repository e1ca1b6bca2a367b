package io.github.rwkvsss.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Files that some work reads, which it must not write over. Two paths lead to one file whatever they look like: through
 * links, symbolic or hard, through {@code ..}, and in other letter case where the file system does not tell it apart.
 */
public final class InputFiles {

	private static final Pattern OTHERS = Pattern.compile("(?i).*\\.(csv|zip|pt)");

	private final Set<Path> files = new LinkedHashSet<>();

	/**
	 * @param path that is read; of a folder the files that lie in it, not in folders below. One that is not there is passed
	 *          over.
	 */
	public InputFiles add(final Path path) {
		files.add(path);
		return this;
	}

	/**
	 * @param output to be written
	 * @return the file that it would be written over; null if there is none
	 * @throws IOException of the system, if a file cannot be looked at
	 */
	public Path under(final Path output) throws IOException {
		// NB: what is not there yet is none of them, in any letter case.
		if (!Files.exists(output)) return null;
		for (final Path input : files) {
			if (!Files.exists(input)) continue;
			if (Files.isSameFile(input, output)) return input;
			if (!Files.isDirectory(input)) continue;
			for (final Path file : list(input)) if (Files.isSameFile(file, output) && isRead(file, output)) return file;
		}
		return null;
	}

	/**
	 * Scores, models and archives among images are no images, and may be replaced by newer ones, unless they lead to an
	 * image of another name.
	 */
	private static boolean isRead(final Path file, final Path output) {
		return !file.getFileName().equals(output.getFileName()) || !OTHERS.matcher(file.getFileName().toString()).matches();
	}

	private static List<Path> list(final Path folder) throws IOException {
		final List<Path> files = new ArrayList<>();
		try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, Files::isRegularFile)) {
			all.forEach(files::add);
		}
		catch (final DirectoryIteratorException e) {
			throw e.getCause();
		}
		return files;
	}

	/**
	 * @param output to be written
	 * @throws IOException in one sentence if it is one of the files that are read
	 */
	public void refuse(final Path output) throws IOException {
		final Path input = under(output);
		if (input == null) return;
		throw new IOException("cannot write " + output + ": it is " + (input.equals(output) ? "an input" : "the input " +
			input) + ", which would be lost; choose another name");
	}
}
