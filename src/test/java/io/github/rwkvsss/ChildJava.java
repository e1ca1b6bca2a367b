package io.github.rwkvsss;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another Java with the tests' class path, for what a test cannot do to its own. */
public final class ChildJava {

	private ChildJava() {}

	/** @return a process without a screen, on one thread, not yet started; its errors are shown among the tests' */
	public static ProcessBuilder running(final Class<?> main, final List<String> options, final Object... arguments) {
		final List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			// NB: it lives for seconds, which the second compiler's work would fill.
			"-Djava.awt.headless=true", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", ClassPath.text()));
		words.addAll(options);
		words.add(main.getName());
		for (final Object argument : arguments) words.add(argument.toString());
		final ProcessBuilder process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT);
		process.environment().put("OMP_NUM_THREADS", "1");
		process.environment().put("OPENBLAS_NUM_THREADS", "1");
		return process;
	}
}
