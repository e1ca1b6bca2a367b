package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

class HardSamplesTest {

	private static int[] chosen(final HardSamples hard, final int count, final int draws) {
		final SplittableRandom random = new SplittableRandom(3);
		final int[] counts = new int[count];
		for (int i = 0; i < draws; i++) counts[hard.choose(random)]++;
		return counts;
	}

	@Test
	void allAreAlikeAsLongAsNothingIsKnown() {
		for (final int count : chosen(new HardSamples(4), 4, 8000)) assertEquals(2000, count, 200);
	}

	@Test
	void imagesAreChosenAsTheirLossesAreWithinLimits() {
		final HardSamples hard = new HardSamples(4);
		// A mean of one: the last one counts as four, the first as a quarter.
		final double[] losses = { 0, 0.5, 0.5, 7 };
		for (int i = 0; i < 4; i++) hard.add(i, losses[i] / 2);
		final int[] counts = chosen(hard, 4, 21000);
		final double all = 0.25 + 0.25 + 0.25 + 3.5;
		assertArrayEquals(new double[] { 0.25 / all, 0.25 / all, 0.25 / all, 3.5 / all }, Arrays.stream(counts).mapToDouble(
			n -> n / 21000.0).toArray(), 0.01);
	}

	@Test
	void theLatestLossCountsMostAndACheckpointKeepsIt() {
		final HardSamples hard = new HardSamples(2);
		hard.add(0, 1);
		hard.add(0, 2);
		assertEquals(1.3, hard.losses().get(0), 1e-12);
		final HardSamples restored = new HardSamples(2);
		restored.restore(hard.losses());
		assertEquals(hard.losses(), restored.losses());
		assertArrayEquals(chosen(hard, 2, 100), chosen(restored, 2, 100));
	}
}
