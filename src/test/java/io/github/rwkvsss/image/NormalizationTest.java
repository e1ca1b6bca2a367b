package io.github.rwkvsss.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class NormalizationTest {

	private static float[] apply(final Normalization normalization, final float... values) {
		final float[] copy = values.clone();
		normalization.fit(values).apply(copy, 0, copy.length);
		return copy;
	}

	/** numpy.percentile([3, 9, 1, 4, 12, 7, 5, 20], [1, 99.8]) = [1.14, 19.888]. */
	@Test
	void percentilesAreThoseOfNumpy() {
		final Normalization.Scaling scaling = Normalization.standard().fit(new float[] { 3, 9, 1, 4, 12, 7, 5, 20 });
		assertEquals(1.14, scaling.offset(), 1e-6);
		assertEquals(1 / (19.888 - 1.14), scaling.factor(), 1e-7);
	}

	@Test
	void doesNotClip() {
		assertArrayEquals(new float[] { -1, 0, 1, 2 }, apply(Normalization.range(10, 20), 0, 10, 20, 30), 1e-6f);
	}

	@Test
	void zScoreOfAKnownSeries() {
		// Mean 5, standard deviation 2 (over n).
		assertArrayEquals(new float[] { -1.5f, -0.5f, -0.5f, -0.5f, 0, 0, 1, 2 }, apply(Normalization.zScore(), 2, 4, 4, 4, 5,
			5, 7, 9), 1e-6f);
	}

	@Test
	void constantImagesBecomeZero() {
		for (final Normalization n : new Normalization[] { Normalization.standard(), Normalization.zScore() }) {
			assertArrayEquals(new float[3], apply(n, 42, 42, 42));
			assertArrayEquals(new float[1], apply(n, -7));
		}
		assertArrayEquals(new float[] { 42 }, apply(Normalization.none(), 42));
	}

	@Test
	void aFewPixelsOnBlackAreNotConstant() {
		final float[] values = new float[1001];
		values[500] = 80;
		assertEquals(1, apply(Normalization.standard(), values)[500]);
	}

	/**
	 * 900 pixels of background 9, 10 and 11 (median 10, median absolute deviation 1), 96 of an object from 50 to 145, and 4
	 * of a speck at 5000, whose percentile 99.8 is 5000. Above 10 + 6 * 1.4826 lie object and speck; numpy.percentile of
	 * these 100 at 85 is 134.15.
	 */
	@Test
	void aSpeckDoesNotSetTheRobustLimit() {
		final float[] values = new float[1000];
		for (int i = 0; i < 900; i++) values[i] = 9 + i % 3;
		for (int i = 0; i < 96; i++) values[900 + i] = 50 + i;
		for (int i = 996; i < 1000; i++) values[i] = 5000;
		final Normalization.Scaling scaling = Normalization.robust().fit(values);
		assertEquals(9, scaling.offset());
		assertEquals(1 / (134.15 - 9), scaling.factor(), 1e-7);
		final float[] scaled = apply(Normalization.robust(), values);
		assertEquals(1, scaled[999], 1e-6f);
		assertEquals((100 - 9) / (134.15 - 9), scaled[950], 1e-6);
		assertEquals(Normalization.standard().fit(values).offset(), scaling.offset());
	}

	@Test
	void whatStandsOutAlikeIsNotClipped() {
		final float[] values = new float[1000];
		for (int i = 0; i < 900; i++) values[i] = 9 + i % 3;
		for (int i = 0; i < 100; i++) values[900 + i] = 50 + i;
		assertArrayEquals(apply(Normalization.standard(), values), apply(Normalization.robust(), values));
		// The 85th percentile of 50 to 149, of which brighter ones become 1 where dim objects are sought.
		assertEquals(134.15, Normalization.robust().fitLimited(values).limit(), 1e-4);
	}

	/** Most of a dark background is 0, some is 1: that is noise, which must not be told from objects by a limit of 1. */
	@Test
	void aBackgroundOfOneValueDoesNotStandOut() {
		final float[] values = new float[1000];
		for (int i = 0; i < 1000; i++) values[i] = i < 600 ? 0 : i < 960 ? 1 : 40;
		assertArrayEquals(apply(Normalization.standard(), values), apply(Normalization.robust(), values));
		assertEquals(40, Normalization.robust().fitLimited(values).limit());
	}

	@Test
	void whereNothingStandsOutRobustIsTheStandard() {
		final float[] values = new float[1000];
		for (int i = 0; i < values.length; i++) values[i] = i % 100;
		assertArrayEquals(apply(Normalization.standard(), values), apply(Normalization.robust(), values));
		assertArrayEquals(new float[3], apply(Normalization.robust(), 42, 42, 42));
		final float[] speck = new float[1001];
		speck[500] = 80;
		assertEquals(1, apply(Normalization.robust(), speck)[500]);
	}

	@Test
	void refusesWhatDoesNotFit() {
		assertEquals("percentiles 99.0 and 1.0 do not rise within 0 to 100; choose for instance 1 and 99.8", assertThrows(
			IllegalArgumentException.class, () -> Normalization.percentile(99, 1)).getMessage());
		assertThrows(IllegalArgumentException.class, () -> Normalization.percentile(0, 101));
		assertThrows(IllegalArgumentException.class, () -> Normalization.range(3, 3));
		assertThrows(IllegalArgumentException.class, () -> Normalization.range(Double.NaN, 3));
	}
}
