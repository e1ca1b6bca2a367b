package io.github.rwkvsss.imagej1;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import io.github.rwkvsss.ClassPath;

/**
 * A folder of a plain ImageJ with the plugin in it, as a user would lay it out: {@code plugins/RWKV_SSS.jar}, and the
 * other jars in {@code plugins/jars}. Programs started in it have only ImageJ's own jar and the tests on their class
 * path.
 */
final class PlainInstallation {

	private final Path folder;
	private final List<String> classPath = new ArrayList<>();

	private PlainInstallation(final Path folder) {
		this.folder = folder;
	}

	/** @param folder empty */
	static PlainInstallation in(final Path folder) throws IOException {
		final PlainInstallation made = new PlainInstallation(folder);
		final Path jars = Files.createDirectories(folder.resolve("plugins").resolve("jars"));
		for (final Path entry : ClassPath.entries()) {
			final String name = entry.getFileName().toString();
			if (name.matches("ij-\\d.*\\.jar") || isTests(entry)) made.classPath.add(entry.toAbsolutePath().toString());
			else if (Files.isDirectory(entry)) made.pack(entry, jars.resolve("rwkv-sss.jar"));
			else Files.createSymbolicLink(jars.resolve(name), entry.toAbsolutePath());
		}
		return made;
	}

	private static boolean isTests(final Path entry) {
		return Files.exists(entry.resolve(PlainInstallation.class.getName().replace('.', '/') + ".class"));
	}

	/** The build makes the same two jars. */
	private void pack(final Path classes, final Path jar) throws IOException {
		final Path menu = classes.resolve("plugins.config");
		if (Files.exists(menu)) zip(folder.resolve("plugins").resolve("RWKV_SSS.jar"), classes, List.of(menu));
		try (Stream<Path> files = Files.walk(classes)) {
			zip(jar, classes, files.filter(file -> Files.isRegularFile(file) && !file.equals(menu)).toList());
		}
	}

	private static void zip(final Path jar, final Path root, final List<Path> files) throws IOException {
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
			out.setLevel(0);
			for (final Path file : files) {
				out.putNextEntry(new ZipEntry(root.relativize(file).toString().replace(File.separatorChar, '/')));
				Files.copy(file, out);
			}
		}
	}

	/** @return a program of the tests that runs in this ImageJ, not yet started; its output goes to a file */
	ProcessBuilder program(final Class<?> main, final String display, final Path output, final String... arguments) {
		final List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-cp", String.join(File.pathSeparator, classPath), "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
			"-Djava.awt.headless=false", "-Dplugins.dir=" + folder, "-Duser.home=" + folder, "-Duser.language=en",
			"-Drwkvsss.natives=" + Path.of(System.getProperty("user.home"), ".rwkv-sss", "natives"), main.getName()));
		words.addAll(List.of(arguments));
		final ProcessBuilder program = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
		program.environment().put("DISPLAY", display);
		program.environment().put("OPENBLAS_NUM_THREADS", "1");
		return program;
	}
}
