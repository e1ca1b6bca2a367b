package io.github.rwkvsss.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

class InstanceSegmentationTest {

	private static final InstanceParameters KEEP_ALL = InstanceParameters.DEFAULT.withMinimumSize(1).withMinimumSeedSize(1);

	/** Segments a class image, 0, 1 or 2 at certainty. */
	private static String[] segment(final InstanceParameters parameters, final String... rows) {
		final int[] classes = Drawing.of(rows);
		final float[][] p = new float[3][classes.length];
		for (int i = 0; i < classes.length; i++) p[classes[i]][i] = 1;
		return Drawing.text(InstanceSegmentation.labels(p[0], p[1], p[2], Drawing.size(rows), parameters), rows[0].length());
	}

	@Test
	void interiorsGrowOverTheirRimsAndMeetHalfWay() {
		assertArrayEquals(new String[] { "11112222", "11112222", "........" }, segment(KEEP_ALL, "11222211", "11222211",
			"........"));
	}

	@Test
	void foregroundWithoutInteriorIsAnObject() {
		assertArrayEquals(new String[] { "11..22", "11..22", "......" }, segment(KEEP_ALL, "22..11", "22..11", "......"));
	}

	@Test
	void smallObjectsGoAndNumbersClose() {
		assertArrayEquals(new String[] { "...111", "...111" }, segment(KEEP_ALL.withMinimumSize(4), "11.111", "...111"));
		assertArrayEquals(new String[] { "11.222", "...222" }, segment(KEEP_ALL.withMinimumSize(2), "11.111", "...111"));
	}

	@Test
	void aHoleIsFilledOnlyIfWanted() {
		final String[] ring = { ".....", ".111.", ".1.1.", ".111.", "....." };
		final String[] disc = { ".....", ".111.", ".111.", ".111.", "....." };
		assertArrayEquals(disc, segment(KEEP_ALL, ring));
		assertArrayEquals(ring, segment(KEEP_ALL.withFillHoles(false), ring));
	}

	@Test
	void aGapBetweenTwoObjectsAndABayAtTheSideStay() {
		assertArrayEquals(new String[] { "11112222", "111..222", "11112222" }, segment(KEEP_ALL, "11122111", "111..111",
			"11122111"));
		assertArrayEquals(new String[] { "1111", "1..1", "1..1" }, segment(KEEP_ALL, "1111", "1..1", "1..1"));
	}

	@Test
	void aShallowDipDoesNotPartAnObject() {
		final float[] interior = { 0.9f, 0.9f, 0.7f, 0.9f, 0.9f };
		final float[] background = new float[5];
		final float[] boundary = { 0.1f, 0.1f, 0.3f, 0.1f, 0.1f };
		final int[] size = { 1, 5 };
		// The score falls from 0.8 to 0.4.
		assertArrayEquals(new int[] { 1, 1, 1, 1, 1 }, InstanceSegmentation.labels(background, interior, boundary, size,
			KEEP_ALL.withProminence(0.41f)));
		final int[] parted = InstanceSegmentation.labels(background, interior, boundary, size, KEEP_ALL.withProminence(0.39f));
		assertEquals(2, Arrays.stream(parted).max().getAsInt());
		assertEquals(1, parted[1]);
		assertEquals(2, parted[3]);
		assertArrayEquals(new int[] { 1, 1, 1, 1, 1 }, InstanceSegmentation.labels(background, interior, boundary, size,
			KEEP_ALL.withProminence(0.39f).withMinimumSeedSize(3)));
	}

	@Test
	void aVolumeAndAnEmptyImageAreLegal() {
		final float[] interior = new float[27];
		Arrays.fill(interior, 1);
		final int[] labels = InstanceSegmentation.labels(new float[27], interior, new float[27], new int[] { 3, 3, 3 },
			InstanceParameters.DEFAULT);
		assertTrue(Arrays.stream(labels).allMatch(label -> label == 1));
		assertEquals(0, InstanceSegmentation.labels(new float[0], new float[0], new float[0], new int[] { 0, 4 },
			InstanceParameters.DEFAULT).length);
	}

	@Test
	void twoTouchingCubesOfAVolumeComeBackFromTheirTargets() {
		final int[] size = { 8, 8, 16 };
		final int[] truth = new int[8 * 8 * 16];
		for (int i = 0; i < truth.length; i++) {
			final int x = i % 16, y = i / 16 % 8, z = i / 128;
			if (x >= 1 && x <= 14 && y >= 1 && y <= 6 && z >= 1 && z <= 6) truth[i] = x <= 7 ? 1 : 2;
		}
		final float[][] p = ProbabilityDrawing.certain(InstanceTargets.of(truth, size), size);
		assertArrayEquals(truth, InstanceSegmentation.labels(p[0], p[1], p[2], size, InstanceParameters.DEFAULT));
	}

	@Test
	void badInputIsNamed() {
		final float[] bad = { 0, Float.NaN };
		final int[] size = { 1, 2 };
		final IllegalArgumentException notFinite = assertThrows(IllegalArgumentException.class, () -> InstanceSegmentation
			.labels(new float[2], bad, new float[2], size, InstanceParameters.DEFAULT));
		assertTrue(notFinite.getMessage().contains("interior probability is NaN at pixel 1"));
		assertThrows(IllegalArgumentException.class, () -> InstanceSegmentation.labels(new float[3], new float[2], new float[2],
			size, InstanceParameters.DEFAULT));
		assertThrows(IllegalArgumentException.class, () -> InstanceParameters.DEFAULT.withProminence(0));
		assertThrows(IllegalArgumentException.class, () -> InstanceParameters.DEFAULT.withProminence(Float.NaN));
		assertThrows(IllegalArgumentException.class, () -> InstanceParameters.DEFAULT.withForegroundThreshold(1));
		assertThrows(IllegalArgumentException.class, () -> InstanceParameters.DEFAULT.withMinimumSize(0));
		assertThrows(IllegalArgumentException.class, () -> InstanceParameters.DEFAULT.withMinimumSeedSize(0));
	}
}
