package io.github.rwkvsss.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.ReadingNotes;

import ij.ImagePlus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What PNG, JPEG, BMP and GIF can say besides plain pixels, in files that {@code draw_raster.py} wrote. */
class RasterTest {

	@TempDir
	Path folder;

	private static ImagePlus read(final String name) throws IOException {
		return ImageReader.read(Fixtures.file("raster/" + name));
	}

	private static int wide(final int value, final int bits) {
		final int largest = (1 << bits) - 1;
		return (int) Math.round((value * largest / 255) * 255.0 / largest);
	}

	@ParameterizedTest
	@ValueSource(strings = { "bits565.bmp", "bits555-topdown.bmp" })
	void spreadsFewBitsOfColours(final String name) throws IOException {
		final ImagePlus image = read(name);
		for (int y = 0; y < 5; y++) {
			for (int x = 0; x < 7; x++) {
				final int v = Fixtures.value8(x, y);
				final int green = wide(v / 2, name.contains("565") ? 6 : 5);
				assertEquals(wide(v, 5) << 16 | green << 8 | wide(255 - v, 5), image.getProcessor().get(x, y) & 0xffffff);
			}
		}
	}

	/** Exif 2.3, page 24: which corner the first row and the first column show. Blocks of 16 pixels by two rows of three. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void turnsUpright(final int orientation) throws IOException {
		final int[][] blocks = { { 40, 90, 140 }, { 190, 240, 15 } };
		final Orientation upright = new Orientation(orientation);
		final ImagePlus image = read("orientation" + orientation + ".jpg");
		assertEquals(upright.sideways() ? 32 : 48, image.getWidth());
		assertEquals(orientation == 1 ? 0 : 1, ReadingNotes.of(image).size());
		for (int row = 0; row < 2; row++) {
			for (int column = 0; column < 3; column++) {
				final int x = upright.x(row, column, 2, 3);
				final int y = upright.y(row, column, 2, 3);
				assertEquals(blocks[row][column], image.getProcessor().get(16 * x + 8, 16 * y + 8), 3, row + "," + column);
			}
		}
	}

	@Test
	void refusesColoursForPrint() {
		final String message = assertThrows(IOException.class, () -> read("cmyk.jpg")).getMessage();
		assertTrue(message.endsWith(
			"cmyk.jpg is a JPEG with colours for print (CMYK), which depend on a printer; save it as RGB"), message);
	}

	@Test
	void keepsValuesOfPng() throws IOException {
		for (final String name : List.of("transparent-value.png", "animated.png", "orientation3.png")) {
			final ImagePlus image = read(name);
			assertEquals(8, image.getBitDepth());
			final boolean turned = name.startsWith("orientation");
			for (int i = 0; i < 35; i++) assertEquals(Fixtures.value8(i % 7, i / 7), image.getProcessor().get(turned ? 34 - i
				: i), name);
		}
		assertTrue(ReadingNotes.of(read("animated.png")).get(0).endsWith(" is an animation; its first picture was taken"));
	}

	/** ImageMagick names the only colour as the canvas's, and Pillow shows it so. */
	@Test
	void aSmallPictureOfAGifLiesOnItsCanvas() throws IOException {
		final ImagePlus image = read("small.gif");
		assertEquals(7, image.getWidth());
		assertEquals(5, image.getHeight());
		assertArrayEquals(new long[] { 1, 1, 5, 7 }, LabelReader.read(Fixtures.file("raster/small.gif")).size());
	}

	@Test
	void picturesOfAGifBecomeSlices() throws IOException {
		for (final String name : List.of("disposal1.gif", "disposal2.gif")) {
			final ImagePlus image = read(name);
			assertEquals(3, image.getNSlices(), name);
			final LabelImage labels = LabelReader.read(Fixtures.file("raster/" + name));
			for (int z = 0; z < 3; z++) {
				for (int i = 0; i < 35; i++) {
					final boolean box = i % 7 / 2 == z && i % 7 < 6 && i / 7 > 0 && i / 7 < 4;
					assertEquals(box ? 0xff0000 >> 8 * z : 0, image.getStack().getProcessor(z + 1).get(i) & 0xffffff, name);
					assertEquals(box ? z + 1 : 0, labels.plane(0, z)[i], name);
				}
			}
		}
	}

	@Test
	void survivesAnyDamagedByte() throws IOException {
		DamagedBytes.survive("raster", "bits565|disposal2|small|orientation3|cmyk|animated", 0, folder);
	}
}
