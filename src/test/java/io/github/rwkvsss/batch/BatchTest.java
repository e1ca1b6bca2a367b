package io.github.rwkvsss.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import ij.ImagePlus;
import io.github.rwkvsss.ChildJava;
import io.github.rwkvsss.image.ImageReader;
import io.github.rwkvsss.image.ImageWriter;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.CsvLine;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.SegmentationSettings;
import io.github.rwkvsss.segment.SmallModels;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of small drawn images, one corrupt and one empty among them. */
class BatchTest {

	private static final int COUNT = 50;

	@TempDir
	static Path shared;
	private static Path model;
	private static Path images;

	@TempDir
	private Path folder;

	@BeforeAll
	static void draw() throws IOException {
		model = SmallModels.instance(shared);
		images = Files.createDirectory(shared.resolve("images"));
		for (int i = 1; i <= COUNT; i++) {
			final Path file = images.resolve(String.format("cells %02d.tif", i));
			final ImagePlus image = DrawnImages.discs(8, 32, 32, 1, 1, 1);
			image.getProcessor().add(i);
			ImageWriter.write(image, file);
			if (i == 7) Files.write(file, new byte[0]);
			if (i == 30) Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 200));
		}
	}

	private static FolderImages all() {
		return new FolderImages(images, Subfolders.LEFT_OUT, "", "");
	}

	private static BatchReport run(final FolderImages files, final Path output, final SegmentationSettings settings)
		throws IOException
	{
		try (BatchModel opened = BatchModel.open(model.toString(), settings, notice -> {})) {
			return new Batch(files, output, opened).run(Progress.NONE, Cancellation.NEVER);
		}
	}

	private static TreeMap<String, byte[]> results(final Path folder) throws IOException {
		final TreeMap<String, byte[]> results = new TreeMap<>();
		try (Stream<Path> files = Files.walk(folder)) {
			for (final Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
				if (!file.endsWith(Batch.STATUS)) results.put(folder.relativize(file).toString(), Files.readAllBytes(file));
			}
		}
		return results;
	}

	private static List<List<String>> status(final Path output) throws IOException {
		return Files.readAllLines(output.resolve(Batch.STATUS)).stream().map(CsvLine::parse).toList();
	}

	private static void assertSame(final TreeMap<String, byte[]> expected, final TreeMap<String, byte[]> actual) {
		assertEquals(expected.keySet(), actual.keySet());
		expected.forEach((name, bytes) -> assertArrayEquals(bytes, actual.get(name), name));
	}

	/** Runs a batch and tells of every row; waits to be killed after the 27th file. */
	public static final class Child {

		public static void main(final String... args) throws IOException {
			try (BatchModel opened = BatchModel.open(args[0], SegmentationSettings.DEFAULT, notice -> {})) {
				final long[] told = { -1 };
				new Batch(new FolderImages(Path.of(args[1]), Subfolders.LEFT_OUT, "", ""), Path.of(args[2]), opened).run((done, total,
					message) -> {
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

	@Test
	void fiftyFilesWithTwoBadOnesSurviveAKill() throws IOException, InterruptedException {
		final Path whole = folder.resolve("whole");
		final BatchReport report = run(all(), whole, SegmentationSettings.DEFAULT);
		assertEquals(new BatchReport(48, 0, 2, whole.resolve(Batch.STATUS)), report);
		final TreeMap<String, byte[]> expected = results(whole);
		assertEquals(48, expected.size());

		final Path killed = folder.resolve("killed");
		final Process child = ChildJava.running(Child.class, List.of("-Xmx512m"), model, images, killed).start();
		try (BufferedReader out = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = out.readLine(); !"begun 25".equals(line); line = out.readLine()) assertNotEquals(null, line,
				"the child ended by itself");
			// SIGKILL where there are signals; the child is within its 26th to 28th file.
			child.destroyForcibly();
			assertTrue(child.waitFor(1, TimeUnit.MINUTES));
		}
		final int rows = status(killed).size() - 1;
		assertTrue(rows >= 25 && rows <= 27, "rows: " + rows);
		// What a kill in the middle of a write leaves.
		Files.writeString(killed.resolve(Batch.STATUS), "cells 28.tif,do", StandardOpenOption.APPEND);
		Files.write(killed.resolve("labels/.cells 28.tif.0.part"), new byte[10]);
		final FileTime old = FileTime.fromMillis(1_000_000_000_000L);
		Files.setLastModifiedTime(killed.resolve("labels/cells 01.tif"), old);

		final BatchReport again = run(all(), killed, SegmentationSettings.DEFAULT);
		assertEquals(2, again.failed());
		assertEquals(48, again.segmented() + again.doneBefore());
		assertTrue(again.doneBefore() >= 24 - 1 && again.doneBefore() <= 27, again.toString());
		assertSame(expected, results(killed));
		assertEquals(old, Files.getLastModifiedTime(killed.resolve("labels/cells 01.tif")), "done is not done again");
		final List<List<String>> table = status(killed);
		assertEquals(List.of("file", "status", "objects", "seconds", "message", "settings"), table.get(0));
		assertEquals(COUNT + 1, table.size());
		for (int i = 1; i <= COUNT; i++) {
			assertEquals(String.format("cells %02d.tif", i), table.get(i).get(0));
			assertEquals(i == 7 || i == 30 ? "failed" : "done", table.get(i).get(1));
		}
		assertEquals(images.resolve("cells 07.tif") + " is empty (0 bytes)", table.get(7).get(4));
		assertTrue(table.get(30).get(4).startsWith(images.resolve("cells 30.tif").toString()), table.get(30).get(4));
	}

	private Path copies(final String... names) throws IOException {
		final Path few = Files.createDirectories(folder.resolve("few"));
		for (final String name : names) {
			final Path file = few.resolve(name);
			Files.createDirectories(file.getParent());
			ImageWriter.write(DrawnImages.discs(8, 40, 33, 1, 1, 1), file);
		}
		return few;
	}

	@Test
	void otherSettingsAndOtherFilesAreDoneAgain() throws IOException {
		final Path few = copies("a.tif", "b.tif");
		final FolderImages files = new FolderImages(few, Subfolders.LEFT_OUT, "", "");
		final Path output = folder.resolve("out");
		assertEquals(2, run(files, output, SegmentationSettings.DEFAULT).segmented());
		assertEquals(2, run(files, output, SegmentationSettings.DEFAULT).doneBefore());
		assertEquals(2, run(files, output, SegmentationSettings.DEFAULT.withTile(64)).segmented());
		Files.delete(output.resolve("labels/b.tif"));
		assertEquals(1, run(files, output, SegmentationSettings.DEFAULT.withTile(64)).segmented());
		Files.setLastModifiedTime(few.resolve("a.tif"), FileTime.fromMillis(5000));
		final BatchReport last = run(files, output, SegmentationSettings.DEFAULT.withTile(64));
		assertEquals(List.of(1, 1, 0), List.of(last.segmented(), last.doneBefore(), last.failed()));
	}

	@Test
	void everyKindHasItsFolder() throws IOException {
		final Path few = copies("a.tif", "deep/b.tif", "deep/b.png", "deep/c-mask.tif");
		final FolderImages files = new FolderImages(few, Subfolders.INCLUDED, "", "*-mask.*");
		// NB: below the images, so that its own results must not be taken for images.
		final Path output = few.resolve("results");
		final SegmentationSettings settings = SegmentationSettings.DEFAULT.withResults(EnumSet.allOf(ResultKind.class));
		assertEquals(3, run(files, output, settings).segmented());
		assertEquals(3, run(files, output, settings).doneBefore());
		final Set<String> names = results(output).keySet();
		for (final ResultKind kind : ResultKind.values()) {
			for (final String name : List.of("a", "deep/b.tif", "deep/b.png")) assertTrue(names.contains(kind.word() + "/" + name +
				kind.extension()), kind + " of " + name + " in " + names);
		}
		assertEquals(3 * 6 + 1, names.size(), names.toString());
		final List<String> all = Files.readAllLines(output.resolve("all-objects.csv"));
		int rows = 0;
		for (final String name : List.of("a", "deep/b.tif", "deep/b.png")) rows += Files.readAllLines(output.resolve("table/" +
			name + ".csv")).size() - 1;
		assertEquals(1 + rows, all.size());
		assertTrue(all.get(0).startsWith("File,Label,Object,Frame,Slice,Area,Pixels,Mean,"), all.get(0));
		assertEquals(40, ImageReader.read(output.resolve("overlay/a.tif")).getWidth());
	}

	@Test
	void patternsChooseByNameOrPathWhateverTheCase() throws IOException {
		final Path few = copies("a.tif", "b.png", "deep/c.tif");
		Files.move(few.resolve("a.tif"), few.resolve("A.TIF"));
		final Path out = folder.resolve("out");
		assertEquals(List.of("A.TIF"), names(new FolderImages(few, Subfolders.LEFT_OUT, "*.tif", ""), out));
		assertEquals(List.of("A.TIF", "b.png"), names(new FolderImages(few, Subfolders.LEFT_OUT, "{*.tif,*.png}", ""), out));
		assertEquals(List.of("deep/c.tif"), names(new FolderImages(few, Subfolders.INCLUDED, "deep/*", ""), out));
		assertEquals(List.of("b.png", "deep/c.tif"), names(new FolderImages(few, Subfolders.INCLUDED, "", "a*"), out));
		assertEquals("folder " + few + " holds no file that matches *.jpg; subfolders were not looked into", assertThrows(
			IOException.class, () -> names(new FolderImages(few, Subfolders.LEFT_OUT, "*.jpg", ""), out)).getMessage());
		assertTrue(assertThrows(IllegalArgumentException.class, () -> names(new FolderImages(few, Subfolders.LEFT_OUT, "[a", ""),
			out)).getMessage().startsWith("include \"[a\" is not a pattern ("));
	}

	private static List<String> names(final FolderImages files, final Path output) throws IOException {
		return files.list(output).stream().map(FolderImages.Item::name).toList();
	}

	@Test
	void cancelKeepsWhatIsDone() throws IOException {
		final Path few = copies("a.tif", "b.tif", "c.tif");
		final FolderImages files = new FolderImages(few, Subfolders.LEFT_OUT, "", "");
		final Path output = folder.resolve("out");
		final List<Long> begun = new ArrayList<>();
		try (BatchModel opened = BatchModel.open(model.toString(), SegmentationSettings.DEFAULT, notice -> {})) {
			assertThrows(CanceledException.class, () -> new Batch(files, output, opened).run((done, total, message) -> begun.add(
				done / 1000), () -> begun.contains(2L)));
			assertEquals(3, status(output).size());
			assertEquals(2, new Batch(files, output, opened).run(Progress.NONE, Cancellation.NEVER).doneBefore());
		}
	}

	@Test
	void refusesInOneSentence() throws IOException {
		final Path few = copies("a.tif");
		final FolderImages files = new FolderImages(few, Subfolders.LEFT_OUT, "", "");
		assertEquals("images and results are to lie in one folder, " + few + "; choose another for the results", assertThrows(
			IllegalArgumentException.class, () -> run(files, few, SegmentationSettings.DEFAULT)).getMessage());
		final Path output = Files.createDirectory(folder.resolve("out"));
		Files.writeString(output.resolve(Batch.STATUS), "my own notes\n");
		assertTrue(assertThrows(IOException.class, () -> run(files, output, SegmentationSettings.DEFAULT)).getMessage().startsWith(
			output.resolve(Batch.STATUS) + " is not the status of a batch"));
		assertEquals("my own notes\n", Files.readString(output.resolve(Batch.STATUS)));
		final Path taken = folder.resolve("taken");
		run(files, taken, SegmentationSettings.DEFAULT);
		try (StatusFile other = StatusFile.open(taken.resolve(Batch.STATUS))) {
			assertTrue(assertThrows(IOException.class, () -> run(files, taken, SegmentationSettings.DEFAULT)).getMessage()
				.startsWith("another batch is writing "));
		}
		assertTrue(assertThrows(IOException.class, () -> run(new FolderImages(folder.resolve("no"), Subfolders.LEFT_OUT, "", ""),
			output, SegmentationSettings.DEFAULT)).getMessage().endsWith("no does not exist; check the path"));
	}

	@Test
	void statusSurvivesWhatFileNamesHold() {
		final FileStatus row = new FileStatus("a, \"b\".tif", FileStatus.Outcome.FAILED, "", 1.5, "line\nbreak", "0");
		assertEquals("\"a, \"\"b\"\".tif\",failed,,1.50,line break,0", row.line());
		assertEquals("a, \"b\".tif", FileStatus.of(row.line()).orElseThrow().file());
		assertTrue(FileStatus.of("a.tif,done,1").isEmpty());
	}
}
