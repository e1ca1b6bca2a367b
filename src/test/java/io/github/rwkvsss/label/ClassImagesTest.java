package io.github.rwkvsss.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** Class images and label numbers. */
class ClassImagesTest {

	@Test
	void theMostProbableClassWinsAndTheLowestOfEquals() {
		assertArrayEquals(new int[] { 1, 0, 2, 0 }, ClassMask.of(new float[] { 0.2f, 0.5f, 0.1f, 1 / 3f }, new float[] { 0.7f,
			0.5f, 0.3f, 1 / 3f }, new float[] { 0.1f, 0, 0.6f, 1 / 3f }));
		assertThrows(IllegalArgumentException.class, () -> ClassMask.of());
		assertThrows(IllegalArgumentException.class, () -> ClassMask.of(new float[2], new float[3]));
		assertThrows(IllegalArgumentException.class, () -> ClassMask.of(new float[] { Float.NaN }));
	}

	@Test
	void valuesBecomeClassNumbersInTheOrderGiven() {
		final byte[] classes = ClassTargets.of(new int[] { 255, 0, -1, 255 }, 255, 0);
		assertArrayEquals(new int[] { 0, 1, 255, 0 }, Drawing.unsigned(classes));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> ClassTargets.of(new int[] { 0, 7 }, 0, 255)).getMessage()
			.contains("holds 7 at pixel 1"));
		assertThrows(IllegalArgumentException.class, () -> ClassTargets.of(new int[] { 0 }, 0, 0));
		assertThrows(IllegalArgumentException.class, () -> ClassTargets.of(new int[] { 0 }));
	}

	@Test
	void classValuesAreFound() {
		assertArrayEquals(new int[] { 0, 3, 255 }, ClassTargets.valuesIn(new int[] { 255, 0, 3, -1, 0, 255 }));
		assertArrayEquals(new int[0], ClassTargets.valuesIn(new int[] { -1 }));
		assertEquals(255, ClassTargets.valuesIn(IntStream.range(0, 255).toArray()).length);
		assertThrows(IllegalArgumentException.class, () -> ClassTargets.valuesIn(IntStream.range(0, 256).toArray()));
	}

	@Test
	void labelsAreRenumberedWithoutGaps() {
		final ConsecutiveLabels dense = ConsecutiveLabels.of(new int[] { 9, 0, 4, 9, -1 });
		assertArrayEquals(new int[] { 2, 0, 1, 2, 0 }, dense.labels());
		assertEquals(2, dense.count());
		final ConsecutiveLabels sparse = ConsecutiveLabels.of(new int[] { Integer.MAX_VALUE, 0, 7, -1 });
		assertArrayEquals(new int[] { 2, 0, 1, 0 }, sparse.labels());
	}
}
