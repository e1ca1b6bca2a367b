package io.github.rwkvsss.site;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The native libraries of our own in the plugin's jar: {@code native/<platform>/}. */
final class OpLibraries {

	private static final Pattern PLACE = Pattern.compile("native/([^/]+)/[^/]+");

	private OpLibraries() {}

	/** @return the platforms, as JavaCPP calls them, for which a jar has one */
	static List<String> platforms(final Path jar) throws IOException {
		try (ZipFile zip = new ZipFile(jar.toFile())) {
			return zip.stream().map(ZipEntry::getName).map(PLACE::matcher).filter(Matcher::matches).map(found -> found.group(1))
				.distinct().sorted().toList();
		}
	}

	/** @return one line for the user who reads about a jar in the updater */
	static String describe(final Path jar) throws IOException {
		final List<String> platforms = platforms(jar);
		return "RWKV-SSS: segments images in 2D and 3D. " + (platforms.isEmpty() ? "Portable operations on every system."
			: "Native operations for " + String.join(", ", platforms) + "; portable ones elsewhere.");
	}
}
