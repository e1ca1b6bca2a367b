package io.github.rwkvsss.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Dialogs, windows and the recorder in a real ImageJ on a virtual screen, laid out as a user would install it. Leaves
 * pictures of the windows in {@code target/screenshots}, from where those of the guide were copied. With the system
 * property {@code rwkvsss.scenes=batch,score} only those scenes are played.
 */
class WindowTest {

	@RegisterExtension
	static final VirtualScreen SCREEN = new VirtualScreen();

	@TempDir
	private Path folder;

	@TestFactory
	Stream<DynamicTest> session() throws IOException, InterruptedException {
		final Path out = folder.resolve("session.txt");
		final Path pictures = Path.of("target", "screenshots").toAbsolutePath();
		final List<String> arguments = new ArrayList<>(List.of(Files.createDirectory(folder.resolve("work")).toString(),
			pictures.toString(), Path.of("sample-data").toAbsolutePath().toString()));
		final String chosen = System.getProperty("rwkvsss.scenes");
		if (chosen != null) arguments.addAll(List.of(chosen.split(",")));
		final Process session = PlainInstallation.in(folder).program(WindowSession.class, SCREEN.display(), out, arguments
			.toArray(new String[0])).start();
		try {
			assertTrue(session.waitFor(12, TimeUnit.MINUTES), () -> "the session hangs: " + text(out));
		}
		finally {
			session.destroy();
		}
		assertEquals(0, session.exitValue(), text(out));
		final List<String[]> scenes = text(out).lines().filter(line -> line.startsWith("scene ")).map(line -> line.split(" ",
			3)).toList();
		assertFalse(scenes.isEmpty(), text(out));
		return scenes.stream().map(scene -> DynamicTest.dynamicTest(scene[1], () -> assertEquals("well", scene[2], text(out))));
	}

	private static String text(final Path file) {
		try {
			return Files.readString(file, StandardCharsets.UTF_8);
		}
		catch (final IOException e) {
			return e.toString();
		}
	}
}
