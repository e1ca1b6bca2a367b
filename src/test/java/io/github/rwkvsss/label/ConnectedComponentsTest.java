package io.github.rwkvsss.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ConnectedComponentsTest {

	private static final String[] DIAGONAL = { "1..", ".1.", "..1" };

	private static boolean[] mask(final String... rows) {
		final int[] values = Drawing.of(rows);
		final boolean[] mask = new boolean[values.length];
		for (int i = 0; i < mask.length; i++) mask[i] = values[i] != 0;
		return mask;
	}

	@Test
	void cornersConnectOnlyWhereAsked() {
		assertEquals(3, ConnectedComponents.of(mask(DIAGONAL), new int[] { 3, 3 }, Connectivity.FACE).count());
		assertEquals(1, ConnectedComponents.of(mask(DIAGONAL), new int[] { 3, 3 }, Connectivity.FULL).count());
	}

	@Test
	void componentsAreNumberedByTheirFirstPixel() {
		final ConnectedComponents.Components found = ConnectedComponents.of(mask("..1.1", "111.1", "....."), new int[] { 3, 5 },
			Connectivity.FACE);
		assertArrayEquals(new String[] { "..1.2", "111.2", "....." }, Drawing.text(found.labels(), 5));
		assertArrayEquals(new int[] { 9, 4, 2 }, found.sizes());
	}

	@Test
	void rowsDoNotWrapAround() {
		assertEquals(2, ConnectedComponents.of(mask("..1", "1.."), new int[] { 2, 3 }, Connectivity.FULL).count());
	}

	@Test
	void equalValuesThatAreApartBecomeTwo() {
		final ConnectedComponents.Components found = ConnectedComponents.ofEqual(Drawing.of("5577", "55.7", "...5"), new int[] {
			3, 4 }, Connectivity.FACE);
		assertArrayEquals(new String[] { "1122", "11.2", "...3" }, Drawing.text(found.labels(), 4));
	}

	@Test
	void aVolumeConnectsThroughItsSlices() {
		final boolean[] mask = new boolean[27];
		mask[4] = mask[13] = mask[22] = true;
		assertEquals(1, ConnectedComponents.of(mask, new int[] { 3, 3, 3 }, Connectivity.FACE).count());
		mask[13] = false;
		assertEquals(2, ConnectedComponents.of(mask, new int[] { 3, 3, 3 }, Connectivity.FULL).count());
	}
}
