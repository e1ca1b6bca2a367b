package io.github.rwkvsss.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.ChildJava;
import io.github.rwkvsss.Sweep;

/** Altered inputs at every door; the profile {@code sweeps} tries 3,000 of them. */
class MutationsTest {

	private static final int COUNT = Sweep.State.count(150, 3000);

	@TempDir
	private Path folder;

	@Test
	void loadedOrRefusedInASentence() throws IOException, InterruptedException {
		final Process process = ChildJava.running(Mutations.class, List.of("-Xmx1g", "-Drwkvsss.models=" + folder.resolve(
			"models")), COUNT, 0, folder).start();
		final String said;
		try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			said = out.lines().collect(Collectors.joining("\n"));
		}
		finally {
			if (!process.waitFor(1, TimeUnit.MINUTES)) process.destroyForcibly();
		}
		assertTrue(said.endsWith("failures 0"), said);
		assertEquals(0, process.exitValue());
		// Both ends must occur, or the test would look at one side only.
		assertTrue(said.contains("IMAGE loaded") && said.contains("IMAGE refused") && said.contains("MODEL refused"), said);
	}
}
