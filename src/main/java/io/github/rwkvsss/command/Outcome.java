package io.github.rwkvsss.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

import io.github.rwkvsss.file.WholeFile;

/**
 * What became of a command. The last one's is kept as the Java property {@value #PROPERTY}, which macros read by
 * {@code call("java.lang.System.getProperty", "rwkv-sss.outcome")} in Fiji and in plain ImageJ alike.
 *
 * @param text "running", "done", "canceled", or "failed: " and one sentence
 */
public record Outcome(String text) {

	/** Name of the Java property. */
	public static final String PROPERTY = "rwkv-sss.outcome";

	static final Outcome RUNNING = new Outcome("running");
	static final Outcome DONE = new Outcome("done");
	static final Outcome CANCELED = new Outcome(CommandCall.CANCELED);

	private static final String FAILED = "failed: ";

	static Outcome failed(final String sentence) {
		return new Outcome(FAILED + sentence);
	}

	/** @return the sentence that says what went wrong; empty if nothing did */
	Optional<String> failure() {
		return text.startsWith(FAILED) ? Optional.of(text.substring(FAILED.length())) : Optional.empty();
	}

	/** Makes it the last command's. */
	void note() {
		System.setProperty(PROPERTY, text);
	}

	/**
	 * Writes it as one line of UTF-8.
	 *
	 * @throws IOException in one sentence
	 */
	void write(final Path file) throws IOException {
		WholeFile.write(file, out -> out.write((text + "\n").getBytes(StandardCharsets.UTF_8)));
	}
}
