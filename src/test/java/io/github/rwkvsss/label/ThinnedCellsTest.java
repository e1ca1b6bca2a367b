package io.github.rwkvsss.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class ThinnedCellsTest {

	/** A membrane two pixels wide between two cells: each takes its side of it. */
	@Test
	void cellsGrowUntilTheyMeet() {
		final int[] classes = { 1, 1, 0, 0, 1, 1 };
		assertArrayEquals(new int[] { 1, 1, 0, 0, 2, 2 }, ThinnedCells.components(classes, 1, new int[] { 1, 6 }));
		assertArrayEquals(new int[] { 1, 1, 1, 2, 2, 2 }, ThinnedCells.of(classes, 1, new int[] { 1, 6 }));
		assertArrayEquals(new int[6], ThinnedCells.of(classes, 7, new int[] { 1, 6 }));
	}
}
