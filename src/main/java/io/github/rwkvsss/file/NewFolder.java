package io.github.rwkvsss.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Makes folders so that they are still there after a power cut. */
public final class NewFolder {

	private NewFolder() {}

	/**
	 * Makes a folder and those above it where they are missing. A link to a folder is one.
	 *
	 * @throws IOException of the system, if one of them is a file or cannot be made
	 */
	public static void make(final Path folder) throws IOException {
		final Deque<Path> missing = new ArrayDeque<>();
		for (Path each = folder.toAbsolutePath().normalize(); each != null && !Files.isDirectory(each); each = each.getParent())
			missing.push(each);
		for (final Path each : missing) {
			try {
				Files.createDirectory(each);
			}
			catch (final FileAlreadyExistsException e) {
				// Another process may have been faster; a file of that name is in the way.
				if (!Files.isDirectory(each)) throw e;
			}
			WholeFile.forceFolder(each.getParent());
		}
	}
}
