package io.github.rwkvsss;

import java.io.File;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The class path of the running tests, for programs that they start. */
public final class ClassPath {

	private ClassPath() {}

	/** NB: those who start tests hide the class path in different places. */
	public static List<Path> entries() {
		if (ClassPath.class.getClassLoader() instanceof final URLClassLoader loader) return Arrays.stream(loader.getURLs()).map(
			url -> Path.of(URI.create(url.toString()))).toList();
		final String paths = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return Arrays.stream(paths.split(File.pathSeparator)).map(Path::of).toList();
	}

	/** @return the entries as the option {@code -cp} takes them */
	public static String text() {
		return entries().stream().map(entry -> entry.toAbsolutePath().toString()).collect(Collectors.joining(
			File.pathSeparator));
	}
}
