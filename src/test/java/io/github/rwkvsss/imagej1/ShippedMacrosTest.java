package io.github.rwkvsss.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.ChildJava;
import io.github.rwkvsss.Sweep;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;

/**
 * Every macro that ships gives the same in plain ImageJ with windows and as Fiji runs it in batch mode and without a
 * screen, and no dialog opens; in a {@link Sweep}, in both places in all three modes. That it is right, {@link MacroTest} compares with the command line.
 */
class ShippedMacrosTest {

	@RegisterExtension
	static final VirtualScreen SCREEN = new VirtualScreen();

	@TempDir
	private Path folder;

	@TestFactory
	Stream<DynamicTest> same() throws IOException, InterruptedException {
		Files.move(SmallModels.semantic(folder, 2, 1), folder.resolve("model.zip"));
		ImageWriter.write(DrawnImages.discs(8, 60, 50, 1, 1, 1), folder.resolve("discs.tif"));
		final Process without = start("without", List.of());
		final Process with = start("with", List.of("-Djava.awt.headless=false", "-Duser.home=" + folder));
		final List<String> lines = new ArrayList<>();
		try {
			lines.addAll(lines("without", without));
			lines.addAll(lines("with", with));
		}
		finally {
			without.destroy();
			with.destroy();
		}
		final Map<String, String> expected = new HashMap<>();
		for (final String line : lines) expected.putIfAbsent(line.split(" ")[3], result(line));
		// A script's labels are the macro's.
		expected.put("segment_image.groovy", expected.get("segment_active_image.ijm").replaceAll("[\\[\\]]", ""));
		assertTrue(expected.get("segment_active_image.ijm").contains("2 values"), "there should be something to compare: " +
			expected);
		final List<DynamicTest> tests = new ArrayList<>();
		for (final String line : lines) tests.add(DynamicTest.dynamicTest(line.split(" ")[1] + " " + line.split(" ")[2] + " " +
			line.split(" ")[3], () -> assertEquals(expected.get(line.split(" ")[3]), result(line))));
		tests.add(DynamicTest.dynamicTest("all are run", () -> all(lines)));
		return tests.stream();
	}

	private static String result(final String line) {
		return line.split(" ", 5)[4];
	}

	private static void all(final List<String> lines) throws IOException {
		try (Stream<Path> files = Files.list(Path.of("macros"))) {
			for (final Path file : files.filter(file -> file.toString().endsWith(".ijm")).toList()) assertEquals(Sweep.State
				.count(3, 6), lines.stream().filter(line -> line.contains(" " + file.getFileName() + " ")).count(), file +
					" in two places and all modes");
		}
	}

	private Path output(final String screen) {
		return folder.resolve(screen + " a screen.txt");
	}

	private Process start(final String screen, final List<String> options) throws IOException {
		final Path work = Files.createDirectories(folder.resolve(screen));
		for (final String name : List.of("model.zip", "discs.tif")) Files.copy(folder.resolve(name), work.resolve(name));
		final List<String> all = new ArrayList<>(List.of("-Xmx1g", "-Duser.language=en", "-Dorg.bytedeco.javacpp.cachedir=" +
			Path.of(System.getProperty("user.home"), ".javacpp", "cache")));
		all.addAll(options);
		final ProcessBuilder program = ChildJava.running(ShippedMacros.class, all, work, Sweep.State.on()).redirectErrorStream(
			true).redirectOutput(output(screen).toFile());
		program.environment().put("DISPLAY", SCREEN.display());
		return program.start();
	}

	/** @return what the runs tell */
	private List<String> lines(final String screen, final Process process) throws IOException, InterruptedException {
		final boolean ended = process.waitFor(8, TimeUnit.MINUTES);
		final String text = Files.readString(output(screen));
		assertTrue(ended, () -> "the macros hang: " + text);
		assertEquals(0, process.exitValue(), text);
		return text.lines().filter(line -> line.startsWith("run ")).toList();
	}
}
