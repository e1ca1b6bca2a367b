package io.github.rwkvsss.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Runs the command line and keeps what it prints. */
public record Terminal(int code, String out, String err) {

	/** Calls with the command and key=value pairs. */
	public static Terminal call(final Object... args) {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		final ByteArrayOutputStream err = new ByteArrayOutputStream();
		final String[] texts = new String[args.length];
		for (int i = 0; i < args.length; i++) texts[i] = args[i].toString();
		final int code = CommandLine.run(texts, new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true,
			StandardCharsets.UTF_8));
		return new Terminal(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
	}

	/** @return the last line of the error stream */
	public String sentence() {
		final String[] lines = err.strip().split("[\r\n]+");
		return lines[lines.length - 1];
	}
}
