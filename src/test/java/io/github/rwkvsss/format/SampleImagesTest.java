package io.github.rwkvsss.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;

import ij.ImagePlus;

/** The images in the jar are those of sample-data. */
class SampleImagesTest {

	@Test
	void areThoseOfTheSourceTree() throws IOException {
		assertEquals(List.of("crowded", "bright", "dim", "section-1", "section-2", "phantom"), SampleImages.names());
		for (final String name : List.of("nuclei/images/crowded.png", "membranes/images/section-2.png")) {
			final BufferedImage wanted = ImageIO.read(Path.of("sample-data").resolve(name).toFile());
			final ImagePlus opened = SampleImages.open(name.replaceAll(".*/|\\.png", ""));
			assertEquals(name.replaceAll(".*/", ""), opened.getTitle());
			final int[] pixels = new int[wanted.getWidth() * wanted.getHeight()];
			wanted.getRaster().getPixels(0, 0, wanted.getWidth(), wanted.getHeight(), pixels);
			final int[] got = new int[pixels.length];
			for (int i = 0; i < got.length; i++) got[i] = opened.getProcessor().get(i);
			assertArrayEquals(pixels, got);
		}
		// As sample-data/README.md has it: 35 x 51 x 36 voxels of 1 mm.
		final ImagePlus volume = SampleImages.open("phantom");
		assertEquals(List.of(35, 51, 36), List.of(volume.getWidth(), volume.getHeight(), volume.getNSlices()));
		assertEquals("mm", volume.getCalibration().getUnit());
	}

	@Test
	void namesWhatThereIs() {
		assertEquals("there is no sample image \"cells\"; choose of crowded, bright, dim, section-1, section-2, phantom",
			assertThrows(IllegalArgumentException.class, () -> SampleImages.open("cells")).getMessage());
	}
}
