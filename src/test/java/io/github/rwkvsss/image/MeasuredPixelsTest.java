package io.github.rwkvsss.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import org.junit.jupiter.api.Test;

/** Two processes scale the parts of an image alike, though one of them measures alone. */
class MeasuredPixelsTest {

	private static final long[] FIRST = { 0, 0, 0, 0 };
	private static final int[] ROW = { 1, 1, 1, 4 };

	private static PixelSource row(final float... values) {
		return PixelSource.of(new ImagePlus("row", new FloatProcessor(values.length, 1, values)));
	}

	private static float[] scaled(final PixelSource pixels) {
		final float[] values = new float[4];
		pixels.normalized(Normalization.percentile(0, 100), Normalization.Scope.PLANE).read(FIRST, ROW, values);
		return values;
	}

	@Test
	void whatOneMeasuresAnotherUses() {
		final MeasuredPixels measures = new MeasuredPixels(row(10, 20, 30, 50), Map.of());
		assertEquals(Map.of(), measures.scalings());
		assertArrayEquals(new float[] { 0, 0.25f, 0.5f, 1 }, scaled(measures), 1e-6f);
		final Map<Long, List<Normalization.Scaling>> scalings = measures.scalings();
		assertEquals(10, scalings.get(0L).get(0).offset());
		// By its own values it would be 0 to 1.
		assertArrayEquals(new float[] { 0.5f, 0.5f, 0.5f, 0.75f }, scaled(new MeasuredPixels(row(30, 30, 30, 40), scalings)),
			1e-6f);
	}
}
