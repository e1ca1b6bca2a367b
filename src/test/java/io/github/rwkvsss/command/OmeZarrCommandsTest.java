package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import ij.ImagePlus;
import io.github.rwkvsss.block.LargeDrawing;
import io.github.rwkvsss.block.LargeDrawingSet;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.format.LabelReader;
import io.github.rwkvsss.image.LabelImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OME-Zarr images through the commands, beside the same pixels as TIFF: what is found, learned and scored is the same. */
class OmeZarrCommandsTest {

	@TempDir
	private Path folder;

	private static String done(final Object... words) {
		final Terminal terminal = Terminal.call(words);
		assertEquals(0, terminal.code(), terminal.err());
		return terminal.out() + terminal.err();
	}

	/** @return folder of the images and labels of a set as OME-Zarr, beside those as TIFF */
	private Path zarrs(final int count) throws IOException {
		final Path tiffs = folder.resolve("tiff");
		LargeDrawingSet.main(tiffs.toString(), Integer.toString(count), "96", "112");
		for (final String kind : List.of("images", "labels")) {
			final Path to = Files.createDirectories(folder.resolve("zarr").resolve(kind));
			for (int n = 0; n < count; n++) {
				final String name = String.format("drawing-%03d", n);
				ImageWriter.write(ImageReader.read(tiffs.resolve(kind).resolve(name + ".tif")), to.resolve(name + ".ome.zarr"));
			}
		}
		return folder.resolve("zarr");
	}

	@Test
	void aBatchOfZarrsGivesWhatOneOfTiffsGives() throws IOException {
		zarrs(2);
		for (final String kind : List.of("tiff", "zarr")) done("batch", "images=" + folder.resolve(kind).resolve("images"),
			"output=" + folder.resolve(kind + "-out"), "table=true", "diameter=20");
		for (int n = 0; n < 2; n++) {
			final String name = String.format("drawing-%03d", n);
			final LabelImage expected = LabelReader.read(folder.resolve("tiff-out/labels").resolve(name + ".tif"));
			assertTrue(expected.max() > 2, expected.max() + " objects");
			assertArrayEquals(expected.plane(0), LabelReader.read(folder.resolve("zarr-out/labels").resolve(name + ".tif")).plane(
				0));
			assertEquals(Files.readString(folder.resolve("tiff-out/table").resolve(name + ".csv")).replace(".tif", ""), Files
				.readString(folder.resolve("zarr-out/table").resolve(name + ".csv")).replace(".ome.zarr", ""));
		}
		assertTrue(Files.readAllLines(folder.resolve("zarr-out/batch-status.csv")).get(1).startsWith(
			"drawing-000.ome.zarr,done,"));
	}

	@Test
	void trainingAndEvaluationOfZarrsAreThoseOfTiffs() throws IOException {
		zarrs(3);
		for (final String kind : List.of("tiff", "zarr")) {
			done("train", "images=" + folder.resolve(kind).resolve("images"), "labels=" + folder.resolve(kind).resolve("labels"),
				"output=" + folder.resolve(kind + ".zip"), "steps=2", "batch=2", "patch=32", "threads=1", "validate_every=2",
				"name=m");
			done("evaluate", "model=nuclei-2d", "images=" + folder.resolve(kind).resolve("images"), "labels=" + folder.resolve(
				kind).resolve("labels"), "output=" + folder.resolve(kind + ".csv"));
		}
		// NB: the log tells losses of steps and scores of the validation, and last the seconds.
		assertEquals(withoutSeconds("tiff-training/training-log.csv"), withoutSeconds("zarr-training/training-log.csv"));
		final List<String> tiff = Files.readAllLines(folder.resolve("tiff.csv"));
		assertTrue(tiff.size() > 3, tiff.toString());
		assertEquals(tiff.stream().map(row -> row.replace(".tif", "")).toList(), Files.readAllLines(folder.resolve("zarr.csv"))
			.stream().map(row -> row.replace(".ome.zarr", "")).toList());
	}

	private List<String> withoutSeconds(final String log) throws IOException {
		final List<String> rows = Files.readAllLines(folder.resolve(log));
		final int seconds = List.of(rows.get(0).split(",")).indexOf("seconds");
		assertTrue(rows.size() > 1 && seconds >= 0, rows.toString());
		return rows.stream().map(row -> {
			final String[] cells = row.split(",");
			cells[seconds] = "";
			return String.join(",", cells);
		}).toList();
	}

	/** Nuclei of 48 pixels, of which a model of nuclei of 24 sees the half: the level that is given by its path. */
	@Test
	void theLevelIsChosenByDiameterOrPixelSize() throws IOException {
		final Path small = folder.resolve("small.ome.zarr");
		LargeDrawing.main("300", "340", small.toString());
		final ImagePlus fine = ImageReader.read(small);
		fine.setProcessor(fine.getProcessor().resize(680, 600));
		fine.getCalibration().pixelWidth = 0.25;
		fine.getCalibration().pixelHeight = 0.25;
		fine.getCalibration().setUnit("micron");
		final Path image = folder.resolve("image.ome.zarr");
		ImageWriter.write(fine, image);
		done("segment", "input=" + image.resolve("1"), "diameter=24", "output=" + folder.resolve("named.tif"));
		final ImagePlus named = ImageReader.read(folder.resolve("named.tif"));
		assertEquals(340, named.getWidth());
		assertEquals(0.5, named.getCalibration().pixelWidth, 1e-9);
		final int[] expected = LabelReader.read(folder.resolve("named.tif")).plane(0);
		final String said = done("segment", "input=" + image, "diameter=48", "level=auto", "output=" + folder.resolve(
			"auto.tif"));
		assertTrue(said.contains("a coarser level is segmented: pixels of 0.5000 "), said);
		assertArrayEquals(expected, LabelReader.read(folder.resolve("auto.tif")).plane(0));
		done("segment", "input=" + image, "diameter=48", "level=0.6", "output=" + folder.resolve("size.tif"));
		assertArrayEquals(expected, LabelReader.read(folder.resolve("size.tif")).plane(0));
		done("segment_large", "image=" + image, "diameter=48", "level=auto", "output=" + folder.resolve("large.ome.zarr"));
		final LabelImage large = LabelReader.read(folder.resolve("large.ome.zarr"));
		for (int i = 0; i < expected.length; i++) assertEquals(expected[i] == 0, large.plane(0)[i] == 0, "at " + i);
		assertEquals(0.5, ImageReader.read(folder.resolve("large.ome.zarr")).getCalibration().pixelWidth, 1e-9);
		done("batch", "images=" + folder, "include=image.ome.zarr", "output=" + folder.resolve("out"), "diameter=48",
			"level=auto");
		assertArrayEquals(expected, LabelReader.read(folder.resolve("out/labels/image.tif")).plane(0));
		done("segment", "input=" + image, "diameter=47", "level=auto", "output=" + folder.resolve("finest.tif"));
		assertEquals(680, ImageReader.read(folder.resolve("finest.tif")).getWidth(), "half of it would be too small");
		assertEquals(
			"error: level \"coarse\" is not known; choose finest, auto, or a pixel size in the image's unit, such as 0.5",
			Terminal.call("segment", "input=" + image, "level=coarse", "output=" + folder.resolve("no.tif")).sentence());
	}
}
