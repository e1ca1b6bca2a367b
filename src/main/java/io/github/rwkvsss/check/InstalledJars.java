package io.github.rwkvsss.check;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;

import io.github.rwkvsss.file.PackedFile;

/** Which jars this program may load classes from: Java's class path, and the Fiji around our own jar. */
public final class InstalledJars {

	private InstalledJars() {}

	/** @return files that exist; some may be there twice */
	public static List<Path> here() {
		final List<Path> jars = new ArrayList<>(onClassPath(System.getProperty("java.class.path", "")));
		final Path own = ownJar();
		// NB: Fiji's launcher keeps its jars off the class path.
		if (own != null && own.getParent() != null && isJars(own.getParent())) {
			try {
				jars.addAll(JarClashes.jarsOf(own.getParent().getParent()));
			}
			catch (final IOException e) {
				// Not a Fiji after all, or not readable: then the class path has to do.
				return jars;
			}
		}
		return jars;
	}

	private static boolean isJars(final Path folder) {
		return folder.getParent() != null && List.of("jars", "plugins").contains(String.valueOf(folder.getFileName()));
	}

	static List<Path> onClassPath(final String classPath) {
		final List<Path> jars = new ArrayList<>();
		for (final String entry : classPath.split(File.pathSeparator)) {
			if (!entry.endsWith(".jar")) continue;
			try {
				if (Files.isRegularFile(Path.of(entry))) jars.add(Path.of(entry));
			}
			catch (final InvalidPathException e) {
				// Java itself passes over what is no path.
				continue;
			}
		}
		return jars;
	}

	private static Path ownJar() {
		final CodeSource source = InstalledJars.class.getProtectionDomain().getCodeSource();
		try {
			return source == null ? null : Path.of(PackedFile.of(source.getLocation()).entry());
		}
		catch (final IOException e) {
			// Loaded from elsewhere than a file.
			return null;
		}
	}
}
