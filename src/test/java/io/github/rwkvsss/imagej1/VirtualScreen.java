package io.github.rwkvsss.imagej1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A screen that nobody sees, for programs with windows that a test starts. Tests that need it are skipped where there is
 * no Xvfb, but not where the environment says {@code CI=true}: there it must be.
 */
public final class VirtualScreen implements ExecutionCondition, BeforeAllCallback, AfterAllCallback {

	private Process server;
	private String display;

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(final ExtensionContext context) {
		final boolean there = Stream.of(System.getenv("PATH").split(":")).anyMatch(path -> Files.isExecutable(Path.of(path,
			"Xvfb")));
		if (there || "true".equals(System.getenv("CI"))) return ConditionEvaluationResult.enabled("Xvfb is needed");
		return ConditionEvaluationResult.disabled("there is no virtual screen here: install Xvfb");
	}

	@Override
	public void beforeAll(final ExtensionContext context) throws IOException {
		// The server chooses a display that is free, and writes its number when it is ready.
		server = new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset")
			.redirectError(ProcessBuilder.Redirect.DISCARD).start();
		final String number = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII))
			.readLine();
		if (number == null) throw new IOException("Xvfb ended before it had a display");
		display = ":" + number.strip();
	}

	/** @return the name of the display, such as ":1" */
	public String display() {
		return display;
	}

	@Override
	public void afterAll(final ExtensionContext context) {
		if (server != null) server.destroy();
	}
}
