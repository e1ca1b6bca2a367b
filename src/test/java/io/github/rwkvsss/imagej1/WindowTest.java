package io.github.rwkvsss.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import io.github.rwkvsss.image.ImageWriter;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dialog and the recorder in a real ImageJ on a virtual screen. */
class WindowTest {

	@TempDir
	private Path folder;

	@Test
	void dialogAndRecordedMacroGiveTheSame() throws IOException, InterruptedException {
		assumeTrue(Stream.of(System.getenv("PATH").split(":")).anyMatch(path -> Files.isExecutable(Path.of(path,
			"xvfb-run"))), "there is no virtual screen here (xvfb-run)");
		final Path image = folder.resolve("my discs.tif");
		ImageWriter.write(DrawnImages.discs(8, 40, 30, 1, 1, 1), image);
		final Path plugins = Files.createDirectory(folder.resolve("plugins"));
		try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(plugins.resolve("RWKV_SSS.jar")));
				InputStream config = CommandPlugIn.class.getResourceAsStream("/plugins.config"))
		{
			jar.putNextEntry(new ZipEntry("plugins.config"));
			config.transferTo(jar);
		}
		final Path out = folder.resolve("session.txt");
		final Process session = new ProcessBuilder("xvfb-run", "-a", Path.of(System.getProperty("java.home"), "bin", "java")
			.toString(), "-cp", System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")),
			"-Djava.awt.headless=false", "-Dplugins.dir=" + folder, "-Duser.home=" + folder,
			"-Dorg.bytedeco.javacpp.cachedir=" + Path.of(System.getProperty("user.home"), ".javacpp", "cache"), WindowSession.class.getName(),
			SmallModels.semantic(folder, 2, 1).toString(), image.toString()).redirectErrorStream(true).redirectOutput(out
				.toFile()).start();
		try {
			assertTrue(session.waitFor(3, TimeUnit.MINUTES), "the session hangs");
		}
		finally {
			session.descendants().forEach(ProcessHandle::destroy);
		}
		assertEquals(0, session.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
	}
}
