package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.ChildJava;

/** Windows' consoles and Linux' plain locale have few letters; files of any name are worked on all the same, or it is said. */
class CodePageTest {

	@TempDir
	Path folder;

	/** What the text cannot hold are question marks; exit code and files do not depend on it. */
	@Test
	void aConsoleThatHasFewLettersChangesNoResult() throws IOException {
		final Path labels = folder.resolve("\u00fc \u65e5.png");
		Files.copy(Path.of("sample-data/nuclei/labels/dim.png"), labels);
		final Path table = folder.resolve("\u65e5.csv");
		final ByteArrayOutputStream said = new ByteArrayOutputStream();
		try (PrintStream console = new PrintStream(said, true, StandardCharsets.US_ASCII)) {
			assertEquals(0, CommandLine.run(new String[] { "score", "input=" + labels, "truth=" + labels, "output=" + table },
				console, console), () -> said.toString(StandardCharsets.US_ASCII));
			assertEquals(1, CommandLine.run(new String[] { "info", "model=" + folder.resolve("\u65e5.zip") }, console, console));
		}
		assertTrue(said.toString(StandardCharsets.US_ASCII).contains("?.zip"), said.toString(StandardCharsets.US_ASCII));
		assertTrue(Files.size(table) > 0);
	}

	@Test
	void namesThatTheLocaleHasNotAreOneSentence() throws IOException, InterruptedException {
		assumeTrue(File.separatorChar == '/' && System.getProperty("os.name").startsWith("Linux"),
			"only on Linux the locale says how names are written");
		final Path images = Files.createDirectory(folder.resolve("images"));
		// NB: made by another program, because the Java that tests may have that locale too.
		final Process touch = new ProcessBuilder("bash", "-c", "cp \"$1\" \"$2/$(printf '\\303\\274').png\"", "cp",
			"sample-data/nuclei/images/dim.png", images.toString()).start();
		assertEquals(0, touch.waitFor());
		final ProcessBuilder builder = ChildJava.running(CommandLine.class, List.of("-Xmx256m"), "batch", "images=" + images,
			"output=" + folder.resolve("out"), "model=nuclei-2d").redirectErrorStream(true);
		builder.environment().put("LC_ALL", "C");
		final Process process = builder.start();
		final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertEquals(1, process.waitFor(), said);
		assertTrue(said.contains(
			" cannot be written; this Java writes names in US-ASCII, which has few letters: start it with LC_ALL=C.UTF-8"), said);
		assertFalse(Files.exists(folder.resolve("out")), said);
	}
}
