package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import ij.ImagePlus;

import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each bad input gives the exit code 1, one clear sentence, and no file. */
class BadInputTest {

	@TempDir
	static Path shared;
	private static Path model;
	private static Path image;

	@TempDir
	private Path folder;

	@BeforeAll
	static void prepare() throws IOException {
		model = SmallModels.semantic(shared, 2, 1);
		image = write(shared.resolve("discs.tif"), DrawnImages.discs(8, 40, 30, 1, 1, 1));
	}

	private static Path write(final Path file, final ImagePlus image) throws IOException {
		ImageWriter.write(image, file);
		return file;
	}

	/** Segments into the test's folder and expects a refusal that leaves nothing there. */
	private String refusedSegment(final Object... pairs) throws IOException {
		final List<Path> before = files(folder);
		final Object[] args = new Object[pairs.length + 1];
		args[0] = "segment";
		System.arraycopy(pairs, 0, args, 1, pairs.length);
		final String sentence = refused(args);
		assertEquals(before, files(folder), "nothing may be left behind");
		return sentence;
	}

	private static String refused(final Object... args) {
		final Terminal terminal = Terminal.call(args);
		assertEquals(1, terminal.code(), terminal.out());
		assertEquals("", terminal.out());
		assertTrue(terminal.sentence().startsWith("error: "), terminal.err());
		assertFalse(terminal.err().contains("Exception"), terminal.err());
		return terminal.sentence().substring("error: ".length());
	}

