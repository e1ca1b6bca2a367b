package io.github.rwkvsss.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Python to compare with: that of the system property {@code rwkvsss.python}; unset, {@code python3}. */
final class Python {

	static final String NAME = System.getProperty("rwkvsss.python", "python3");

	private Python() {}

	/** @return whether it is there and has all these modules */
	static boolean has(final String... modules) throws InterruptedException {
		try {
			return new ProcessBuilder(NAME, "-c", "import " + String.join(", ", modules)).redirectOutput(
				ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
		}
		catch (final IOException e) {
			return false;
		}
	}

	/**
	 * @param folder for what it prints
	 * @param script in src/test/python
	 * @return what it printed; its errors go into the failure if it fails
	 */
	static String run(final Path folder, final String script, final String... arguments) throws IOException,
		InterruptedException
	{
		final List<String> command = new ArrayList<>(List.of(NAME, Path.of("src", "test", "python", script).toString()));
		command.addAll(List.of(arguments));
		final Path out = folder.resolve("out.txt");
		final Path errors = folder.resolve("errors.txt");
		final Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(errors.toFile())
			.start();
		assertTrue(process.waitFor(300, TimeUnit.SECONDS), "Python did not end");
		assertEquals(0, process.exitValue(), Files.readString(errors, StandardCharsets.UTF_8));
		return Files.readString(out, StandardCharsets.UTF_8);
	}
}
