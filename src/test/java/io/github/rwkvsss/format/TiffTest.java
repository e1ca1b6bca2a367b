package io.github.rwkvsss.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntBinaryOperator;

import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.image.ReadingNotes;

import ij.ImagePlus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tags of TIFF 6 that change values or geometry, and OME-TIFF, in files that {@code draw_tiff.py} wrote. */
class TiffTest {

	@TempDir
	Path folder;

	private static ImagePlus read(final String name) throws IOException {
		return ImageReader.read(Fixtures.file("tiff/" + name));
	}

	private static void assertPlane(final ImagePlus image, final int channel, final IntBinaryOperator expected,
		final double shift)
	{
		final float[] values = PixelSource.of(image).select(channel).plane(0, 0);
		assertEquals(35, values.length);
		for (int y = 0; y < 5; y++) for (int x = 0; x < 7; x++) assertEquals(expected.applyAsInt(x, y) + shift, values[y * 7 +
			x], "at " + x + "," + y);
	}

	@ParameterizedTest
	@ValueSource(strings = { "lowest-bit-first.tif", "old-lzw.tif", "tiles-as-strips.tif", "grey-alpha.tif" })
	void readsOlderAndOtherOrders(final String name) throws IOException {
		assertPlane(read(name), 0, Fixtures::value8, 0);
	}

	@Test
	void readsAnyWidth() throws IOException {
		assertPlane(read("bits2.tif"), 0, (x, y) -> (Fixtures.value16(x, y) >> 14) * 85, 0);
		assertPlane(read("bits4.tif"), 0, (x, y) -> (Fixtures.value16(x, y) >> 12) * 17, 0);
		assertPlane(read("bits12.tif"), 0, (x, y) -> Fixtures.value16(x, y) >> 4, 0);
		assertPlane(read("uint64.tif"), 0, Fixtures::value16, 0);
		assertPlane(read("int8.tif"), 0, (x, y) -> (byte) Fixtures.value8(x, y), 0);
		for (final String kind : List.of("f2", "f4", "f8")) assertPlane(read("float-differences-" + kind + ".tif"), 0,
			Fixtures::value8, -100.5);
	}

	@Test
	void leavesOutTransparencyAndNothingElse() throws IOException {
		final ImagePlus colour = read("rgb-and-unassalpha.tif");
		assertEquals(ImagePlus.COLOR_RGB, colour.getType());
		assertPlane(colour, 2, (x, y) -> 255 - Fixtures.value8(x, y), 0);
		final ImagePlus channels = read("rgb-and-unspecified.tif");
		assertEquals(4, channels.getNChannels());
		assertPlane(channels, 3, (x, y) -> Fixtures.value8(x, y) / 3, 0);
	}

	@ParameterizedTest
	@CsvSource({ "cmyk.tif,CMYK", "lab.tif,L*a*b*", "complex.tif,complex", "zstd.tif,Zstandard", "lerc.tif,LERC",
		"two-kinds.tif,'several kinds (8-bit grey, 16-bit grey)'",
		"black-and-white-zero.tif,'several kinds (8-bit grey, 8-bit inverted grey)'", "split.ome.tif,other.ome.tif",
		"binary-only.ome.tif,main.companion.ome", "missing-planes.ome.tif,'1 of them are not in its 1 pages'" })
	void refusesWhatItCannotHonour(final String name, final String part) {
		final String message = assertThrows(IOException.class, () -> read(name)).getMessage();
		assertTrue(message.contains(name) && message.contains(part), message);
	}

	@Test
	void leavesReducedCopiesAside() throws IOException {
		final ImagePlus image = read("reduced.tif");
		assertEquals(2, image.getStackSize());
		for (int i = 0; i < 35; i++) assertEquals(Fixtures.value8(i % 7, i / 7) / 2, image.getStack().getProcessor(2).get(i));
	}

	@ParameterizedTest
	@ValueSource(strings = { "group3.tif", "group4.tif", "tiff_ccitt.tif" })
	void readsFaxCodes(final String name) throws IOException {
		assertPlane(read(name), 0, (x, y) -> (x + y) % 4 < 2 ? 255 : 0, 0);
		final LabelImage labels = LabelReader.read(Fixtures.file("tiff/" + name));
		assertEquals(1, labels.plane(0, 0)[0]);
		assertEquals(0, labels.plane(0, 0)[2]);
	}

	@Test
	void readsJpeg() throws IOException {
		final float[] values = PixelSource.of(read("jpeg-rgb.tif")).plane(0, 0);
		for (int i = 0; i < 256; i++) {
			final int v = i % 16 * 10 + 40;
			assertEquals(v, values[i], 12);
			assertEquals(255 - v, values[256 + i], 12);
			assertEquals(v / 2, values[512 + i], 12);
		}
	}

