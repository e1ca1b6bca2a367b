package io.github.rwkvsss.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.ChildJava;

/** The dialogs that Fiji's users see, on a virtual screen; pictures are left in {@code target/screenshots}. */
class FijiWindowTest {

	@RegisterExtension
	static final VirtualScreen SCREEN = new VirtualScreen();

	@TempDir
	private Path folder;

	@TestFactory
	Stream<DynamicTest> session() throws IOException, InterruptedException {
		final Path out = folder.resolve("session.txt");
		final ProcessBuilder program = ChildJava.running(FijiSession.class, List.of("-Xmx1g", "-Djava.awt.headless=false",
			"-Duser.language=en", "-Duser.home=" + folder, "-Dorg.bytedeco.javacpp.cachedir=" + Path.of(System.getProperty(
				"user.home"), ".javacpp", "cache")), folder, Path.of("target", "screenshots").toAbsolutePath(), Path.of(
					"sample-data").toAbsolutePath()).redirectErrorStream(true).redirectOutput(out.toFile());
		program.environment().put("DISPLAY", SCREEN.display());
		final Process session = program.start();
		final boolean ended;
		try {
			ended = session.waitFor(8, TimeUnit.MINUTES);
		}
		finally {
			session.destroy();
		}
		final String text = Files.readString(out);
		assertTrue(ended, () -> "the session hangs: " + text);
		assertEquals(0, session.exitValue(), text);
		final List<String[]> scenes = text.lines().filter(line -> line.startsWith("scene ")).map(line -> line.split(" ", 3))
			.toList();
		assertFalse(scenes.isEmpty(), text);
		return scenes.stream().map(scene -> DynamicTest.dynamicTest(scene[1], () -> assertEquals("well", scene[2], text)));
	}
}
