package io.github.rwkvsss.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.ClassPath;
import io.github.rwkvsss.imagej1.VirtualScreen;

/** The window of a training on a virtual screen: Stop, closing, and what is left afterwards. */
class LiveWindowTest {

	@RegisterExtension
	static final VirtualScreen SCREEN = new VirtualScreen();

	@TempDir
	private Path folder;

	@Test
	void stopWritesTheModelAndClosingAsks() throws IOException, InterruptedException {
		final Path out = folder.resolve("session.txt");
		final ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-cp", ClassPath.text(), "-Djava.awt.headless=false", "-Duser.home=" + folder, "-Drwkvsss.natives=" + Path.of(System
				.getProperty("user.home"), ".rwkv-sss", "natives"), LiveSession.class.getName(), folder.toString(), "6", "2", "32",
			"", "").redirectErrorStream(true).redirectOutput(out.toFile());
		builder.environment().put("DISPLAY", SCREEN.display());
		final Process session = builder.start();
		try {
			assertTrue(session.waitFor(5, TimeUnit.MINUTES), "the session hangs");
		}
		finally {
			session.destroyForcibly();
		}
		assertEquals(0, session.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
	}
}
