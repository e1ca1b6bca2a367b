package io.github.rwkvsss.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import io.github.rwkvsss.image.RegionImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of any extent are read box by box, whether their files allow it or not. */
class ImageDoorTest {

	@TempDir
	Path folder;

	private static ImagePlus drawn() {
		final ByteProcessor pixels = new ByteProcessor(7, 5);
		for (int i = 0; i < 35; i++) pixels.set(i, i);
		return new ImagePlus("drawn", pixels);
	}

	@Test
	void aTiffIsReadBoxByBoxAndAPngAsAWhole() throws IOException {
		for (final String name : new String[] { "drawn.tif", "drawn.png" }) {
			final Path file = folder.resolve(name);
			if (name.endsWith("png")) new FileSaver(drawn()).saveAsPng(file.toString());
			else new FileSaver(drawn()).saveAsTiff(file.toString());
			try (RegionImage image = ImageDoor.open(file.toString())) {
				assertEquals(name.endsWith("png"), image instanceof HeldImage, name);
				assertArrayEquals(new long[] { 1, 1, 5, 7 }, image.size());
				final float[] box = new float[4];
				image.read(new long[] { 0, 0, 2, 3 }, new int[] { 1, 1, 2, 2 }, box);
				assertArrayEquals(new float[] { 17, 18, 24, 25 }, box);
				assertTrue(image.identity().contains(name), image.identity());
			}
		}
	}

	@Test
	void anOpenImageIsOneToo() {
		final ImagePlus open = drawn();
		open.getCalibration().pixelWidth = 0.5;
		open.getCalibration().setUnit("um");
		try (HeldImage image = new HeldImage(open, "the same")) {
			assertEquals(0.5, image.pixelSize()[0]);
			assertFalse(image.unit().isEmpty());
			assertArrayEquals(new int[] { 1, 5, 7 }, image.piece());
			assertEquals("the same", image.identity());
		}
	}
}
