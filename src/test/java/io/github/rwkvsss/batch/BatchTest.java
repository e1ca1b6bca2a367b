package io.github.rwkvsss.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import ij.ImagePlus;

import io.github.rwkvsss.file.CsvLine;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.image.VolumeSpace;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.SegmentationSettings;
import io.github.rwkvsss.segment.SmallModels;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of a few small drawn images. */
class BatchTest {

	@TempDir
	static Path shared;
	private static Path model;

	@TempDir
	private Path folder;

	@BeforeAll
	static void draw() throws IOException {
		model = SmallModels.instance(shared);
	}

	private static BatchReport run(final FolderImages files, final Path output, final SegmentationSettings settings)
		throws IOException
	{
		return BatchRuns.run(model.toString(), files, output, settings);
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

	/** TIFF would lose how the volume lies in its scanner. */
	@Test
	void labelsOfNiftiAreNifti() throws IOException {
		final Path few = Files.createDirectories(folder.resolve("few"));
		Files.copy(Path.of("sample-data/phantom/images/phantom.nii.gz"), few.resolve("phantom.nii.gz"));
		final FolderImages files = new FolderImages(few, Subfolders.LEFT_OUT, "", "");
		final Path output = folder.resolve("out");
		final SegmentationSettings settings = SegmentationSettings.DEFAULT.withResults(Set.of(ResultKind.LABELS,
			ResultKind.PROBABILITIES));
		assertEquals(1, run(files, output, settings).segmented());
		assertEquals(1, run(files, output, settings).doneBefore());
		final ImagePlus labels = ImageReader.read(output.resolve("labels/phantom.nii.gz"));
		final ImagePlus image = ImageReader.read(few.resolve("phantom.nii.gz"));
		assertArrayEquals(image.getDimensions(), labels.getDimensions());
		assertArrayEquals(VolumeSpace.of(image).affine()[0], VolumeSpace.of(labels).affine()[0]);
		assertTrue(Files.isRegularFile(output.resolve("probabilities/phantom.tif")));
	}

	/** What a power cut may leave of results that the system had not yet brought to the disk. */
	@Test
	void emptyAndCutResultsAreDoneAgain() throws IOException {
		final FolderImages files = new FolderImages(copies("a.tif", "b.tif", "c.tif"), Subfolders.LEFT_OUT, "", "");
		final Path output = folder.resolve("out");
		run(files, output, SegmentationSettings.DEFAULT);
		final byte[] whole = Files.readAllBytes(output.resolve("labels/b.tif"));
		Files.write(output.resolve("labels/a.tif"), new byte[0]);
		Files.write(output.resolve("labels/b.tif"), java.util.Arrays.copyOf(whole, whole.length - 1));
		assertEquals(2, run(files, output, SegmentationSettings.DEFAULT).segmented());
		assertEquals(whole.length, Files.size(output.resolve("labels/a.tif")));
		assertEquals(whole.length, Files.size(output.resolve("labels/b.tif")));
		// Rows of before sizes were noted go on counting.
		final Path status = output.resolve(Batch.STATUS);
		Files.writeString(status, Files.readString(status).replaceAll("(?m)-\\d+$", ""));
		assertEquals(3, run(files, output, SegmentationSettings.DEFAULT).doneBefore());
	}

	@Test
	void aLinkToAFolderIsOne() throws IOException {
		final Path few = copies("a.tif", "deep/b.tif");
		final Path link = Files.createSymbolicLink(folder.resolve("link"), few);
		assertEquals(List.of("a.tif"), names(new FolderImages(link, Subfolders.LEFT_OUT, "", ""), folder.resolve("out")));
		// Nor does a link within it that leads back make a circle.
		Files.createSymbolicLink(few.resolve("deep/back"), few);
		assertEquals(List.of("a.tif", "deep/b.tif"), names(new FolderImages(link, Subfolders.INCLUDED, "", ""), folder.resolve(
			"out")));
	}

	@Test
	void aFolderThatCannotBeReadIsPassedOverAndSaidOnce() throws IOException {
		final Path few = copies("a.tif", "closed/b.tif", "open/c.tif");
		final FolderImages files = new FolderImages(few, Subfolders.INCLUDED, "", "");
		final List<String> said = new ArrayList<>();
		final FolderImages.Listing listing = each -> {
			if (each.endsWith("closed")) throw new java.nio.file.AccessDeniedException(each.toString());
			try (java.util.stream.Stream<Path> all = Files.list(each)) {
				return all.toList();
			}
		};
		assertEquals(List.of("a.tif", "open/c.tif"), files.list(folder.resolve("out"), said::add, listing).stream().map(
			FolderImages.Item::name).toList());
		assertEquals(List.of("the folder closed in " + few + " cannot be read and was passed over; check the permissions"),
			said);
		assertEquals("folder " + few + " cannot be read; check its permissions", assertThrows(IOException.class, () -> files
			.list(folder.resolve("out"), said::add, each -> {
				throw new java.nio.file.AccessDeniedException(each.toString());
			})).getMessage());
	}

	/** Names may hold what tables are made of, and what a spreadsheet would compute. */
	@Test
	void oddNamesSurvive() throws IOException {
		final List<String> names = List.of("=1+1, \"x\".tif", "@a.tif", "two\nlines.tif");
		final FolderImages files = new FolderImages(copies(names.toArray(String[]::new)), Subfolders.LEFT_OUT, "", "");
		final Path output = folder.resolve("out");
		final SegmentationSettings settings = SegmentationSettings.DEFAULT.withResults(EnumSet.of(ResultKind.LABELS,
			ResultKind.TABLE));
		assertEquals(3, run(files, output, settings).segmented());
		assertEquals(3, run(files, output, settings).doneBefore());
		final List<String> rows = CsvLine.rows(Files.readString(output.resolve(Batch.STATUS)));
		assertEquals(names, rows.subList(1, rows.size()).stream().map(row -> CsvLine.parse(row).get(0)).toList());
		assertTrue(rows.get(1).startsWith("\"'=1+1, \"\"x\"\".tif\",done,"), rows.get(1));
		assertTrue(rows.get(2).startsWith("'@a.tif,done,"), rows.get(2));
		final List<String> all = CsvLine.rows(Files.readString(output.resolve("all-objects.csv")));
		for (final String row : all) {
			assertEquals(CsvLine.parse(all.get(0)).size(), CsvLine.parse(row).size(), row);
			assertTrue(CsvLine.parse(row).get(0).equals("File") || names.contains(CsvLine.parse(row).get(0)), row);
		}
	}

	/** As spreadsheets of Windows save a table. */
	@Test
	void aStatusThatASpreadsheetSavedIsReadAll() throws IOException {
		final FolderImages files = new FolderImages(copies("a.tif", "\u00fc.tif"), Subfolders.LEFT_OUT, "", "");
		final Path output = folder.resolve("out");
		assertEquals(2, run(files, output, SegmentationSettings.DEFAULT).segmented());
		final Path status = output.resolve(Batch.STATUS);
		Files.writeString(status, "\uFEFF" + Files.readString(status).replace("\n", "\r\n"));
		assertEquals(2, run(files, output, SegmentationSettings.DEFAULT).doneBefore());
	}

	@Test
	void namesThatSomeDisksCannotHoldAreHeldApart() throws IOException {
		final FolderImages files = new FolderImages(copies("A.tif", "a.tif", "aux.tif"), Subfolders.LEFT_OUT, "", "");
		final Path output = folder.resolve("out");
		final List<String> told = new ArrayList<>();
		try (BatchModel opened = BatchModel.open(model.toString(), SegmentationSettings.DEFAULT, told::add)) {
			assertEquals(3, new Batch(files, output, opened).run(Progress.NONE, Cancellation.NEVER).segmented());
		}
		assertEquals(Set.of("labels/A.tif.tif", "labels/a.tif-2.tif", "labels/aux_.tif"), BatchRuns.results(output).keySet());
		assertTrue(told.stream().anyMatch(sentence -> sentence.startsWith(
			"the results of a.tif and of 1 more have another name, a.tif-2 the first, because ")), told.toString());
		assertEquals(3, run(files, output, SegmentationSettings.DEFAULT).doneBefore());
	}

	/** Windows' old limit is 260 letters of a path; names may have 255. */
	@Test
	void longPathsAndNamesAreWritten() throws IOException {
		final String name = "n".repeat(251) + ".tif";
		final Path deep = folder.resolve("d".repeat(200));
		final FolderImages files = new FolderImages(copies(name), Subfolders.LEFT_OUT, "", "");
		assertEquals(1, run(files, deep, SegmentationSettings.DEFAULT).segmented());
		assertTrue(Files.size(deep.resolve("labels").resolve(name)) > 0);
		assertEquals(1, run(files, deep, SegmentationSettings.DEFAULT).doneBefore());
	}

	@Test
	void notesOfSomebodyElseStayAsTheyAre() throws IOException {
		final Path status = Files.writeString(folder.resolve(Batch.STATUS), "my own notes without an end");
		assertThrows(IOException.class, () -> StatusFile.open(status));
		assertEquals("my own notes without an end", Files.readString(status));
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
		final Set<String> names = BatchRuns.results(output).keySet();
		for (final ResultKind kind : ResultKind.values()) {
			for (final String name : List.of("a", "deep/b.tif", "deep/b.png")) assertTrue(names.contains(kind.word() + "/" +
				name + kind.extension()), kind + " of " + name + " in " + names);
		}
		assertEquals(3 * 8 + 2, names.size(), names.toString());
		final List<String> all = Files.readAllLines(output.resolve("all-objects.csv"));
		int rows = 0;
		for (final String name : List.of("a", "deep/b.tif", "deep/b.png")) rows += Files.readAllLines(output.resolve("table/" +
			name + ".csv")).size() - 1;
		assertEquals(1 + rows, all.size());
		final JsonObject instances = JsonParser.parseString(Files.readString(output.resolve("all-instances.json")))
			.getAsJsonObject();
		assertEquals(rows, instances.getAsJsonArray("annotations").size());
		assertEquals(List.of("a.tif", "deep/b.png", "deep/b.tif"), instances.getAsJsonArray("images").asList().stream().map(
			image -> image.getAsJsonObject().get("file_name").getAsString()).sorted().distinct().toList());
		assertTrue(all.get(0).startsWith("File,Label,Object,Frame,Slice,Area,Pixels,Score,Mean,"), all.get(0));
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
		assertTrue(assertThrows(IllegalArgumentException.class, () -> names(new FolderImages(few, Subfolders.LEFT_OUT, "[a",
			""), out)).getMessage().startsWith("include \"[a\" is not a pattern ("));
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
			assertEquals(3, BatchRuns.status(output).size());
			assertEquals(2, new Batch(files, output, opened).run(Progress.NONE, Cancellation.NEVER).doneBefore());
		}
	}

