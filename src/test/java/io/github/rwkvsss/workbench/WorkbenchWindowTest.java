package io.github.rwkvsss.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
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
import io.github.rwkvsss.segment.SmallModels;

/** The workbench on a virtual screen, driven by mouse and keyboard. Leaves pictures in {@code target/screenshots}. */
class WorkbenchWindowTest {

	@RegisterExtension
	static final VirtualScreen SCREEN = new VirtualScreen();

	@TempDir
	private Path folder;

	@Test
	void theWholeLoopByMouse() throws IOException, InterruptedException {
		final Path out = folder.resolve("session.txt");
		final Path model = SmallModels.instance(folder);
		final ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-cp", ClassPath.text(), "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=false",
			"-Duser.home=" + folder, "-Duser.language=en", "-Drwkvsss.natives=" + Path.of(System.getProperty("user.home"),
				".rwkv-sss", "natives"), WorkbenchSession.class.getName(), Path.of("sample-data", "nuclei", "images", "crowded.png")
					.toAbsolutePath().toString(), folder.resolve("project").toString(), Path.of("target", "screenshots")
						.toAbsolutePath().toString(), "4", model.toString()).redirectErrorStream(true).redirectOutput(out.toFile());
		builder.environment().put("DISPLAY", SCREEN.display());
		final String build = System.getProperty("rwkvsss.native.build");
		if (build != null) builder.command().add(1, "-Drwkvsss.native.build=" + new File(build).getAbsolutePath());
		final Process session = builder.start();
		try {
			assertTrue(session.waitFor(12, TimeUnit.MINUTES), () -> "the session hangs: " + text(out));
		}
		finally {
			session.destroyForcibly();
		}
		assertEquals(0, session.exitValue(), text(out));
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
