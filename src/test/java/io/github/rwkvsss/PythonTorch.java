package io.github.rwkvsss;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.bytedeco.javacpp.Loader;

/**
 * A Python with PyTorch, for tests of what another program makes of our files and of the op library. It is the one that
 * the environment variable RWKV_SSS_PYTHON or the system property {@code rwkvsss.python} names, else {@code python3}.
 *
 * @param command the program
 * @param library the op library of this build
 */
public record PythonTorch(String command, Path library) {

	private static final Path SCRIPTS = Path.of("src/test/python");

	/**
	 * What a Python program did.
	 *
	 * @param exitCode 0 if it was done
	 * @param text all that it printed
	 */
	public record Run(int exitCode, String text) {}

	/** @return the Python to test with; without it, PyTorch or the op library the calling test is skipped, with the reason */
	public static PythonTorch orSkip() throws IOException, InterruptedException {
		final String named = System.getProperty("rwkvsss.python", System.getenv("RWKV_SSS_PYTHON"));
		final String reason = whyNot(named == null ? "python3" : named);
		assumeTrue(reason == null, reason);
		final URL library = PythonTorch.class.getResource("/native/" + Loader.getPlatform() + "/" + System.mapLibraryName(
			"rwkv_sss"));
		assumeTrue(library != null, "no op library for " + Loader.getPlatform() + " in this build");
		try {
			return new PythonTorch(named == null ? "python3" : named, Path.of(library.toURI()).toAbsolutePath());
		}
		catch (final URISyntaxException e) {
			throw new IOException(library + " is not a file", e);
		}
	}

	/** @return why that program cannot run tests with PyTorch; null if it can */
	static String whyNot(final String command) throws InterruptedException {
		final String how = "; name one that can import torch in RWKV_SSS_PYTHON";
		try {
			final Run run = start(command, Map.of(), List.of("-c", "import torch"));
			final String[] lines = run.text().strip().split("\\R");
			return run.exitCode() == 0 ? null : command + " cannot import torch: " + lines[lines.length - 1] + how;
		}
		catch (final IOException e) {
			return "no Python: " + e.getMessage() + how;
		}
	}

	/**
	 * @param arguments of Python, run in src/test/python with RWKV_SSS_LIBRARY set
	 * @return what became of it
	 */
	public Run run(final Object... arguments) throws IOException, InterruptedException {
		final List<String> words = new ArrayList<>();
		for (final Object argument : arguments) words.add(argument.toString());
		return start(command, Map.of("RWKV_SSS_LIBRARY", library.toString()), words);
	}

	private static Run start(final String command, final Map<String, String> variables, final List<String> arguments)
		throws IOException, InterruptedException
	{
		final List<String> words = new ArrayList<>(List.of(command));
		words.addAll(arguments);
		final ProcessBuilder builder = new ProcessBuilder(words).directory(SCRIPTS.toFile()).redirectErrorStream(true);
		builder.environment().putAll(variables);
		// No folder of compiled scripts among the sources.
		builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
		final Process process = builder.start();
		final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return new Run(process.waitFor(), text);
	}
}
