package io.github.rwkvsss.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

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
		LargestRegion.keep(List.of(lower, upper), 5, 1);
		assertArrayEquals(new int[] { 1, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 2 }, lower);
		assertArrayEquals(new int[] { 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2 }, upper);
	}

	@Test
	void oneRegionOrNoneStaysAsItIs() {
		final int[] plane = { 3, 3, 0, 3 };
		LargestRegion.keep(List.of(plane), 2, 3);
		LargestRegion.keep(List.of(plane), 2, 1);
		assertArrayEquals(new int[] { 3, 3, 0, 3 }, plane);
	}

	@Test
	void ofEquallyLargeRegionsTheFirstStays() {
		final int[] plane = { 1, 0, 1 };
		LargestRegion.keep(List.of(plane), 3, 1);
		assertArrayEquals(new int[] { 1, 0, 0 }, plane);
	}
}
