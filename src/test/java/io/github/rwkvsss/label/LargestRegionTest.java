package io.github.rwkvsss.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.image.LabelImage;

/** Drawn by hand, so that the regions can be counted by eye. */
class LargestRegionTest {

	@Test
	void otherRegionsOfTheClassGoAndOtherClassesStay() {
		final int[] lower = { //
			1, 1, 0, 0, 1, //
			0, 0, 2, 0, 0, //
			1, 0, 0, 0, 2 };
		final int[] upper = { //
			0, 0, 0, 0, 0, //
			0, 0, 1, 0, 0, //
			1, 0, 0, 0, 2 };
		// In 26-neighbourhood the first row's pair and the upper slice's middle are one region of three, the column at
		// the lower left one of two, the corner one of one.
		LargestRegion.keep(LabelImage.of("volume", new long[] { 1, 2, lower.length / 5, 5 }, lower, upper), 1);
		assertArrayEquals(new int[] { 1, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 2 }, lower);
		assertArrayEquals(new int[] { 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2 }, upper);
	}

	@Test
	void oneRegionOrNoneStaysAsItIs() {
		final int[] plane = { 3, 3, 0, 3 };
		LargestRegion.keep(LabelImage.of("plane", new long[] { 1, 1, 2, 2 }, plane), 3);
		LargestRegion.keep(LabelImage.of("plane", new long[] { 1, 1, 2, 2 }, plane), 1);
		assertArrayEquals(new int[] { 3, 3, 0, 3 }, plane);
	}

	@Test
	void ofEquallyLargeRegionsTheFirstStays() {
		final int[] plane = { 1, 0, 1 };
		LargestRegion.keep(LabelImage.of("plane", new long[] { 1, 1, 1, 3 }, plane), 1);
		assertArrayEquals(new int[] { 1, 0, 0 }, plane);
	}
}
