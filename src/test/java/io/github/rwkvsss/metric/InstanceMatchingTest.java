package io.github.rwkvsss.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class InstanceMatchingTest {

	@Test
	void scoresByHand() {
		// Object 1 found with IoU 3/4, object 2 with 2/4, object 3 missed, one invented.
		final int[] truth = { 1, 1, 1, 1, 2, 2, 2, 0, 3, 3, 0, 0 };
		final int[] predicted = { 7, 7, 7, 0, 8, 8, 0, 8, 0, 0, 9, 9 };
		final InstanceMatching matching = InstanceMatching.of(truth, predicted);
		assertEquals(3, matching.truthCount());
		assertEquals(3, matching.predictedCount());
		final Matches half = matching.at(0.5);
		assertEquals(new Matches(2, 1, 1, 1.25), half);
		assertEquals(0.5, half.averagePrecision());
		assertEquals(2.0 / 3, half.precision());
		assertEquals(2.0 / 3, half.recall());
		assertEquals(1.25 / 3, half.panopticQuality());
		assertEquals(new Matches(1, 2, 2, 0.75), matching.at(0.75));
		assertEquals(new Matches(0, 3, 3, 0), matching.at(0.8));
		// 0.5: 2/4; 0.55 to 0.75, five thresholds: 1/5; above: 0.
		assertEquals((0.5 + 5 * 0.2) / 10, matching.meanAveragePrecision(), 1e-12);
		// Intersections 3 + 2; unions 4 + 4 + 2, and 2 for the invented one.
		assertEquals(5.0 / 12, matching.aggregatedJaccard().value(), 1e-12);
	}

	@Test
	void anObjectHalvedExactlyMatchesOneHalf() {
		final InstanceMatching split = InstanceMatching.of(new int[] { 1, 1, 1, 1 }, new int[] { 1, 1, 2, 2 });
		assertEquals(new Matches(1, 1, 0, 0.5), split.at(0.5));
		assertEquals(new Matches(0, 2, 1, 0), split.at(0.55));
		final InstanceMatching merged = InstanceMatching.of(new int[] { 1, 1, 2, 2 }, new int[] { 1, 1, 1, 1 });
		assertEquals(new Matches(1, 0, 1, 0.5), merged.at(0.5));
	}

	@Test
	void severalTrueObjectsMayShareOneInTheAggregatedIndex() {
		// Both take the merged object: intersections 2 + 2, unions 4 + 4.
		assertEquals(0.5, InstanceMatching.of(new int[] { 1, 1, 2, 2 }, new int[] { 1, 1, 1, 1 }).aggregatedJaccard().value());
		// The best of the halves counts, the other adds to the union: 3 / (4 + 1).
		assertEquals(0.6, InstanceMatching.of(new int[] { 1, 1, 1, 1 }, new int[] { 1, 1, 1, 2 }).aggregatedJaccard().value());
	}

	@Test
	void emptyImages() {
		final int[] empty = new int[4], one = { 0, 5, 5, 0 };
		assertEquals(1, InstanceMatching.of(empty, empty).at(0.5).averagePrecision());
		assertEquals(1, InstanceMatching.of(empty, empty).meanAveragePrecision());
		assertEquals(1, InstanceMatching.of(empty, empty).aggregatedJaccard().value());
		assertEquals(1, InstanceMatching.of(empty, empty).at(0.5).panopticQuality());
		assertEquals(1, InstanceMatching.of(empty, empty).at(0.5).precision());
		assertEquals(new Matches(0, 1, 0, 0), InstanceMatching.of(empty, one).at(0.5));
		assertEquals(0, InstanceMatching.of(empty, one).at(0.5).averagePrecision());
		assertEquals(0, InstanceMatching.of(one, empty).at(0.5).precision());
		assertEquals(0, InstanceMatching.of(one, empty).aggregatedJaccard().value());
		assertEquals(1, InstanceMatching.of(new int[0], new int[0]).at(0.5).averagePrecision());
	}

	@Test
	void unannotatedPixelsCountNowhere() {
		final InstanceMatching matching = InstanceMatching.of(new int[] { 1, 1, -1, -1 }, new int[] { 4, 4, 4, 6 });
		assertEquals(1, matching.predictedCount());
		assertEquals(1, matching.at(0.95).averagePrecision());
	}

	@Test
	void countsPoolOverImages() {
		final Matches pooled = Matches.NONE.plus(new Matches(3, 1, 0, 2.5)).plus(new Matches(1, 0, 3, 0.5));
		assertEquals(new Matches(4, 1, 3, 3), pooled);
		assertEquals(0.5, pooled.averagePrecision());
	}

	@Test
	void thresholdsAreTheDecimalsThemselves() {
		assertArrayEquals(new double[] { 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95 }, InstanceMatching
			.thresholds());
		// 11 of 20 pixels: an IoU of 0.55 exactly.
		final int[] truth = new int[20], predicted = new int[20];
		for (int i = 0; i < 20; i++) {
			truth[i] = 1;
			predicted[i] = i < 11 ? 1 : 0;
		}
		assertEquals(1, InstanceMatching.of(truth, predicted).at(0.55).truePositives());
		final InstanceMatching matching = InstanceMatching.of(truth, predicted);
		assertThrows(IllegalArgumentException.class, () -> matching.at(0.49));
		assertThrows(IllegalArgumentException.class, () -> matching.at(Double.NaN));
		assertThrows(IllegalArgumentException.class, () -> InstanceMatching.of(truth, new int[3]));
	}

	@Test
	void labelsMayBeAnyNumbers() {
		final int[] truth = { Integer.MAX_VALUE, Integer.MAX_VALUE, 70_000, 0 };
		final int[] predicted = { 3, 3, Integer.MAX_VALUE - 1, 0 };
		assertEquals(2, InstanceMatching.of(truth, predicted).at(0.95).truePositives());
	}

	@Test
	void randScoreByHand() {
		// One true cell of 4 predicted as 2 + 2: of its 16 ordered pairs 8 stay together.
		final RandScore split = RandScore.of(new int[] { 1, 1, 1, 1, 0 }, new int[] { 1, 1, 2, 2, 2 });
		assertEquals(0.5, split.split());
		assertEquals(1, split.merge());
		assertEquals(2.0 / 3, split.fScore(), 1e-12);
		final RandScore merged = RandScore.of(new int[] { 1, 1, 2, 2 }, new int[] { 0, 0, 0, 0 });
		assertEquals(1, merged.split());
		assertEquals(0.5, merged.merge());
		assertEquals(new RandScore(1, 1), RandScore.of(new int[3], new int[] { 1, 2, 3 }));
	}
}
