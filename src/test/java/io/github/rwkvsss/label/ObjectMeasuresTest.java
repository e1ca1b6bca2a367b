package io.github.rwkvsss.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ObjectMeasuresTest {

	/** Objects of areas 4, 4, 4, 100 and 144: diameters in proportion 2, 2, 2, 10, 12, whose half of all is reached by 10. */
	@Test
	void crumbsDoNotMakeTheTypicalDiameter() {
		assertEquals(Math.sqrt(400 / Math.PI), ObjectDiameter.typicalOfAreas(4, 4, 100, 4, 144), 1e-9);
		assertEquals(0, ObjectDiameter.typical(new int[20]));
		assertEquals(Math.sqrt(4 * 3 / Math.PI), ObjectDiameter.typical(new int[] { 7, 7, 0, 7, -1 }), 1e-9);
		assertEquals(10, ObjectDiameter.ofArea(ObjectDiameter.area(10)), 1e-9);
	}

	@Test
	void smallObjectsGoAndTheOthersAreNumberedAnew() {
		final SmallObjects left = SmallObjects.without(new int[] { 3, 3, 0, 5, 9, 9, 9 }, 2);
		assertArrayEquals(new int[] { 1, 1, 0, 0, 2, 2, 2 }, left.labels());
		assertEquals(2, left.kept());
		assertEquals(1, left.removed());
	}

	@Test
	void theScoreIsTheMeanForegroundOfAnObject() {
		assertArrayEquals(new float[] { 0.75f, 0.5f }, ObjectScores.of(new int[] { 1, 0, 2, 1 }, new float[] { 0.5f, 0.1f, 0.5f,
			0 }), 1e-6f);
	}

	@Test
	void resizedLabelsAreThoseAtThePixelsCentres() {
		final int[] labels = { 1, 1, 2, 1, 1, 2, 3, 3, 4 };
		assertArrayEquals(new int[] { 1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4,
			3, 3, 3, 3, 4, 4 }, ResizedLabels.of(labels, new int[] { 3, 3 }, new int[] { 6, 6 }));
		assertArrayEquals(new int[] { 1 }, ResizedLabels.of(labels, new int[] { 3, 3 }, new int[] { 1, 1 }));
	}
}
