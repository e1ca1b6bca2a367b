package io.github.rwkvsss.site;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The plugin's command line in a Java of its own, from a class path of one's choice. */
final class CommandLineRun {

	private CommandLineRun() {}

	/**
	 * @param classPath jars and folders
	 * @param arguments a command and its keys
	 * @throws IOException with all that it said if it failed
	 */
	static void run(final List<String> classPath, final String... arguments) throws IOException, InterruptedException {
		final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-Djava.awt.headless=true", "-cp", String.join(File.pathSeparator, classPath),
			"io.github.rwkvsss.command.CommandLine"));
		command.addAll(List.of(arguments));
		final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		final int status = process.waitFor();
		if (status != 0) throw new IOException(String.join(" ", arguments) + " ended with " + status + ": " + said);
	}
}
