package io.github.rwkvsss.batch;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

import io.github.rwkvsss.file.NameEncoding;
import io.github.rwkvsss.format.ImageReader;

/**
 * Which files of a folder a batch takes.
 *
 * @param folder to look in
 * @param subfolders whether to look below it
 * @param include glob such as {@code *.tif} or <code>{*.tif,*.png}</code>, letter case ignored; empty for every image
 *          that can be read. With a {@code /} it is compared with the path below the folder, else with the name.
 * @param exclude glob of files to leave out; empty for none
 */
public record FolderImages(Path folder, Subfolders subfolders, String include, String exclude) {

	/**
	 * A file of the batch.
	 *
	 * @param name path below the folder, with slashes
	 * @param file where it lies
	 * @param resultName path of its results below a folder of results, without extension; no other file has it, on no disk
	 */
	record Item(String name, Path file, String resultName) {}

	/**
	 * @param leftOut a folder that is not looked into
	 * @return the files by name, at least one
	 * @throws IOException in one sentence if the folder cannot be read or holds no such file
	 * @throws IllegalArgumentException in one sentence if a pattern is not understood
	 */
	List<Item> list(final Path leftOut) throws IOException {
		return list(leftOut, notice -> {});
	}

	/**
	 * @param leftOut a folder that is not looked into
	 * @param notices told in one sentence of folders below that cannot be read and were passed over
	 * @return as {@link #list(Path)}
	 */
	List<Item> list(final Path leftOut, final Consumer<String> notices) throws IOException {
		return list(leftOut, notices, FolderImages::entries);
	}

	/** Lists what a folder holds; replaced in tests by one that fails, as no folder does for the system's administrator. */
	@FunctionalInterface
	interface Listing {

		List<Path> of(Path folder) throws IOException;
	}

	private static List<Path> entries(final Path folder) throws IOException {
		try (Stream<Path> all = Files.list(folder)) {
			return all.toList();
		}
		catch (final UncheckedIOException e) {
			throw e.getCause();
		}
	}

	List<Item> list(final Path leftOut, final Consumer<String> notices, final Listing listing) throws IOException {
		if (!Files.exists(folder)) throw new IOException("folder " + folder + " does not exist; check the path");
		if (!Files.isDirectory(folder)) throw new IOException(folder + " is a file; choose a folder of images");
		final Predicate<Path> wanted = include.isBlank() ? ImageReader::isImage : glob("include", include);
		final Predicate<Path> unwanted = exclude.isBlank() ? file -> false : glob("exclude", exclude);
		final List<Path> all = new ArrayList<>();
		final List<String> unread = new ArrayList<>();
		final Deque<Path> open = new ArrayDeque<>(List.of(folder));
		while (!open.isEmpty()) {
			final Path next = open.pop();
			try {
				for (final Path entry : listing.of(next)) {
					if (Files.isRegularFile(entry) || ImageReader.isFolderImage(entry)) all.add(entry);
					// NB: links to folders are not followed, because they may lead in circles; the folder itself may be one.
					else if (subfolders == Subfolders.INCLUDED && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) && !isSame(
						entry, leftOut)) open.push(entry);
				}
			}
			catch (final IOException e) {
				if (next.equals(folder)) throw new IOException("folder " + folder + " cannot be read; check its permissions", e);
				unread.add(name(next));
			}
		}
		if (!unread.isEmpty()) notices.accept((unread.size() == 1 ? "the folder " + unread.get(0) + " in " + folder +
			" cannot be read and was" : unread.size() + " folders in " + folder + " cannot be read, " + unread.get(0) +
				" the first, and were") + " passed over; check the permissions");
		final List<Path> files = all.stream().filter(file -> !file.getFileName().toString().startsWith(".")).filter(wanted)
			.filter(unwanted.negate()).sorted().toList();
		if (files.isEmpty()) throw new IOException("folder " + folder + " holds no " + (include.isBlank() ? "image"
			: "file that matches " + include) + (exclude.isBlank() ? "" : " and not " + exclude) +
			(subfolders == Subfolders.LEFT_OUT ? "; subfolders were not looked into" : ""));
		for (final Path file : files) if (!NameEncoding.holds(file)) throw new IOException("the name of " + file +
			" cannot be written" + NameEncoding.advice());
		return items(files, notices);
	}

	private static boolean isSame(final Path folder, final Path other) throws IOException {
		return Files.exists(other) && Files.isSameFile(folder, other);
	}

	private List<Item> items(final List<Path> files, final Consumer<String> notices) {
		final ResultNames names = new ResultNames(files.stream().map(this::name).toList());
		names.notice().ifPresent(notices);
		return files.stream().map(file -> new Item(name(file), file, names.of(name(file)))).toList();
	}

	/** NB: a backslash is a letter like others but on Windows. */
	private String name(final Path file) {
		return folder.relativize(file).toString().replace(File.separatorChar, '/');
	}

	private Predicate<Path> glob(final String key, final String pattern) {
		try {
			final PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern.strip().toLowerCase(
				Locale.ROOT));
			return file -> matcher.matches(Path.of((pattern.contains("/") ? folder.relativize(file) : file.getFileName())
				.toString().toLowerCase(Locale.ROOT)));
		}
		catch (final PatternSyntaxException e) {
			throw new IllegalArgumentException(key + " \"" + pattern + "\" is not a pattern (" + e.getDescription() +
				"); write for instance *.tif or {*.tif,*.png}", e);
		}
	}
}
