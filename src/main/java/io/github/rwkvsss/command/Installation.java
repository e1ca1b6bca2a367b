package io.github.rwkvsss.command;

import ij.IJ;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.ops.OpLibrary;
import io.github.rwkvsss.tensor.Threads;

/** What runs here: versions, the form of the operations, threads, memory, models. */
final class Installation {

	private Installation() {}

	static String text() {
		final StringBuilder text = new StringBuilder();
		final Package own = Installation.class.getPackage();
		line(text, "RWKV-SSS", own.getImplementationVersion() == null ? "development build" : own.getImplementationVersion());
		line(text, "LibTorch", Threads.libTorchVersion());
		line(text, "operations", OpLibrary.status());
		line(text, "threads", Threads.count() + " of " + Runtime.getRuntime().availableProcessors() + " processors");
		line(text, "Java", System.getProperty("java.version") + " " + System.getProperty("os.arch") + ", " + (Runtime
			.getRuntime().maxMemory() >> 20) + " MiB heap at most");
		line(text, "system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
		line(text, "ImageJ", IJ.getVersion());
		line(text, "models", ModelLibrary.names().isEmpty() ? "none" : String.join(", ", ModelLibrary.names()));
		line(text, "own models in", ModelLibrary.userFolder());
		return text.toString();
	}

	private static void line(final StringBuilder text, final String what, final Object value) {
		text.append(String.format("%-20s %s%n", what, value));
	}
}
