package io.github.rwkvsss.metric;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a text file whole or not at all. */
final class WholeFile {

	private WholeFile() {}

	static void write(final Path file, final String text) throws IOException {
		final Path target = file.toAbsolutePath();
		final Path temporary = target.resolveSibling("." + target.getFileName() + ".part");
		try {
			Files.writeString(temporary, text);
			move(temporary, target);
		}
		finally {
			Files.deleteIfExists(temporary);
		}
	}

	private static void move(final Path from, final Path to) throws IOException {
		try {
			Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (final AtomicMoveNotSupportedException notOnThisFileSystem) {
			Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
		}
	}
}
