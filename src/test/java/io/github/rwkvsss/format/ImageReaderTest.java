package io.github.rwkvsss.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntBinaryOperator;

import ij.ImagePlus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReaderTest {

	@TempDir
	Path folder;

	private static void assertPixels(final ImagePlus image, final int slice, final IntBinaryOperator expected) {
		assertEquals(Fixtures.WIDTH, image.getWidth());
		assertEquals(Fixtures.HEIGHT, image.getHeight());
		for (int y = 0; y < Fixtures.HEIGHT; y++) {
			for (int x = 0; x < Fixtures.WIDTH; x++) {
				assertEquals(expected.applyAsInt(x, y), image.getStack().getProcessor(slice).getf(x, y), "at " + x + "," + y);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "gray8.png", "gray8-alpha.png", "gray8.tif", "gray8-packbits.tif", "bigtiff.tif" })
	void reads8Bits(final String name) throws IOException {
		final ImagePlus image = ImageReader.read(Fixtures.file(name));
		assertEquals(8, image.getBitDepth());
		assertEquals(name, image.getTitle());
		assertPixels(image, 1, Fixtures::value8);
	}

	@ParameterizedTest
	@ValueSource(strings = { "gray16.png", "gray16-lzw.tif", "gray16-lzw-predictor.tif", "big-endian16.tif" })
	void keeps16Bits(final String name) throws IOException {
		final ImagePlus image = ImageReader.read(Fixtures.file(name));
		assertEquals(16, image.getBitDepth());
		assertPixels(image, 1, Fixtures::value16);
	}

	@ParameterizedTest
	@ValueSource(strings = { "rgb8.png", "rgb8-alpha.png", "rgb8-deflate.tif", "rgb8-lzw-predictor.tif", "rgb8-planar.tif",
		"rgb8.bmp" })
	void readsRgb(final String name) throws IOException {
		final ImagePlus image = ImageReader.read(Fixtures.file(name));
		assertEquals(ImagePlus.COLOR_RGB, image.getType());
		for (int y = 0; y < Fixtures.HEIGHT; y++) {
			for (int x = 0; x < Fixtures.WIDTH; x++) {
				final int v = Fixtures.value8(x, y);
				assertEquals(v << 16 | v / 2 << 8 | 255 - v, image.getProcessor().get(x, y) & 0xffffff);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "rgb16.png", "rgb16.tif" })
	void reads16BitRgbAsThreeChannels(final String name) throws IOException {
		final ImagePlus image = ImageReader.read(Fixtures.file(name));
		assertArrayEquals(new int[] { 7, 5, 3, 1, 1 }, image.getDimensions());
		assertPixels(image, 1, Fixtures::value16);
		assertPixels(image, 2, (x, y) -> Fixtures.value16(x, y) / 2);
		assertPixels(image, 3, (x, y) -> 65535 - Fixtures.value16(x, y));
	}

	@Test
	void spreadsFewBitsTo8() throws IOException {
		for (final String name : new String[] { "gray1.png", "gray1.tif" }) {
			assertPixels(ImageReader.read(Fixtures.file(name)), 1, (x, y) -> (x + y) % 2 == 0 ? 255 : 0);
		}
		final ImagePlus nibbles = ImageReader.read(Fixtures.file("gray4.png"));
		final int[] expected = { 0x00, 0x11, 0xaa, 0xff };
		for (int x = 0; x < 4; x++) assertEquals(expected[x], nibbles.getProcessor().get(x, 0));
	}

	@Test
	void turnsAPaletteIntoItsColours() throws IOException {
		final ImagePlus image = ImageReader.read(Fixtures.file("palette.png"));
		assertEquals(ImagePlus.COLOR_RGB, image.getType());
		final int[] colours = { 0, 0xc80000, 0x00c800, 0x0000c8, 0x5a5046 };
		for (int y = 0; y < 5; y++) for (int x = 0; x < 7; x++) assertEquals(colours[Fixtures.label(x, y)], image.getProcessor()
			.get(x, y) & 0xffffff);
	}

	@Test
	void readsJpeg() throws IOException {
		final ImagePlus image = ImageReader.read(Fixtures.file("ramp.jpg"));
		assertEquals(8, image.getBitDepth());
		for (int x = 0; x < 64; x += 9) assertEquals(2 * x + 50, image.getProcessor().get(x, 50), 4);
	}

	@Test
	void reads32Bits() throws IOException {
		final ImagePlus image = ImageReader.read(Fixtures.file("float32.tif"));
		assertEquals(32, image.getBitDepth());
		assertEquals(37 - 100.5f, image.getProcessor().getf(1, 0));
		assertEquals(3 * 100000, ImageReader.read(Fixtures.file("int32.tif")).getProcessor().getf(3, 3));
	}

	@Test
	void readsOtherWidthsAsFloat() throws IOException {
		assertPixels(ImageReader.read(Fixtures.file("float64.tif")), 1, Fixtures::value8);
		final ImagePlus image = ImageReader.read(Fixtures.file("uint32.tif"));
		assertArrayEquals(new float[] { 0, 1, 65536, 0x1p31f }, (float[]) image.getProcessor().getPixels());
	}

	@Test
	void readsHalfFloats() throws IOException {
		assertPixels(ImageReader.read(Fixtures.file("half.tif")), 1, Fixtures::value8);
	}

	@Test
	void readsTiles() throws IOException {
		final ImagePlus image = ImageReader.read(Fixtures.file("tiled-deflate.tif"));
		assertEquals(21, image.getWidth());
		assertEquals(18, image.getHeight());
		for (int y = 0; y < 18; y++) for (int x = 0; x < 21; x++) assertEquals(1000 * y + x, image.getProcessor().get(x, y));
	}

	/** Enough values without repetition to fill the table of codes several times. */
	@Test
	void readsLongLzw() throws IOException {
		final ImagePlus image = ImageReader.read(Fixtures.file("long-lzw.tif"));
		for (int y = 0; y < 120; y++) {
			for (int x = 0; x < 130; x++) {
				assertEquals((long) x * y * 2654435761L / 4096 % 65536, image.getProcessor().get(x, y));
			}
		}
	}

	@Test
	void readsPages() throws IOException {
		final ImagePlus image = ImageReader.read(Fixtures.file("pages16.tif"));
		assertEquals(3, image.getStackSize());
		for (int i = 0; i < 3; i++) {
			final int page = i;
			assertPixels(image, i + 1, (x, y) -> Fixtures.value16(x, y) + page);
		}
	}

	@Test
	void readsAHyperstackWithCalibrationAndLabels() throws IOException {
		final ImagePlus image = ImageReader.read(Fixtures.file("hyperstack.tif"));
		assertArrayEquals(new int[] { 7, 5, 2, 3, 2 }, image.getDimensions());
		for (int t = 0; t < 2; t++) for (int z = 0; z < 3; z++) for (int c = 0; c < 2; c++) {
			final int base = 10000 * t + 1000 * z + 100 * c;
			final int index = image.getStackIndex(c + 1, z + 1, t + 1);
			assertPixels(image, index, (x, y) -> base + Fixtures.value8(x, y) % 100);
			assertEquals("plane " + ((t * 3 + z) * 2 + c), image.getStack().getSliceLabel(index));
		}
		assertEquals(0.25, image.getCalibration().pixelWidth, 1e-9);
		assertEquals(0.5, image.getCalibration().pixelHeight, 1e-9);
		assertEquals(2.5, image.getCalibration().pixelDepth, 1e-9);
		assertEquals(0.5, image.getCalibration().frameInterval, 1e-9);
		assertEquals("\u00b5m", image.getCalibration().getUnit());
	}

	@Test
	void readsTheFirstOfImagesOfDifferentSizes() throws IOException {
		assertPixels(ImageReader.read(Fixtures.file("other-sizes.tif")), 1, Fixtures::value8);
	}

	private static String failure(final Path file) {
		final PrintStream out = System.out;
		final PrintStream err = System.err;
		final ByteArrayOutputStream said = new ByteArrayOutputStream();
		System.setOut(new PrintStream(said, true));
		System.setErr(new PrintStream(said, true));
		try {
			final String message = assertThrows(IOException.class, () -> ImageReader.read(file)).getMessage();
			assertTrue(message.contains(file.getFileName().toString()), message);
			assertFalse(message.contains("\n"), message);
			return message;
		}
		finally {
			System.setOut(out);
			System.setErr(err);
			assertEquals("", said.toString(), "nothing may be logged");
		}
	}

	@Test
	void refusesWhatIsNoImageInOneSentence() throws IOException {
		final Path missing = folder.resolve("missing.png");
		assertEquals(missing + " does not exist; check the path", failure(missing));
		final Path empty = Files.createFile(folder.resolve("empty.tif"));
		assertEquals(empty + " is empty (0 bytes)", failure(empty));
		final Path inner = Files.createDirectory(folder.resolve("folder.png"));
		assertEquals(inner + " is a folder, not an image", failure(inner));
		final Path text = Files.writeString(folder.resolve("notes.tif"), "nothing to see");
		assertEquals(text + " is not an image that can be read; use TIFF, NIfTI, DICOM, PNG, JPEG, BMP or GIF", failure(text));
		final Path one = Files.write(folder.resolve("one.png"), new byte[] { (byte) 0x89 });
		assertTrue(failure(one).endsWith("use TIFF, NIfTI, DICOM, PNG, JPEG, BMP or GIF"));
	}

	@ParameterizedTest
	@CsvSource({ "gray16.png,50", "gray16.png,8", "gray16.png,20", "gray16.png,70", "gray8.tif,150", "gray8.tif,8",
		"gray8.tif,30", "pages16.tif,570", "pages16.tif,300", "hyperstack.tif,3300", "gray16-lzw.tif,190",
		"rgb8-deflate.tif,250", "ramp.jpg,400", "rgb8.bmp,100" })
	void refusesAFileCutShort(final String name, final int length) {
		final String message = failure(Fixtures.damaged(name, folder, length));
		assertTrue(message.contains("damaged") || message.contains("cut short"), message);
	}

	/** Every byte of small files, set to one extreme or the other: an image or one sentence, nothing else. */
	@ParameterizedTest
	@ValueSource(strings = { "gray16.png", "gray8.tif", "gray16-lzw.tif", "rgb8-deflate.tif", "pages16.tif",
		"gray8-packbits.tif", "tiled-deflate.tif" })
	void survivesAnyDamagedByte(final String name) throws IOException {
		final int length = (int) Files.size(Fixtures.file(name));
		for (int i = 0; i < length; i++) {
			final Path file = Fixtures.damaged(name, folder, length, i, i % 2 == 0 ? 0xff : 0x7f);
			try {
				assertTrue(ImageReader.read(file).getWidth() > 0);
			}
			catch (final IOException e) {
				assertTrue(e.getMessage().contains(name), e.getMessage());
			}
		}
	}

	@Test
	void survivesACircleOfDirectories() throws IOException {
		// The last four bytes of gray8.tif's only directory say where the next one begins: make it itself.
		final byte[] bytes = Files.readAllBytes(Fixtures.file("gray8.tif"));
		final int first = bytes[4];
		final int entries = bytes[first];
		final Path file = Fixtures.damaged("gray8.tif", folder, bytes.length, first + 2 + 12 * entries, first);
		assertTrue(failure(file).endsWith("is damaged: its directories form a circle"));
	}
}
