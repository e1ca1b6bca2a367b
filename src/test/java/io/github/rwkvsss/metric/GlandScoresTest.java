package io.github.rwkvsss.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;

class GlandScoresTest {

	@Test
	void aShiftedObject() {
		// Six pixels, shifted by two: Dice 8/12, distance 2 either way.
		final GlandScores scores = GlandScores.of(new int[] { 1, 1, 1, 1, 1, 1, 0, 0, 0 }, new int[] { 0, 0, 4, 4, 4, 4, 4, 4,
			0 }, 1, 9);
		assertEquals(1, scores.f1());
		assertEquals(8.0 / 12, scores.dice(), 1e-12);
		assertEquals(2, scores.hausdorff());
	}

	@Test
	void anObjectFoundByLessThanHalfIsMissed() {
		assertEquals(0, GlandScores.of(new int[] { 1, 1, 1, 1, 1 }, new int[] { 2, 2, 0, 0, 0 }, 1, 5).f1());
		assertEquals(1, GlandScores.of(new int[] { 1, 1, 1, 1 }, new int[] { 2, 2, 0, 0 }, 1, 4).f1());
		// Both halves cover half of it, and it is found once.
		assertEquals(2.0 / 3, GlandScores.of(new int[] { 1, 1, 1, 1 }, new int[] { 2, 2, 3, 3 }, 1, 4).f1(), 1e-12);
	}

	@Test
	void emptyImages() {
		final GlandScores nothing = GlandScores.of(new int[4], new int[4], 2, 2);
		assertEquals(1, nothing.f1());
		assertEquals(1, nothing.dice());
		assertEquals(0, nothing.hausdorff());
		final GlandScores missed = GlandScores.of(new int[] { 1, 0, 0, 0 }, new int[4], 2, 2);
		assertEquals(0, missed.f1());
		assertEquals(0, missed.dice());
		assertTrue(Double.isNaN(missed.hausdorff()));
	}

	@Test
	void pixelsThatAreNotAnnotatedDoNotCount() {
		final GlandScores scores = GlandScores.of(new int[] { 1, 1, -1, 0 }, new int[] { 1, 1, 1, 0 }, 1, 4);
		assertEquals(1, scores.dice());
		assertEquals(0, scores.hausdorff());
	}

	/** The search among objects that share no pixel leaves out distances by the boxes alone. */
	@Test
	void theNearestOfManyIsFound() {
		final Random random = new Random(6);
		for (int round = 0; round < 30; round++) {
			final int[] size = { 5, 9, 11 };
			final int[] truth = new int[5 * 9 * 11];
			final int[] found = new int[truth.length];
			for (int i = 0; i < truth.length; i++) {
				if (random.nextInt(30) == 0) truth[i] = 1 + random.nextInt(4);
				else if (random.nextInt(30) == 0) found[i] = 1 + random.nextInt(5);
			}
			assertEquals(naive(truth, found, size), GlandScores.of(truth, found, size).hausdorff(), 1e-9);
		}
	}

	private static double naive(final int[] truth, final int[] found, final int[] size) {
		return (side(truth, found, size) + side(found, truth, size)) / 2;
	}

	private static double side(final int[] of, final int[] to, final int[] size) {
		double sum = 0;
		long pixels = 0;
		for (int a = 1; a <= 5; a++) {
			final int area = count(of, a);
			double least = Double.POSITIVE_INFINITY;
			for (int b = 1; b <= 5; b++) if (count(to, b) > 0 && area > 0) least = Math.min(least, Math.max(farthest(of, a, to, b,
				size), farthest(to, b, of, a, size)));
			if (area > 0) sum += area * least;
			pixels += area;
		}
		return sum / pixels;
	}

	private static int count(final int[] labels, final int value) {
		int count = 0;
		for (final int label : labels) count += label == value ? 1 : 0;
		return count;
	}

	private static double farthest(final int[] from, final int a, final int[] to, final int b, final int[] size) {
		double farthest = 0;
		for (int i = 0; i < from.length; i++) {
			if (from[i] != a) continue;
			double nearest = Double.POSITIVE_INFINITY;
			for (int k = 0; k < to.length; k++) if (to[k] == b) nearest = Math.min(nearest, Math.sqrt(Math.pow(i / (size[1] *
				size[2]) - k / (size[1] * size[2]), 2) + Math.pow(i / size[2] % size[1] - k / size[2] % size[1], 2) + Math.pow(i %
					size[2] - k % size[2], 2)));
			farthest = Math.max(farthest, nearest);
		}
		return farthest;
	}
}
