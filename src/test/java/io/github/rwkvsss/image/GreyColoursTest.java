package io.github.rwkvsss.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import io.github.rwkvsss.format.LabelReader;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RGB images whose colours are all grey. */
class GreyColoursTest {

	@TempDir
	private Path folder;

	private static ImagePlus stack(final int last) {
		final ImageStack stack = new ImageStack(2, 1);
		stack.addSlice(new ColorProcessor(2, 1, new int[] { 0x000000, 0x070707 }));
		stack.addSlice(new ColorProcessor(2, 1, new int[] { 0xffffff, last }));
		return new ImagePlus("stack", stack);
	}

	@Test
	void theyHaveOneChannelOfTheSameValues() {
		final PixelSource source = PixelSource.of(stack(0x202020)).greyIfEqual();
		assertEquals(1, source.channels());
		assertArrayEquals(new float[] { 0, 7 }, source.plane(0, 0));
		assertArrayEquals(new float[] { 255, 32 }, source.plane(0, 1));
	}

	@Test
	void oneColouredPixelMakesThemThree() {
		for (final int colour : new int[] { 0x212020, 0x202120, 0x202021 }) {
			final PixelSource source = PixelSource.of(stack(colour));
			assertSame(source, source.greyIfEqual());
		}
	}

	@Test
	void labelsMayBeSavedSo() throws IOException {
		final Path png = folder.resolve("labels.png");
		final BufferedImage rgb = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
		rgb.setRGB(1, 0, 0x030303);
		ImageIO.write(rgb, "png", png.toFile());
		assertArrayEquals(new int[] { 0, 3 }, LabelReader.read(png).plane(0, 0));
		final Path tiff = folder.resolve("labels.tif");
		IJ.saveAsTiff(new ImagePlus("", new ColorProcessor(2, 1, new int[] { 0, 0x050505 })), tiff.toString());
		assertArrayEquals(new int[] { 0, 5 }, LabelReader.read(tiff).plane(0, 0));
		IJ.saveAsTiff(new ImagePlus("", new ColorProcessor(2, 1, new int[] { 0, 0x050506 })), tiff.toString());
		assertThrows(IOException.class, () -> LabelReader.read(tiff));
	}
}
