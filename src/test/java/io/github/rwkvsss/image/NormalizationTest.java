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

	@Test
	void refusesWhatDoesNotFit() {
		assertEquals("percentiles 99.0 and 1.0 do not rise within 0 to 100; choose for instance 1 and 99.8", assertThrows(
			IllegalArgumentException.class, () -> Normalization.percentile(99, 1)).getMessage());
		assertThrows(IllegalArgumentException.class, () -> Normalization.percentile(0, 101));
		assertThrows(IllegalArgumentException.class, () -> Normalization.range(3, 3));
		assertThrows(IllegalArgumentException.class, () -> Normalization.range(Double.NaN, 3));
	}
}
