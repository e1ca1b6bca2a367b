package io.github.rwkvsss.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InstanceTargetsTest {

	private static String[] targets(final int thickness, final String... rows) {
		final byte[] classes = InstanceTargets.of(Drawing.of(rows), Drawing.size(rows), thickness);
		return Drawing.text(Drawing.unsigned(classes), rows[0].length());
	}

	@Test
	void anObjectHasARimOfOnePixelTowardsTheBackground() {
		assertArrayEquals(new String[] { ".......", ".22222.", ".21112.", ".21112.", ".21112.", ".22222.", "......." }, targets(
			2, ".......", ".77777.", ".77777.", ".77777.", ".77777.", ".77777.", "......."));
	}

	@Test
	void theImagesSideIsNoRim() {
		assertArrayEquals(new String[] { "1112.", "1112.", "1112.", "2222.", "....." }, targets(1, "1111.", "1111.", "1111.",
			"1111.", "....."));
	}

	@Test
	void touchingObjectsAreThickerApart() {
		final String row = "11112222";
		assertArrayEquals(new String[] { "11222211", "11222211", "11222211", "11222211" }, targets(2, row, row, row, row));
		assertArrayEquals(new String[] { "11122111", "11122111", "11122111" }, targets(1, row, row, row));
	}

	@Test
	void anObjectTooSmallForARimKeepsAnInterior() {
		assertArrayEquals(new String[] { ".....", ".11..", ".11..", "....." }, targets(2, ".....", ".33..", ".33..", "....."));
	}

	@Test
	void smallTouchingObjectsStillArePartedFromEachOther() {
		assertArrayEquals(new String[] { "......", ".1221.", ".1221.", "......" }, targets(2, "......", ".1122.", ".1122.",
			"......"));
	}

	@Test
	void aNeckDoesNotBreakTheInterior() {
		final String[] dumbbell = { "...........", ".4444.4444.", ".4444.4444.", ".444444444.", ".4444.4444.", ".4444.4444.",
			"..........." };
		final byte[] classes = InstanceTargets.of(Drawing.of(dumbbell), Drawing.size(dumbbell));
		final boolean[] interior = new boolean[classes.length];
		for (int i = 0; i < interior.length; i++) interior[i] = classes[i] == InstanceTargets.INTERIOR;
		assertEquals(1, ConnectedComponents.of(interior, Drawing.size(dumbbell), Connectivity.FACE).count());
	}

	@Test
	void unannotatedPixelsAreIgnoredAndMakeNoRim() {
		assertArrayEquals(new String[] { "1111?", "1111?", "1111?" }, targets(1, "1111?", "1111?", "1111?"));
	}

	@Test
	void aVolumeIsTreatedAlongAllThreeAxes() {
		final int[] labels = new int[7 * 7 * 7];
		for (int z = 1; z < 6; z++) for (int y = 1; y < 6; y++) for (int x = 1; x < 6; x++) labels[(z * 7 + y) * 7 + x] = 9;
		final byte[] classes = InstanceTargets.of(labels, new int[] { 7, 7, 7 });
		int interior = 0, boundary = 0;
		for (final byte c : classes) {
			interior += c == InstanceTargets.INTERIOR ? 1 : 0;
			boundary += c == InstanceTargets.BOUNDARY ? 1 : 0;
		}
		assertEquals(27, interior);
		assertEquals(125 - 27, boundary);
	}

	@Test
	void whereSlicesLieApartRimsAreMeasuredWithinThem() {
		final int[] labels = new int[5 * 7 * 7];
		for (int z = 1; z < 4; z++) for (int y = 1; y < 6; y++) for (int x = 1; x < 6; x++) labels[(z * 7 + y) * 7 + x] = 9;
		final byte[] classes = InstanceTargets.of(labels, new int[] { 5, 7, 7 }, 2, new double[] { 2.2, 1, 1 });
		assertEquals(3 * 9, count(classes, InstanceTargets.INTERIOR));
		assertEquals(3 * 16, count(classes, InstanceTargets.BOUNDARY));
	}

	@Test
	void whatTouchesAcrossSlicesThatLieApartIsPartedByOneVoxelEach() {
		final int[] labels = new int[6 * 5 * 5];
		for (int i = 0; i < labels.length; i++) labels[i] = i / 25 < 3 ? 1 : 2;
		final byte[] classes = InstanceTargets.of(labels, new int[] { 6, 5, 5 }, 2, new double[] { 2.2, 1, 1 });
		for (int i = 0; i < labels.length; i++) assertEquals(i / 25 == 2 || i / 25 == 3 ? InstanceTargets.BOUNDARY
			: InstanceTargets.INTERIOR, classes[i]);
	}

	private static long count(final byte[] classes, final int value) {
		long count = 0;
		for (final byte c : classes) count += c == value ? 1 : 0;
		return count;
	}

	@Test
	void emptyImagesAreLegal() {
		assertEquals(0, InstanceTargets.of(new int[0], new int[] { 0, 5 }).length);
		assertArrayEquals(new byte[6], InstanceTargets.of(new int[6], new int[] { 2, 3 }));
	}

	@Test
	void badInputIsNamed() {
		final int[] size = { 2, 3 };
		assertTrue(assertThrows(IllegalArgumentException.class, () -> InstanceTargets.of(new int[5], size)).getMessage()
			.contains("has 5 pixels but size [2, 3] has 6"));
		assertThrows(IllegalArgumentException.class, () -> InstanceTargets.of(new int[6], size, 0));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> InstanceTargets.of(new int[] { 0, 0, 0, -2, 0, 0 }, size))
			.getMessage().contains("-2 at pixel 3"));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> InstanceTargets.of(new int[6], new int[] { 1 << 16,
			1 << 16 })).getMessage().contains("2147483647"));
	}
}
