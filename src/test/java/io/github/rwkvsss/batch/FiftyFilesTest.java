package io.github.rwkvsss.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import ij.ImagePlus;

import io.github.rwkvsss.ChildJava;
import io.github.rwkvsss.Sweep;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SegmentationSettings;
import io.github.rwkvsss.segment.SmallModels;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fifty files, one empty and one corrupt among them, in one run and in one that is killed at half. */
class FiftyFilesTest {

	private static final Path REAL = Path.of("../shared/data/nuclei-fluo/images");
	private static final int COUNT = 50;
	private static final int EMPTY = 7;
	private static final int CORRUPT = 30;

	@TempDir
	private Path folder;
	private Path images;

	@BeforeEach
	void makeFolder() throws IOException {
		images = Files.createDirectory(folder.resolve("images"));
	}

	/** Runs a batch and tells of every row; waits to be killed after the 27th file. */
	public static final class Child {

		public static void main(final String... args) throws IOException {
			try (BatchModel opened = BatchModel.open(args[0], SegmentationSettings.DEFAULT, notice -> {})) {
				final long[] told = { -1 };
				new Batch(files(Path.of(args[1])), Path.of(args[2]), opened).run((done, total, message) -> {
					if (done / 1000 == told[0]) return;
					told[0] = done / 1000;
					System.out.println("begun " + told[0]);
					if (told[0] == 27) forever();
				}, Cancellation.NEVER);
			}
		}

		private static void forever() {
			try {
				System.in.read();
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e);
			}
		}
	}

	private static FolderImages files(final Path images) {
		return new FolderImages(images, Subfolders.LEFT_OUT, "", "");
	}

	@Test
	void drawnImagesAndAnUntrainedModel() throws IOException, InterruptedException {
		for (int i = 1; i <= COUNT; i++) {
			final ImagePlus image = DrawnImages.discs(8, 32, 32, 1, 1, 1);
			image.getProcessor().add(i);
			ImageWriter.write(image, images.resolve(String.format("cells %02d.tif", i)));
		}
		survivesAKill(SmallModels.instance(folder).toString());
	}

	@Sweep
	@Test
	void realImagesAndTheModelThatShips() throws IOException, InterruptedException {
		assumeTrue(Files.isDirectory(REAL), () -> "skipped: no nuclei at " + REAL.toAbsolutePath().normalize());
		try (Stream<Path> all = Files.list(REAL)) {
			for (final Path file : (Iterable<Path>) all.sorted().filter(FiftyFilesTest::isSmall).limit(COUNT)::iterator) Files
				.copy(file, images.resolve(file.getFileName()));
		}
		final List<List<String>> rows = survivesAKill("nuclei-2d");
		// Every image of this set shows nuclei.
		for (int i = 1; i <= COUNT; i++) if (i != EMPTY && i != CORRUPT) assertTrue(Integer.parseInt(rows.get(i).get(2)) > 0,
			rows.get(i).toString());
	}

	private static boolean isSmall(final Path file) {
		try {
			return ImageIO.read(file.toFile()).getWidth() == 256;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** @return the status at the end, its heading first */
	private List<List<String>> survivesAKill(final String model) throws IOException, InterruptedException {
		final List<Path> inputs;
		try (Stream<Path> all = Files.list(images)) {
			inputs = all.sorted().toList();
		}
		final Path empty = inputs.get(EMPTY - 1);
		final Path corrupt = inputs.get(CORRUPT - 1);
		Files.write(empty, new byte[0]);
		final byte[] bytes = Files.readAllBytes(corrupt);
		Files.write(corrupt, Arrays.copyOf(bytes, bytes.length / 5));

		final Path whole = folder.resolve("whole");
		assertEquals(new BatchReport(48, 0, 2, whole.resolve(Batch.STATUS)), BatchRuns.run(model, files(images), whole,
			SegmentationSettings.DEFAULT));
		final TreeMap<String, byte[]> expected = BatchRuns.results(whole);
		assertEquals(48, expected.size());

		final Path killed = folder.resolve("killed");
		killAtHalf(model, killed);
		final int rows = BatchRuns.status(killed).size() - 1;
		assertTrue(rows >= 25 && rows <= 27, "rows: " + rows);
		// What a kill in the middle of a write leaves.
		Files.writeString(killed.resolve(Batch.STATUS), "cells 28.tif,do", StandardOpenOption.APPEND);
		Files.write(killed.resolve("labels/.cells 28.tif.123e4567-e89b-12d3-a456-426614174000.part"), new byte[10]);
		final Path first = killed.resolve(expected.firstKey());
		final FileTime old = FileTime.fromMillis(1_000_000_000_000L);
		Files.setLastModifiedTime(first, old);

		final BatchReport again = BatchRuns.run(model, files(images), killed, SegmentationSettings.DEFAULT);
		assertEquals(2, again.failed());
		assertEquals(48, again.segmented() + again.doneBefore());
		assertTrue(again.doneBefore() >= 24 - 1 && again.doneBefore() <= 27, again.toString());
		final TreeMap<String, byte[]> results = BatchRuns.results(killed);
		assertEquals(expected.keySet(), results.keySet());
		expected.forEach((name, content) -> assertArrayEquals(content, results.get(name), name));
		assertEquals(old, Files.getLastModifiedTime(first), "done is not done again");
		final List<List<String>> table = BatchRuns.status(killed);
		assertEquals(List.of("file", "status", "objects", "seconds", "message", "settings"), table.get(0));
		assertEquals(COUNT + 1, table.size());
		for (int i = 1; i <= COUNT; i++) {
			assertEquals(inputs.get(i - 1).getFileName().toString(), table.get(i).get(0));
			assertEquals(i == EMPTY || i == CORRUPT ? "failed" : "done", table.get(i).get(1));
		}
		assertEquals(empty + " is empty (0 bytes)", table.get(EMPTY).get(4));
		assertTrue(table.get(CORRUPT).get(4).startsWith(corrupt.toString()), table.get(CORRUPT).get(4));
		return table;
	}

	private void killAtHalf(final String model, final Path output) throws IOException, InterruptedException {
		final Process child = ChildJava.running(Child.class, List.of("-Xmx512m"), model, images, output).start();
		try (BufferedReader out = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = out.readLine(); !"begun 25".equals(line); line = out.readLine()) assertNotEquals(null, line,
				"the child ended on its own");
			// SIGKILL where there are signals; the child is within its 26th to 28th file.
			child.destroyForcibly();
			assertTrue(child.waitFor(1, TimeUnit.MINUTES));
		}
	}
}
