package io.github.rwkvsss.zarr;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicInteger;

/** Folders that are written beside the place where they belong, and moved there when they are whole. */
final class PartFolder {

	private static final AtomicInteger COUNT = new AtomicInteger();

	private PartFolder() {}

	/**
	 * @param name of the folder that it is to become
	 * @return a new folder with a hidden name; those that processes of this machine left which have ended are deleted
	 */
	static Path make(final Path folder, final String name) throws IOException {
		final String prefix = "." + name + ".part-" + machine() + "-";
		try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, path -> path.getFileName().toString().startsWith(
			prefix)))
		{
			for (final Path part : parts) if (isAbandoned(part.getFileName().toString().substring(prefix.length()))) delete(part);
		}
		return Files.createDirectory(folder.resolve(prefix + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet()));
	}

	private static boolean isAbandoned(final String process) {
		return process.matches("[0-9]{1,18}-[0-9]+") && ProcessHandle.of(Long.parseLong(process.substring(0, process.indexOf(
			'-')))).isEmpty();
	}

	private static String machine() {
		try {
			return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9]", "");
		}
		catch (final UnknownHostException e) {
			return "here";
		}
	}

	/** Deletes a folder with all that is in it; links are not followed. */
	static void delete(final Path folder) throws IOException {
		if (!Files.exists(folder)) return;
		Files.walkFileTree(folder, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) throws IOException {
				Files.deleteIfExists(file);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(final Path file, final IOException failure) throws IOException {
				// NB: another process may be clearing away the same.
				if (failure instanceof NoSuchFileException) return FileVisitResult.CONTINUE;
				throw failure;
			}

			@Override
			public FileVisitResult postVisitDirectory(final Path left, final IOException failure) throws IOException {
				if (failure != null) throw failure;
				Files.deleteIfExists(left);
				return FileVisitResult.CONTINUE;
			}
		});
	}
}
