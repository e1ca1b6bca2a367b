package io.github.rwkvsss.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OverlapTest {

	@Test
	void countsByHand() {
		final int[] truth = { 1, 1, 1, 2, 0, 0 };
		final int[] predicted = { 1, 1, 2, 2, 1, 0 };
		final Overlap one = Overlap.ofClass(truth, predicted, 1);
		assertEquals(new Overlap(3, 3, 2), one);
		assertEquals(4.0 / 6, one.dice());
		assertEquals(0.5, one.iou());
		assertEquals(2.0 / 3, Overlap.ofClass(truth, predicted, 2).dice());
		assertEquals(new Overlap(4, 5, 4), Overlap.ofForeground(truth, predicted));
	}

	@Test
	void bothEmptyAgreeAndOneEmptyDoesNot() {
		final int[] empty = new int[4], full = { 1, 1, 1, 1 };
		assertEquals(1, Overlap.ofClass(empty, empty, 1).dice());
		assertEquals(1, Overlap.ofClass(empty, empty, 1).iou());
		assertEquals(0, Overlap.ofClass(empty, full, 1).dice());
		assertEquals(0, Overlap.ofClass(full, empty, 1).iou());
		assertEquals(1, Overlap.ofClass(new int[0], new int[0], 1).dice());
	}

	@Test
	void unannotatedPixelsDoNotCount() {
		assertEquals(new Overlap(1, 1, 1), Overlap.ofClass(new int[] { 1, -1, 0 }, new int[] { 1, 1, 0 }, 1));
		assertEquals(new Overlap(1, 1, 1), Overlap.ofForeground(new int[] { 1, -1, 0 }, new int[] { 5, 1, 0 }));
	}

	@Test
	void countsAddUpBeyondAnInt() {
		final Overlap large = new Overlap(3_000_000_000L, 3_000_000_000L, 1_500_000_000L);
		assertEquals(0.5, large.plus(large).dice());
		assertEquals(6_000_000_000L, large.plus(large).truth());
	}

	@Test
	void differentSizesAreRefused() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> Overlap.ofClass(new int[3], new int[4], 1)).getMessage()
			.contains("3 pixels but prediction has 4"));
		assertThrows(IllegalArgumentException.class, () -> new Overlap(1, 1, 2));
	}
}
