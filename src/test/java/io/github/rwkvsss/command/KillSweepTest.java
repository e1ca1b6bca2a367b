package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import ij.ImagePlus;

import io.github.rwkvsss.ChildJava;
import io.github.rwkvsss.OwnModelFolder;
import io.github.rwkvsss.Sweep;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;
import io.github.rwkvsss.tensor.Threads;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands that are killed (SIGKILL) at moments spread evenly over their work, and called again: what is there then is
 * what an undisturbed call leaves, and nothing else. One moment each, 25 with the profile {@code sweeps}.
 */
class KillSweepTest {

	private static final int MOMENTS = Sweep.State.count(1, 25);

	@TempDir
	private Path folder;
	private final int threads = Threads.count();
	private OwnModelFolder models;

	@BeforeEach
	void alone() {
		// One thread, or sums differ by their order.
		Threads.use(1);
		models = new OwnModelFolder(folder.resolve("out"));
	}

	@AfterEach
	void asBefore() {
		Threads.use(threads);
		models.close();
	}

	/** Says b when the work begins and e when it has ended. Arguments: as of the command line. */
	static final class Call {

		private Call() {}

		public static void main(final String... args) throws IOException {
			Threads.use(1);
			// NB: what is loaded once is not the work.
			CommandList.find(args[0]);
			System.out.println("b");
			final int code = CommandLine.run(args, new PrintStream(PrintStream.nullOutputStream()), System.err);
			System.out.println("e" + code);
		}
	}

	/** What is there and must be the same; the seconds that something took, and what tells of them, are left out. */
	@FunctionalInterface
	private interface Seen {

		byte[] of(Path file) throws IOException;
	}

	private TreeMap<String, byte[]> contents(final Path out, final Seen seen) throws IOException {
		final TreeMap<String, byte[]> contents = new TreeMap<>();
		if (!Files.exists(out)) return contents;
		try (Stream<Path> files = Files.walk(out)) {
			for (final Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) contents.put(out.relativize(
				file).toString(), seen.of(file));
		}
		return contents;
	}

	private Process start(final List<String> call) throws IOException {
		return ChildJava.running(Call.class, List.of("-Xmx1g", "-Drwkvsss.models=" + folder.resolve("out"),
			"-Drwkvsss.settings=" + folder.resolve("settings")), call.toArray()).redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	/** @param call writes into the folder {@code out}; the same a second time, where it goes on */
	private void sweep(final Seen seen, final List<String> call) throws IOException, InterruptedException {
		final Path out = folder.resolve("out");
		Files.createDirectories(out);
		final long duration;
		final Process whole = start(call);
		try (BufferedReader said = new BufferedReader(new InputStreamReader(whole.getInputStream(), StandardCharsets.UTF_8))) {
			assertEquals("b", said.readLine());
			final long begin = System.nanoTime();
			assertEquals("e0", said.readLine());
			duration = System.nanoTime() - begin;
		}
		assertTrue(whole.waitFor(1, TimeUnit.MINUTES));
		final TreeMap<String, byte[]> expected = contents(out, seen);
		int killed = 0;
		final List<String> left = new ArrayList<>();
		for (int i = 0; i < MOMENTS; i++) {
			remove(out);
			Files.createDirectories(out);
			final Process process = start(call);
			try (BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream(),
				StandardCharsets.UTF_8)))
			{
				assertEquals("b", said.readLine());
				if (!process.waitFor((long) (duration * (i + 0.5) / MOMENTS), TimeUnit.NANOSECONDS)) killed++;
				process.destroyForcibly();
				assertTrue(process.waitFor(1, TimeUnit.MINUTES));
			}
			left.add(contents(out, seen).keySet().toString());
			final Terminal again = Terminal.call(call.toArray());
			assertEquals(0, again.code(), again.err());
			final TreeMap<String, byte[]> found = contents(out, seen);
			final String moment = "moment " + i + ", left were " + left.get(i);
			assertEquals(expected.keySet(), found.keySet(), moment);
			expected.forEach((name, content) -> assertArrayEquals(content, found.get(name), name + ", " + moment));
		}
		if (MOMENTS > 1) System.out.println(call.get(0) + ": " + killed + " of " + MOMENTS + " killed within " + duration /
			1_000_000 + " ms; left then " + left.stream().distinct().toList());
		assertTrue(killed > 0);
	}

	private static void remove(final Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			for (final Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(file);
		}
	}

	private Path images(final String name, final int count, final int edge) throws IOException {
		final Path images = Files.createDirectory(folder.resolve(name));
		for (int i = 1; i <= count; i++) {
			final ImagePlus image = DrawnImages.discs(8, edge, edge, 1, 1, 1);
			image.getProcessor().add(i);
			if (name.equals("labels")) image.getProcessor().threshold(90);
			ImageWriter.write(image, images.resolve(i + ".tif"));
		}
		return images;
	}

	/** FiftyFilesTest kills one, too. */
	@Sweep
	@Test
	void batch() throws IOException, InterruptedException {
		final Path status = Path.of("batch-status.csv");
		sweep(file -> file.endsWith(status) ? Files.readString(file).replaceAll("\\d+\\.\\d\\d,", "").getBytes(
			StandardCharsets.UTF_8) : Files.readAllBytes(file), List.of("batch", "images=" + images("images", 3, 40), "output=" +
				folder.resolve("out"), "model=" + SmallModels.instance(folder), "rois=true", "table=true", "device=cpu"));
	}

	/** EndedProcessTest kills one, too. */
	@Sweep
	@Test
	void train() throws IOException, InterruptedException {
		sweep(KillSweepTest::weights, List.of("train", "images=" + images("images", 2, 48), "labels=" + images("labels", 2, 48),
			"output=" + folder.resolve("out/m.zip"), "task=semantic", "steps=4", "validate_every=1", "patch=32", "batch=2",
			"validation_share=0.5", "live_window=false", "device=cpu", "threads=1", "resume=true"));
	}

	/** Of a model its weights, of a log nothing: both tell how long it took. */
	private static byte[] weights(final Path file) throws IOException {
		if (!file.toString().endsWith(".zip")) return new byte[0];
		final Map<String, byte[]> entries = new TreeMap<>();
		try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) entries.put(entry.getName(), zip
				.readAllBytes());
		}
		return entries.get("weights.safetensors");
	}

	@Test
	void export() throws IOException, InterruptedException {
		sweep(Files::readAllBytes, List.of("export", "model=" + SmallModels.semantic(folder, 2, 1), "output=" + folder.resolve(
			"out/net.pt"), "tile=64"));
	}

	@Test
	void installingAModel() throws IOException, InterruptedException {
		// Where the kill came after its end, it is there.
		sweep(Files::readAllBytes, List.of("models", "action=install", "source=" + SmallModels.semantic(folder, 2, 1),
			"replace=true"));
	}
}
