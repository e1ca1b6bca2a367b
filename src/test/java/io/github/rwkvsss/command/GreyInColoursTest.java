package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import ij.ImagePlus;

import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A grey image that was saved as RGB gives what the grey image gives, wherever it comes in. */
class GreyInColoursTest {

	@TempDir
	static Path folder;
	private static Path model;
	private static Path grey;
	private static Path rgb;

	@BeforeAll
	static void write() throws IOException {
		model = SmallModels.instance(folder);
		grey = Files.createDirectory(folder.resolve("grey")).resolve("discs.png");
		rgb = Files.createDirectory(folder.resolve("rgb")).resolve("discs.png");
		final ImagePlus discs = DrawnImages.discs(8, 60, 50, 1, 1, 1);
		ImageWriter.write(discs, grey);
		ImageIO.write(discs.getProcessor().convertToRGB().getBufferedImage(), "png", rgb.toFile());
		assertEquals(ImagePlus.COLOR_RGB, ImageReader.read(rgb).getType());
	}

	private static Object pixels(final Path file) throws IOException {
		return ImageReader.read(file).getProcessor().getPixels();
	}

	@Test
	void segment() throws IOException {
		final Path expected = folder.resolve("expected.tif");
		final Path found = folder.resolve("found.tif");
		assertEquals("", failure(Terminal.call("segment", "input=" + grey, "model=" + model, "output=" + expected)));
		assertEquals("", failure(Terminal.call("segment", "input=" + rgb, "model=" + model, "output=" + found)));
		assertArrayEquals((short[]) pixels(expected), (short[]) pixels(found));
	}

	@Test
	void batch() throws IOException {
		for (final Path image : new Path[] { grey, rgb }) assertEquals("", failure(Terminal.call("batch", "images=" + image
			.getParent(), "model=" + model, "output=" + image.resolveSibling("results"))));
		assertArrayEquals((short[]) pixels(grey.resolveSibling("results/labels/discs.tif")), (short[]) pixels(rgb
			.resolveSibling("results/labels/discs.tif")));
	}

	@Test
	void train() throws IOException {
		final Path images = Files.createDirectory(folder.resolve("images"));
		final Path labels = Files.createDirectory(folder.resolve("labels"));
		final ImagePlus drawn = ImageReader.read(grey);
		drawn.getProcessor().threshold(90);
		for (final String name : new String[] { "a.png", "b.png" }) {
			Files.copy(rgb, images.resolve(name));
			ImageWriter.write(drawn, labels.resolve(name));
		}
		final Path own = folder.resolve("own.zip");
		assertEquals("", failure(Terminal.call("train", "images=" + images, "labels=" + labels, "output=" + own,
			"task=semantic", "steps=1", "patch=32", "batch=2", "threads=1")));
		assertEquals(1, ModelLibrary.describe(own.toString()).network().inputChannels());
	}

	private static String failure(final Terminal terminal) {
		assertTrue(terminal.code() == 0 || !terminal.sentence().isEmpty());
		return terminal.code() == 0 ? "" : terminal.sentence();
	}
}
