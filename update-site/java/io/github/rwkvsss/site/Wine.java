package io.github.rwkvsss.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Windows Java under wine, with a drive C of its own.
 *
 * @param prefix wine's folder, made at the first run
 * @param java the program java.exe, as this system names it
 */
record Wine(Path prefix, Path java) {

	/** What a program said, and how long it took. */
	record Ran(int code, String said, double seconds) {

		/** @throws IOException with all that it said, if it failed */
		Ran orThrow() throws IOException {
			if (code != 0) throw new IOException("ended with " + code + ": " + said);
			return this;
		}
	}

	/** @return drive C as this system names it */
	Path drive() {
		return prefix.resolve("drive_c");
	}

	/** @return a file of drive C as Windows names it */
	String name(final Path file) {
		return "C:\\" + drive().relativize(file).toString().replace('/', '\\');
	}

	/** Makes the drive, if it is not there. */
	void start() throws IOException, InterruptedException {
		if (Files.isDirectory(drive().resolve("windows"))) return;
		Files.createDirectories(prefix);
		finish(process(prefix, List.of("wineboot", "-i")), System.nanoTime()).orThrow();
	}

	/**
	 * Runs the plugin's command line.
	 *
	 * @param folder where it is started, on drive C; the class path is relative to it, because Java's starter knows no
	 *          letters outside of the code page
	 * @param options of Java
	 * @param arguments a command and its keys
	 */
	Ran run(final Path folder, final List<String> options, final String... arguments) throws IOException,
		InterruptedException
	{
		final long begin = System.nanoTime();
		return finish(begin(folder, options, arguments), begin);
	}

	/** As {@link #run}, without waiting. */
	Process begin(final Path folder, final List<String> options, final String... arguments) throws IOException {
		final List<String> jars = Folders.files(folder).stream().filter(place -> place.endsWith(".jar") && place.startsWith(
			"jars/")).toList();
		final List<String> words = new ArrayList<>(List.of(java.toString(), "-Xmx1g", "-Djava.awt.headless=true"));
		words.addAll(options);
		words.addAll(List.of("-cp", String.join(";", jars), "io.github.rwkvsss.command.CommandLine"));
		words.addAll(List.of(arguments));
		return process(folder, words);
	}

	private Process process(final Path folder, final List<String> words) throws IOException {
		final List<String> command = new ArrayList<>(List.of(program()));
		command.addAll(words);
		final ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
		// Debian's own settings ask for mono and gecko in a window. Names of files are UTF-8 on this side.
		builder.environment().put("WINEPREFIX", prefix.toAbsolutePath().toString());
		builder.environment().put("WINEDLLOVERRIDES", "mscoree,mshtml=");
		builder.environment().put("WINEDEBUG", "-all");
		builder.environment().put("LC_ALL", "C.UTF-8");
		builder.environment().remove("DISPLAY");
		return builder.start();
	}

	static Ran finish(final Process process, final long begin) throws IOException, InterruptedException {
		final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		return new Ran(process.waitFor(), said, (System.nanoTime() - begin) / 1e9);
	}

	/** Debian hides the program for 64 bits behind one that misses the other for 32. */
	private static String program() throws IOException {
		final String path = System.getenv("PATH");
		try (Stream<Path> places = Stream.concat(Stream.of(Path.of("/usr/lib/wine")), Stream.of(path.split(":")).map(
			Path::of)))
		{
			return places.flatMap(place -> Stream.of(place.resolve("wine64"), place.resolve("wine"))).filter(Files::isExecutable)
				.findFirst().orElseThrow(() -> new IOException("there is no wine64 here; install wine64")).toString();
		}
	}
}