	/** The file of the model may go as soon as the batch has begun. */
	@Test
	void theModelIsReadOnce() throws IOException {
		final FolderImages files = new FolderImages(copies("a.tif", "b.tif", "c.tif"), Subfolders.LEFT_OUT, "", "");
		final Path passing = Files.copy(model, folder.resolve("passing.zip"));
		try (BatchModel opened = BatchModel.open(passing.toString(), SegmentationSettings.DEFAULT, notice -> {})) {
			Files.delete(passing);
			assertEquals(3, new Batch(files, folder.resolve("out"), opened).run(Progress.NONE, Cancellation.NEVER).segmented());
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
		assertTrue(assertThrows(IOException.class, () -> run(files, output, SegmentationSettings.DEFAULT)).getMessage()
			.startsWith(output.resolve(Batch.STATUS) + " is not the status of a batch"));
		assertEquals("my own notes\n", Files.readString(output.resolve(Batch.STATUS)));
		final Path taken = folder.resolve("taken");
		run(files, taken, SegmentationSettings.DEFAULT);
		try (StatusFile other = StatusFile.open(taken.resolve(Batch.STATUS))) {
			assertTrue(assertThrows(IOException.class, () -> run(files, taken, SegmentationSettings.DEFAULT)).getMessage()
				.startsWith("another batch is writing "));
		}
		assertTrue(assertThrows(IOException.class, () -> run(new FolderImages(folder.resolve("no"), Subfolders.LEFT_OUT, "",
			""), output, SegmentationSettings.DEFAULT)).getMessage().endsWith("no does not exist; check the path"));
	}

	@Test
	void statusSurvivesWhatFileNamesHold() {
		final FileStatus row = new FileStatus("a, \"b\".tif", FileStatus.Outcome.FAILED, "", 1.5, "line\nbreak", "0");
		assertEquals("\"a, \"\"b\"\".tif\",failed,,1.50,line break,0", row.line());
		assertEquals("a, \"b\".tif", FileStatus.of(row.line()).orElseThrow().file());
		assertTrue(FileStatus.of("a.tif,done,1").isEmpty());
	}

	/** What a reader has to say of a file stands in its row. */
	@Test
	void aFileThatWasTurnedIsToldSo() throws IOException {
		final Path turned = Files.createDirectory(folder.resolve("turned"));
		Files.copy(Path.of("src/test/resources/io/github/rwkvsss/format/raster/orientation7.jpg"), turned.resolve(
			"turned.jpg"));
		final Path results = folder.resolve("turned results");
		try (BatchModel opened = BatchModel.open(model.toString(), SegmentationSettings.DEFAULT, notice -> {})) {
			new Batch(new FolderImages(turned, Subfolders.LEFT_OUT, "", ""), results, opened).run(Progress.NONE,
				Cancellation.NEVER);
		}
		final String row = CsvLine.rows(Files.readString(results.resolve("batch-status.csv"))).get(1);
		assertTrue(CsvLine.parse(row).get(4).startsWith("the image was turned upright, as its file asks for (orientation 7)"),
			row);
	}
}
