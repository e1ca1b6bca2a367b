package io.github.rwkvsss.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;

class ResizedPlanesTest {

	@Test
	void halfTheEdgeIsTheMeanOfFourPixels() {
		assertArrayEquals(new float[] { 3.5f, 5.5f, 11.5f, 13.5f }, ResizedPlanes.plane(new float[] { 1, 2, 3, 4, 5, 6, 7, 8, 9,
			10, 11, 12, 13, 14, 15, 16 }, new int[] { 4, 4 }, 2, 2), 1e-6f);
	}

	/** Three pixels to two: the middle one is shared. */
	@Test
	void aPixelThatIsCoveredInPartCountsInPart() {
		assertArrayEquals(new float[] { (6 + 0.5f * 9) / 1.5f, (0.5f * 9 + 3) / 1.5f }, ResizedPlanes.plane(new float[] { 6, 9,
			3 }, new int[] { 1, 3 }, 1, 2), 1e-6f);
	}

	/** Centres of the new pixels lie at -1/4, 1/4, 3/4 and 5/4 of the old ones' steps. */
	@Test
	void twiceTheEdgeIsLinearBetweenCentres() {
		assertArrayEquals(new float[] { 0, 1, 3, 4 }, ResizedPlanes.plane(new float[] { 0, 4 }, new int[] { 1, 2 }, 1, 4),
			1e-6f);
	}

	/** The mean of a plane stays when its edges are divided by a whole number. */
	@Test
	void boxesAreCutFromTheWhole() {
		final Random random = new Random(1);
		final ImageStack stack = new ImageStack(37, 23);
		for (int k = 0; k < 4; k++) {
			final float[] values = new float[37 * 23];
			for (int i = 0; i < values.length; i++) values[i] = random.nextFloat();
			stack.addSlice(new FloatProcessor(37, 23, values));
		}
		final ImagePlus image = new ImagePlus("noise", stack);
		image.setDimensions(2, 1, 2);
		for (final double factor : new double[] { 0.3, 0.77, 1.4, 3 }) {
			final PixelSource resized = ResizedPlanes.by(factor, PixelSource.of(image));
			final int height = (int) Math.rint(23 * factor);
			final int width = (int) Math.rint(37 * factor);
			assertArrayEquals(new long[] { 2, 1, height, width }, resized.size());
			final float[] whole = resized.plane(1, 0);
			final int h = Math.min(4, height - 2);
			final int w = Math.min(5, width - 3);
			final float[] box = new float[2 * h * w];
			resized.read(new long[] { 1, 0, 2, 3 }, new int[] { 1, 1, h, w }, box);
			for (int c = 0; c < 2; c++) for (int y = 0; y < h; y++) for (int x = 0; x < w; x++) assertEquals(whole[(c * height +
				y + 2) * width + x + 3], box[(c * h + y) * w + x], 1e-6f);
		}
	}

	@Test
	void anImageOfTheSameSizeIsItself() {
		final PixelSource image = PixelSource.of(new ImagePlus("", new FloatProcessor(10, 8)));
		assertSame(image, ResizedPlanes.by(1.01, image));
		final String refusal = assertThrows(IllegalArgumentException.class, () -> ResizedPlanes.by(1e5, image)).getMessage();
		assertTrue(refusal.contains("give a larger diameter"), refusal);
	}
}
