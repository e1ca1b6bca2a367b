package io.github.rwkvsss.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import ij.IJ;
import ij.ImagePlus;
import ij.io.Opener;
import ij.process.FloatProcessor;
import ij.process.ShortProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageWriterTest {

	@TempDir
	Path folder;

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map(file -> file.getFileName().toString()).sorted().toList();
		}
	}

	/** Read back by ImageJ's own opener, not by ours. */
	@Test
	void imageJReadsTheTiff() throws IOException {
		final ImagePlus input = ImageReader.read(Fixtures.file("hyperstack.tif"));
		final Path file = folder.resolve("copy.tif");
		ImageWriter.write(input, file);
		assertEquals(List.of("copy.tif"), names());
		for (final ImagePlus copy : List.of(new Opener().openImage(file.toString()), ImageReader.read(file))) {
			assertArrayEquals(input.getDimensions(), copy.getDimensions());
			assertEquals(0.25, copy.getCalibration().pixelWidth, 1e-6);
			assertEquals(0.5, copy.getCalibration().pixelHeight, 1e-6);
			assertEquals(2.5, copy.getCalibration().pixelDepth, 1e-6);
			assertEquals(0.5, copy.getCalibration().frameInterval, 1e-6);
			assertEquals("\u00b5m", copy.getCalibration().getUnit());
			for (int i = 1; i <= 12; i++) {
				assertArrayEquals((short[]) input.getStack().getPixels(i), (short[]) copy.getStack().getPixels(i));
				assertEquals("plane " + (i - 1), copy.getStack().getSliceLabel(i));
			}
		}
	}

	@Test
	void writesSinglePlanesOf16And32Bits() throws IOException {
		final ImagePlus labels = new ImagePlus("", new ShortProcessor(2, 1, new short[] { (short) 65535, 3 }, null));
		final Path sixteen = folder.resolve("16.TIFF");
		ImageWriter.write(labels, sixteen);
		assertEquals(65535, ImageReader.read(sixteen).getProcessor().get(0, 0));
		final Path thirtyTwo = folder.resolve("32.tif");
		ImageWriter.write(new ImagePlus("", new FloatProcessor(2, 1, new float[] { 70000, -0.25f })), thirtyTwo);
		assertArrayEquals(new float[] { 70000, -0.25f }, (float[]) new Opener().openImage(thirtyTwo.toString()).getProcessor()
			.getPixels());
		assertEquals(70000, ImageReader.read(thirtyTwo).getProcessor().getf(0, 0));
	}

	@Test
	void writesPngWithItsValues() throws IOException {
		for (final String name : List.of("gray8.png", "gray16.png", "rgb8.png")) {
			final Path file = folder.resolve(name);
			ImageWriter.write(ImageReader.read(Fixtures.file(name)), file);
			final BufferedImage copy = ImageIO.read(file.toFile());
			final BufferedImage original = ImageIO.read(Fixtures.file(name).toFile());
			assertEquals(name.contains("16") ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE, copy.getRaster().getDataBuffer()
				.getDataType());
			assertArrayEquals(original.getData().getSamples(0, 0, 7, 5, 0, (int[]) null), copy.getData().getSamples(0, 0, 7, 5, 0,
				(int[]) null));
		}
	}

	@Test
	void refusesInOneSentenceAndLeavesNothing() throws IOException {
		final ImagePlus image = IJ.createImage("", "8-bit black", 4, 4, 1);
		assertMessage("the name must end in .tif, .png, .nii, .nii.gz or .ome.zarr", image, folder.resolve("a.jpg"));
		assertMessage("a PNG holds one plane, the image has 2; choose a name that ends in .tif", IJ.createImage("",
			"8-bit black", 4, 4, 2), folder.resolve("a.png"));
		assertMessage("a PNG holds no 32-bit values; choose a name that ends in .tif", IJ.createImage("", "32-bit black", 4, 4,
			1), folder.resolve("a.png"));
		assertMessage("the folder " + folder.resolve("none") + " does not exist", image, folder.resolve("none/a.tif"));
		assertEquals(List.of(), names());
		final Path taken = Files.createDirectory(folder.resolve("taken.tif"));
		assertMessage("there is a folder of that name", image, taken);
		assertEquals(List.of("taken.tif"), names());
	}

	private static void assertMessage(final String message, final ImagePlus image, final Path file) {
		assertEquals("cannot write " + file + ": " + message, assertThrows(IOException.class, () -> ImageWriter.write(image,
			file)).getMessage());
	}
}