	private static List<Path> files(final Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.sorted().toList();
		}
	}

	private String output() {
		return "output=" + folder.resolve("out.tif");
	}

	@Test
	void missingFile() throws IOException {
		final Path none = folder.resolve("none.tif");
		assertEquals(none + " does not exist; check the path", refusedSegment("input=" + none, "model=" + model, output()));
		assertEquals("there is no model " + folder.resolve("none.zip") + "; check the path", refusedSegment("input=" + image,
			"model=" + folder.resolve("none.zip"), output()));
		assertTrue(refusedSegment("input=" + image, "model=nuclei-9d", output()).matches(
			"there is no model \"nuclei-9d\"; choose .*the path of a model file"));
	}

	@Test
	void corruptAndEmptyFiles() throws IOException {
		final Path png = write(folder.resolve("good.png"), DrawnImages.discs(8, 64, 64, 1, 1, 1));
		final byte[] bytes = Files.readAllBytes(png);
		Files.write(png, Arrays.copyOf(bytes, bytes.length / 2));
		assertTrue(refusedSegment("input=" + png, "model=" + model, output()).startsWith(png + " is damaged"));
		final Path empty = Files.createFile(folder.resolve("empty.png"));
		assertEquals(empty + " is empty (0 bytes)", refusedSegment("input=" + empty, "model=" + model, output()));
		final Path text = Files.writeString(folder.resolve("notes.tif"), "no image");
		assertEquals(text + " is not an image that can be read; use TIFF, NIfTI, DICOM, PNG, JPEG, BMP or GIF", refusedSegment(
			"input=" + text, "model=" + model, output()));
	}

	@Test
	void truncatedModel() throws IOException {
		final byte[] bytes = Files.readAllBytes(model);
		for (final int length : new int[] { 0, 100, bytes.length / 2, bytes.length - 2000 }) {
			final Path cut = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(bytes, length));
			assertTrue(refusedSegment("input=" + image, "model=" + cut, output()).contains(cut.toString()), "length " + length);
		}
	}

	@Test
	void modelOfAnotherVersion() throws IOException {
		final Path newer = folder.resolve("newer.zip");
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(newer))) {
			zip.putNextEntry(new ZipEntry("model.json"));
			zip.write("{\"format\": 99}".getBytes(StandardCharsets.UTF_8));
			zip.closeEntry();
		}
		assertEquals("model " + newer +
			" has the format version 99, this program reads 1 to 4; update the plugin, or export the model again", refusedSegment(
				"input=" + image, "model=" + newer, output()));
	}

	@Test
	void channelsThatDoNotMatch() throws IOException {
		final Path three = write(folder.resolve("three.tif"), DrawnImages.discs(8, 40, 30, 3, 1, 1));
		assertEquals("three.tif has 3 channels, the model takes 1; choose which with channels, for instance channels=1",
			refusedSegment("input=" + three, "model=" + model, output()));
		assertEquals("three.tif has 3 channels, and no channel 5", refusedSegment("input=" + three, "model=" + model,
			"channels=5", output()));
		assertEquals("2 channels are chosen, the model takes 1; write for instance channels=1", refusedSegment("input=" + three,
			"model=" + model, "channels=1,2", output()));
	}

	@Test
	void labelImageOfAnotherSize() throws IOException {
		final Path images = Files.createDirectory(folder.resolve("images"));
		final Path labels = Files.createDirectory(folder.resolve("labels"));
		write(images.resolve("a.tif"), DrawnImages.discs(8, 40, 30, 1, 1, 1));
		write(labels.resolve("a.tif"), DrawnImages.discs(8, 40, 31, 1, 1, 1));
		final List<Path> before = files(folder);
		final String sizes = labels.resolve("a.tif") + " is 40 x 31 pixels, ";
		assertTrue(refused("train", "images=" + images, "labels=" + labels, "output=" + folder.resolve("m.zip")).contains(
			sizes));
		assertTrue(refused("evaluate", "images=" + images, "labels=" + labels, "model=" + model).contains(sizes));
		assertTrue(refused("evaluate", "predictions=" + images, "labels=" + labels, "task=instance").contains(sizes));
		assertEquals(before, files(folder));
	}

	@Test
	void pixelsThatAreNotNumbers() throws IOException {
		final ImagePlus nan = DrawnImages.discs(32, 40, 30, 1, 1, 1);
		nan.getProcessor().setf(3, 4, Float.NaN);
		final Path file = write(folder.resolve("nan.tif"), nan);
		assertEquals("nan.tif has 1 pixels that are NaN or infinite; replace them, for instance with Process > Noise > " +
			"Remove NaNs, and run again", refusedSegment("input=" + file, "model=" + model, output()));
	}

	@Test
	void outputThatCannotBeWritten() throws IOException {
		final Path nowhere = folder.resolve("missing/out.tif");
		assertEquals("cannot write " + nowhere + ": the folder " + nowhere.getParent() + " does not exist", refusedSegment(
			"input=" + image, "model=" + model, "output=" + nowhere));
		assertEquals("cannot write out.jpg: the name must end in .tif, .png, .nii, .nii.gz or .ome.zarr", refusedSegment(
			"input=" + image, "model=" + model, "output=out.jpg"));
		final Path taken = Files.createDirectory(folder.resolve("folder.tif"));
		assertEquals("cannot write " + taken + ": it is no regular file", refusedSegment("input=" + image, "model=" + model,
			"output=" + taken));
		assertTrue(refused("evaluate", "predictions=" + folder, "labels=" + folder, "task=instance", "output=/dev/full")
			.startsWith("cannot write /dev/full: "));
	}

	@Test
	void outputWithoutPermission() throws IOException, InterruptedException {
		assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");
		final Path locked = Files.createDirectory(folder.resolve("locked"), PosixFilePermissions.asFileAttribute(
			PosixFilePermissions.fromString("r-xr-xr-x")));
		assumeTrue(!Files.isWritable(locked), "this user may write everywhere");
		assertEquals("cannot write " + locked.resolve("o.tif") + ": no permission; choose another folder", refusedSegment(
			"input=" + image, "model=" + model, "output=" + locked.resolve("o.tif")));
	}

	@Test
	void diskFullWhileWriting() throws IOException, InterruptedException {
		final Path small = Files.createDirectory(folder.resolve("small"));
		assumeTrue(mount("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", small.toString()),
			"a full disk needs the right to mount a small one");
		try {
			final Path large = write(folder.resolve("large.tif"), DrawnImages.discs(8, 200, 200, 1, 1, 1));
			final Path out = small.resolve("out.tif");
			assertTrue(refused("segment", "input=" + large, "model=" + model, "output=" + out).startsWith("cannot write " + out +
				": "));
			assertEquals(List.of(small), files(small), "nothing half-written");
			Files.writeString(out, "old");
			refused("segment", "input=" + large, "model=" + model, "output=" + out);
			assertEquals("old", Files.readString(out), "what was there before stays");
		}
		finally {
			mount("umount", small.toString());
		}
	}

	private static boolean mount(final String... command) throws IOException, InterruptedException {
		try {
			final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
		}
		catch (final IOException e) {
			return false;
		}
	}

	@Test
	void batchFolders() throws IOException {
		final Path images = Files.createDirectory(folder.resolve("images"));
		final Path out = folder.resolve("out");
		assertEquals("batch needs images=<folder>; see help batch", refused("batch", "output=" + out, "model=" + model));
		assertEquals("no folder of images is chosen; give images", refused("batch", "images=", "output=" + out));
		assertEquals("no folder for the results is chosen; give output", refused("batch", "images=" + images, "output="));
		assertEquals("folder " + images + " holds no image; subfolders were not looked into", refused("batch", "images=" +
			images, "output=" + out, "model=" + model));
		assertFalse(Files.exists(out), "nothing is made where there is nothing to do");
		Files.createFile(images.resolve("empty.png"));
		write(images.resolve("good.tif"), DrawnImages.discs(8, 40, 30, 1, 1, 1));
		assertEquals("1 of 2 files failed, 1 segmented, 0 done before; see " + out.resolve("batch-status.csv"), refused("batch",
			"images=" + images, "output=" + out, "model=" + model));
		assertTrue(Files.exists(out.resolve("labels/good.tif")));
		assertEquals("model untrained finds no objects; leave foreground_threshold, prominence and minimum_size at 0", refused(
			"batch", "images=" + images, "output=" + out, "model=" + model, "prominence=0.5"));
	}

	@Test
	void unknownCommandKeyAndChoice() throws IOException {
		final String commands = CommandList.entries().stream().map(CommandList.Entry::name).collect(Collectors.joining(", ")) +
			", help";
		assertEquals("there is no command \"segmnt\"; commands are " + commands, refused("segmnt"));
		assertEquals("segment has no key \"modell\"; its keys are input, model, channels, labels, mask, " +
			"probabilities, overlay, rois, table, preview, tile, flips, foreground_threshold, prominence, minimum_size, dim_objects, border_objects, shape_features, geojson, coco, diameter, level, slices, device, output, on_failure, outcome",
			refusedSegment("input=" + image, "modell=x", output()));
		assertEquals("mask \"maybe\" is not known; choose true or false", refusedSegment("input=" + image, "model=" + model,
			"mask=maybe", output()));
		assertEquals(
			"no result is chosen; choose one or more of labels, mask, probabilities, overlay, rois, table, geojson and coco",
			refusedSegment("input=" + image, "model=" + model, "labels=false", output()));
		assertEquals("tile \"big\" is not a whole number", refusedSegment("input=" + image, "tile=big", output()));
		assertEquals("tile -1 is out of range; choose at least 0", refusedSegment("input=" + image, "tile=-1", output()));
		assertEquals("flips \"yes\" is not known; choose true or false", refusedSegment("input=" + image, "flips=yes",
			output()));
		assertEquals("segment needs input=<image file>; see help segment", refusedSegment("model=" + model, output()));
		assertEquals("segment needs output=<file to write>; see help segment", refusedSegment("input=" + image));
		assertEquals("\"input\" is not of the form key=value", refusedSegment("input", output()));
		assertEquals("the key tile is given twice", refusedSegment("tile=0", "tile=0", output()));
		assertEquals("no command is given; commands are " + commands, refused());
	}

	@Test
	void tileOffTheStride() throws IOException {
		final String sentence = refusedSegment("input=" + image, "model=" + model, "tile=50", output());
		assertTrue(sentence.contains("50") && sentence.contains("32"), sentence);
	}
}
