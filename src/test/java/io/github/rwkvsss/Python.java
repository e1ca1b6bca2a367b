package io.github.rwkvsss;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Python to compare with: the one that the system property {@code rwkvsss.python} or the environment variable
 * RWKV_SSS_PYTHON names, else {@code python3}.
 *
 * @param command the program
 */
public record Python(String command) {

	private static final Path SCRIPTS = Path.of("src/test/python");

	/**
	 * What a Python program did.
	 *
	 * @param exitCode 0 if it was done
	 * @param text all that it printed
	 */
	public record Run(int exitCode, String text) {}

	/** @return the one that is named */
	public static Python named() {
		final String name = System.getProperty("rwkvsss.python", System.getenv("RWKV_SSS_PYTHON"));
		return new Python(name == null ? "python3" : name);
	}

	/**
	 * @param modules that a test needs
	 * @return why it cannot have them; null if it can
	 */
	public String whyNot(final String... modules) throws InterruptedException {
		final String names = String.join(", ", modules);
		final String how = "; name one that can import " + names + " in RWKV_SSS_PYTHON";
		try {
			final Run run = run(Map.of(), "-c", "import " + names);
			final String[] lines = run.text().strip().split("\\R");
			return run.exitCode() == 0 ? null : command + " cannot import " + names + ": " + lines[lines.length - 1] + how;
		}
		catch (final IOException e) {
			return "no Python: " + e.getMessage() + how;
		}
	}

	/**
	 * @param variables of the environment beside those there are
	 * @param arguments of Python, run in src/test/python
	 * @return what became of it
	 */
	public Run run(final Map<String, String> variables, final Object... arguments) throws IOException, InterruptedException {
		final List<String> words = new ArrayList<>(List.of(command));
		for (final Object argument : arguments) words.add(argument.toString());
		final ProcessBuilder builder = new ProcessBuilder(words).directory(SCRIPTS.toFile()).redirectErrorStream(true);
		builder.environment().putAll(variables);
		// No folder of compiled scripts among the sources.
		builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
		final Process process = builder.start();
		final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return new Run(process.waitFor(), text);
	}
}
