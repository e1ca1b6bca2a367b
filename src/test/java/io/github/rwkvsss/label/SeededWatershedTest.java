package io.github.rwkvsss.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;

import io.github.rwkvsss.progress.Cancellation;
import org.junit.jupiter.api.Test;

class SeededWatershedTest {

	private static int[] grow(final int[] seeds, final float[] landscape, final boolean[] mask) {
		SeededWatershed.grow(seeds, landscape, mask, new int[] { 1, seeds.length }, Connectivity.FACE, Cancellation.NEVER);
		return seeds;
	}

	private static boolean[] all(final int length) {
		final boolean[] mask = new boolean[length];
		Arrays.fill(mask, true);
		return mask;
	}

	@Test
	void seedsMeetHalfWayOnAPlateau() {
		assertArrayEquals(new int[] { 1, 1, 1, 2, 2, 2 }, grow(new int[] { 1, 0, 0, 0, 0, 2 }, new float[6], all(6)));
	}

	@Test
	void seedsMeetOnTheRidge() {
		final float[] ridge = { 0, 0.1f, 0.2f, 0.3f, 0.9f, 0 };
		final int[] grown = grow(new int[] { 1, 0, 0, 0, 0, 2 }, ridge, all(6));
		assertArrayEquals(new int[] { 1, 1, 1, 1 }, Arrays.copyOf(grown, 4));
		assertEquals(2, grown[5]);
	}

	@Test
	void labelsStayInsideTheMask() {
		final boolean[] mask = { true, true, false, true, true };
		assertArrayEquals(new int[] { 3, 3, 0, 0, 0 }, grow(new int[] { 3, 0, 0, 0, 0 }, new float[5], mask));
	}

	@Test
	void aSeedReachesAllOfAVolume() {
		final int[] seeds = new int[3 * 4 * 5];
		seeds[17] = 2;
		SeededWatershed.grow(seeds, new float[60], all(60), new int[] { 3, 4, 5 }, Connectivity.FACE, Cancellation.NEVER);
		for (final int label : seeds) assertEquals(2, label);
	}

	@Test
	void heightsOutOfRangeAreClamped() {
		final float[] heights = { -5, 7, Float.POSITIVE_INFINITY, -1 };
		assertArrayEquals(new int[] { 1, 1, 1, 1 }, grow(new int[] { 1, 0, 0, 0 }, heights, all(4)));
	}
}