	/** TIFF 6, page 36: which corner the first row and the first column show. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void turnsUpright(final int orientation) throws IOException {
		final ImagePlus image = read("orientation" + orientation + ".tif");
		final Orientation upright = new Orientation(orientation);
		assertEquals(upright.sideways() ? 5 : 7, image.getWidth());
		assertEquals(orientation == 1 ? 0 : 1, ReadingNotes.of(image).size());
		for (int row = 0; row < 5; row++) {
			for (int column = 0; column < 7; column++) {
				final int x = upright.x(row, column, 5, 7);
				final int y = upright.y(row, column, 5, 7);
				assertEquals(Fixtures.value8(column, row), image.getProcessor().get(x, y), row + "," + column);
			}
		}
	}

	@Test
	void keepsLargeLabelsExactOrRefusesThem() throws IOException {
		assertArrayEquals(new int[] { 16777217, Integer.MAX_VALUE, 0 }, LabelReader.read(Fixtures.file(
			"tiff/labels-beyond-float.tif")).plane(0, 0));
		for (final String name : List.of("labels-too-large.tif", "labels-float-2p24.tif")) {
			final String message = assertThrows(IOException.class, () -> LabelReader.read(Fixtures.file("tiff/" + name)))
				.getMessage();
			assertTrue(message.contains("; a label image has whole numbers from 0 to "), message);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TCZYX.ome.tif", "ZTCYX.ome.tif", "CZTYX.ome.tif", "TZCYX.ome.tif" })
	void readsAxesAndPixelSizeOfOme(final String name) throws IOException {
		final ImagePlus image = read(name);
		assertArrayEquals(new int[] { 7, 5, 2, 4, 3 }, image.getDimensions());
		for (int t = 0; t < 3; t++) for (int z = 0; z < 4; z++) for (int c = 0; c < 2; c++) assertEquals(100 * t + 10 * z + c,
			image.getStack().getProcessor(image.getStackIndex(c + 1, z + 1, t + 1)).get(0, 0));
		assertEquals(0.2, image.getCalibration().pixelWidth, 1e-9);
		assertEquals(0.3, image.getCalibration().pixelHeight, 1e-9);
		assertEquals(1, image.getCalibration().pixelDepth, 1e-9);
		assertEquals("\u00b5m", image.getCalibration().getUnit());
		assertEquals(0.5, image.getCalibration().frameInterval, 1e-9);
		assertEquals("sec", image.getCalibration().getTimeUnit());
	}

	@Test
	void readsColourAndTheFirstImageOfOme() throws IOException {
		final ImagePlus colour = read("rgb.ome.tif");
		assertArrayEquals(new int[] { 7, 5, 1, 2, 1 }, colour.getDimensions());
		assertEquals(ImagePlus.COLOR_RGB, colour.getType());
		final ImagePlus two = read("two-images.ome.tif");
		assertArrayEquals(new int[] { 7, 5, 2, 1, 1 }, two.getDimensions());
		assertTrue(ReadingNotes.of(two).get(0).endsWith(" holds 2 images; the first was taken"));
	}

	/** Sums by tifffile and Pillow, white of one bit counted as 255. */
	@ParameterizedTest
	@CsvSource({ "12bit.cropped.tif,25882,0", "21_pil_1bit_g4.tif,279480,0", "20_pil_jpeg.tif,282652,300" })
	void readsWhatImageJReads(final String name, final double expected, final double difference) throws IOException {
		double sum = 0;
		for (final float value : PixelSource.of(ImageReader.read(Fixtures.file("cases/15/" + name))).plane(0, 0)) sum += value;
		assertEquals(expected, sum, difference);
	}

	/** A file that was renamed still names itself as it was. */
	@Test
	void readsAnOmeFileOfAnotherName() throws IOException {
		final Path copy = Files.copy(Fixtures.file("tiff/TCZYX.ome.tif"), folder.resolve("renamed.tif"));
		assertEquals(2, ImageReader.read(copy).getNChannels());
	}

	@Test
	void asksForNothingOutsideTheFile() throws IOException {
		final ImagePlus image = read("dtd.ome.tif");
		assertEquals(1, image.getStackSize());
		assertTrue(ReadingNotes.of(image).get(0).contains("OME-XML that is not understood"));
	}

	@Test
	void survivesAnyDamagedByte() throws IOException {
		DamagedBytes.survive("tiff", "bits|group|old-lzw|rgb-and-un|float-diff|orientation6", 4, folder);
	}
}
