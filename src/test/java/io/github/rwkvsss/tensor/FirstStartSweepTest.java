package io.github.rwkvsss.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.ChildJava;

/**
 * First starts of the real LibTorch that are killed, come in pairs, or find a full disk: the next start works, and no
 * Java crashes. Takes minutes, so it runs where it is asked for: {@code mvn -B test -Dtest=FirstStartSweepTest
 * -Drwkvsss.sweep=50}, the number being that of the kills. With {@code -Drwkvsss.sweep.path=<folder>} another LibTorch is in
 * the path of the system's loader.
 */
class FirstStartSweepTest {

	private static final String WORKS = "works 64000.0 native true";

	@TempDir
	Path folder;

	private int kills;

	@BeforeEach
	void onlyWhereAskedFor() {
		kills = Integer.getInteger("rwkvsss.sweep", 0);
		assumeTrue(kills > 0, "takes minutes; -Drwkvsss.sweep=50 runs it");
	}

	private Process start(final Path natives) throws IOException {
		final ProcessBuilder builder = ChildJava.running(FirstStart.class, List.of("-Xmx256m", "-XX:ErrorFile=" + folder +
			"/hs_err_%p.log", "-Drwkvsss.natives=" + natives), "").redirectErrorStream(true);
		final String path = System.getProperty("rwkvsss.sweep.path");
		if (path != null) builder.environment().put("LD_LIBRARY_PATH", path);
		return builder.start();
	}

	private void assertWorks(final Path natives, final String after) throws IOException, InterruptedException {
		final Process process = start(natives);
		final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertEquals(0, process.waitFor(), after + ": " + said);
		assertTrue(said.contains(WORKS), after + ": " + said);
		try (Stream<Path> all = Files.list(natives)) {
			assertEquals(List.of(), all.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".part") || name
				.endsWith(".old")).toList(), after);
		}
		try (Stream<Path> all = Files.list(folder)) {
			assertTrue(all.noneMatch(file -> file.toString().contains("hs_err")), after + ": Java crashed");
		}
	}

	/** Reads what a process says until it is that far, or ends. */
	private static void awaitPercent(final BufferedReader said, final int percent) throws IOException {
		for (String line = said.readLine(); line != null; line = said.readLine()) {
			if (line.matches(".*once: \\d+ %") && Integer.parseInt(line.replaceAll(".* (\\d+) %", "$1")) >= percent) return;
			if (line.startsWith("loading OpLibrary")) return;
		}
	}

	private static void delete(final Path natives) throws IOException {
		try (Stream<Path> all = Files.walk(natives)) {
			for (final Path file : all.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(file);
		}
	}

	/** Four fifths while it is unpacked, the rest while it is written to the disk, moved and loaded. */
	@Test
	void whateverIsKilledTheNextStartWorks() throws IOException, InterruptedException {
		for (int i = 0; i < kills; i++) {
			final Path natives = folder.resolve("natives" + i);
			final Process process = start(natives);
			final int percent = Math.min(100, 125 * i / kills);
			try (BufferedReader said = process.inputReader()) {
				awaitPercent(said, percent);
				if (percent == 100) Thread.sleep(1500L * (i - 4 * kills / 5) / kills);
				process.destroyForcibly();
			}
			process.waitFor();
			assertWorks(natives, "killed at " + percent + " %, number " + i);
			delete(natives);
			System.out.println("kill " + i + " at " + percent + " %: the next start works");
		}
	}

	@Test
	void ofTwoFirstStartsBothWork() throws IOException, InterruptedException {
		for (int i = 0; i < 2 * kills / 5; i++) {
			final Path natives = folder.resolve("pair" + i);
			final List<Process> both = List.of(start(natives), start(natives));
			final List<Thread> readers = new ArrayList<>();
			final String[] said = new String[2];
			for (int k = 0; k < 2; k++) {
				final int which = k;
				readers.add(new Thread(() -> said[which] = both.get(which).inputReader().lines().reduce("", (a, b) -> a + "\n" +
					b)));
				readers.get(k).start();
			}
			for (int k = 0; k < 2; k++) {
				readers.get(k).join();
				assertEquals(0, both.get(k).waitFor(), said[k]);
				assertTrue(said[k].contains(WORKS), said[k]);
			}
			assertWorks(natives, "pair " + i);
			delete(natives);
			System.out.println("pair " + i + ": both work, and so does a third");
		}
	}

	@Test
	void afterAFullDiskTheNextStartWorks() throws IOException, InterruptedException {
		final Path disk = Files.createDirectories(folder.resolve("disk"));
		assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=700m", "none", disk.toString()) == 0,
			"only root can mount a small disk");
		try {
			for (int percent = 10; percent <= 90; percent += 20) fill(disk, percent);
		}
		finally {
			run("umount", "-l", disk.toString());
		}
	}

	private void fill(final Path disk, final int percent) throws IOException, InterruptedException {
		final Path natives = disk.resolve("natives");
		final Path filler = disk.resolve("filler");
		// All but what is needed and a little, so that the rest is filled before the process gets further.
		final Path most = Files.write(disk.resolve("most"), new byte[230 << 20]);
		final Process process = start(natives);
		final String said;
		try (BufferedReader lines = process.inputReader()) {
			awaitPercent(lines, percent);
			try (OutputStream out = Files.newOutputStream(filler)) {
				while (true) out.write(new byte[1 << 20]);
			}
			catch (final IOException e) {
				said = lines.lines().reduce("", (a, b) -> b);
			}
		}
		assertEquals(1, process.waitFor(), said);
		assertTrue(said.startsWith("refused: there is not enough space to unpack LibTorch to "), said);
		assertTrue(said.matches(".* needs \\d+ MiB, \\d+ MiB are free; .*"), said);
		try (Stream<Path> all = Files.walk(natives)) {
			assertEquals(0, all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum(), "left at " +
				percent);
		}
		Files.delete(filler);
		Files.delete(most);
		assertWorks(natives, "full at " + percent + " %");
		delete(natives);
		System.out.println("disk full at " + percent + " %: \"" + said + "\"; the next start works");
	}

	private static int run(final String... words) throws IOException, InterruptedException {
		return new ProcessBuilder(words).inheritIO().start().waitFor();
	}
}
