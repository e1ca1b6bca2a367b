package io.github.rwkvsss.batch;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

import io.github.rwkvsss.image.ImageReader;

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
	 * @param resultName path of its results below a folder of results, without extension; no other file has it
	 */
	record Item(String name, Path file, String resultName) {}

	/**
	 * @param leftOut a folder that is not looked into
	 * @return the files by name, at least one
	 * @throws IOException in one sentence if the folder cannot be read or holds no such file
	 * @throws IllegalArgumentException in one sentence if a pattern is not understood
	 */
	List<Item> list(final Path leftOut) throws IOException {
		if (!Files.exists(folder)) throw new IOException("folder " + folder + " does not exist; check the path");
		if (!Files.isDirectory(folder)) throw new IOException(folder + " is a file; choose a folder of images");
		final Predicate<Path> wanted = include.isBlank() ? ImageReader::isImage : glob("include", include);
		final Predicate<Path> unwanted = exclude.isBlank() ? file -> false : glob("exclude", exclude);
		final Path results = leftOut.toAbsolutePath().normalize();
		final List<Path> files;
		try (Stream<Path> walk = Files.walk(folder, subfolders == Subfolders.INCLUDED ? Integer.MAX_VALUE : 1)) {
			files = walk.filter(file -> !file.toAbsolutePath().normalize().startsWith(results)).filter(Files::isRegularFile)
				.filter(file -> !file.getFileName().toString().startsWith(".")).filter(wanted).filter(unwanted.negate()).sorted()
				.toList();
		}
		if (files.isEmpty()) throw new IOException("folder " + folder + " holds no " + (include.isBlank() ? "image"
			: "file that matches " + include) + (exclude.isBlank() ? "" : " and not " + exclude) + (subfolders == Subfolders.LEFT_OUT
				? "; subfolders were not looked into" : ""));
		return items(files);
	}

	private List<Item> items(final List<Path> files) {
		final Map<String, Integer> count = new HashMap<>();
		for (final Path file : files) count.merge(sameOnDisk(ImageReader.withoutExtension(name(file))), 1, Integer::sum);
		final List<Item> items = new ArrayList<>();
		for (final Path file : files) {
			final String name = name(file);
			final String stem = ImageReader.withoutExtension(name);
			// Two files that differ in their extension only keep it, or one result would replace the other.
			items.add(new Item(name, file, count.get(sameOnDisk(stem)) == 1 ? stem : name));
		}
		return items;
	}

	/** Some file systems do not tell letter case apart. */
	private static String sameOnDisk(final String name) {
		return name.toLowerCase(Locale.ROOT);
	}

	private String name(final Path file) {
		return folder.relativize(file).toString().replace('\\', '/');
	}

	private Predicate<Path> glob(final String key, final String pattern) {
		try {
			final PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern.strip().toLowerCase(Locale.ROOT));
			return file -> matcher.matches(Path.of((pattern.contains("/") ? folder.relativize(file) : file.getFileName())
				.toString().toLowerCase(Locale.ROOT)));
		}
		catch (final PatternSyntaxException e) {
			throw new IllegalArgumentException(key + " \"" + pattern + "\" is not a pattern (" + e.getDescription() +
				"); write for instance *.tif or {*.tif,*.png}", e);
		}
	}
}
