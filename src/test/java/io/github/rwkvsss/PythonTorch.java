package io.github.rwkvsss;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Map;

import org.bytedeco.javacpp.Loader;

/**
 * A {@link Python} with PyTorch, for tests of what another program makes of our files and of the op library.
 *
 * @param python the program
 * @param library the op library of this build
 */
public record PythonTorch(Python python, Path library) {

	/** @return the Python to test with; without it, PyTorch or the op library the calling test is skipped, with the reason */
	public static PythonTorch orSkip() throws IOException, InterruptedException {
		final Python python = Python.named();
		final String reason = whyNot(python.command());
		assumeTrue(reason == null, reason);
		final URL library = PythonTorch.class.getResource("/native/" + Loader.getPlatform() + "/" + System.mapLibraryName(
			"rwkv_sss"));
		assumeTrue(library != null, "no op library for " + Loader.getPlatform() + " in this build");
		try {
			return new PythonTorch(python, Path.of(library.toURI()).toAbsolutePath());
		}
		catch (final URISyntaxException e) {
			throw new IOException(library + " is not a file", e);
		}
	}

	/** @return why that program cannot run tests with PyTorch; null if it can */
	static String whyNot(final String command) throws InterruptedException {
		return new Python(command).whyNot("torch");
	}

	/**
	 * @param arguments of Python, run in src/test/python with RWKV_SSS_LIBRARY set
	 * @return what became of it
	 */
	public Python.Run run(final Object... arguments) throws IOException, InterruptedException {
		return python.run(Map.of("RWKV_SSS_LIBRARY", library.toString()), arguments);
	}
}
