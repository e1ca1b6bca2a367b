package io.github.rwkvsss.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;

class PartitionScoreTest {

	@Test
	void twoEqualCellsTakenForOneTellNothing() {
		final PartitionScore merged = PartitionScore.of(new int[] { 1, 1, 2, 2 }, new int[] { 7, 7, 7, 7 });
		assertEquals(new InformationScore(1, 0), merged.information());
		assertEquals(0, merged.information().fScore());
		assertEquals(new RandScore(1, 0.5), merged.rand());
	}

	@Test
	void aCellInHalvesKeepsHalfOfTheInformation() {
		final PartitionScore split = PartitionScore.of(new int[] { 1, 1, 1, 1, 2, 2, 2, 2 }, new int[] { 1, 1, 2, 2, 3, 3, 4,
			4 });
		// Mutual information 1 bit, entropy of the prediction 2 bits.
		assertEquals(0.5, split.information().split(), 1e-12);
		assertEquals(1, split.information().merge(), 1e-12);
	}

	@Test
	void imagesArePooledAsIfTheyLayBesideEachOther() {
		final Random random = new Random(4);
		final int[] truth = random.ints(400, 0, 6).toArray();
		final int[] found = random.ints(400, 0, 5).toArray();
		final int[] joinedTruth = new int[800];
		final int[] joinedFound = new int[800];
		for (int i = 0; i < 400; i++) {
			joinedTruth[i] = truth[i];
			joinedFound[i] = found[i];
			joinedTruth[400 + i] = truth[i] == 0 ? 0 : 100 + truth[i];
			joinedFound[400 + i] = 100 + found[i];
		}
		final PartitionScore once = PartitionScore.of(truth, found);
		final PartitionScore both = PartitionScore.of(joinedTruth, joinedFound);
		assertEquals(both.information().fScore(), once.plus(once).information().fScore(), 1e-12);
		assertEquals(both.rand().fScore(), once.plus(once).rand().fScore(), 1e-12);
	}

	@Test
	void nothingToCountIsAgreement() {
		assertEquals(1, PartitionScore.of(new int[3], new int[] { 1, 2, 3 }).information().fScore());
		assertEquals(1, PartitionScore.NONE.rand().fScore());
	}

	/** Counted in a map of few places, against counting anew for each pair. */
	@Test
	void pairsAreCountedAsOneByOne() {
		final Random random = new Random(8);
		final PairCounts counts = new PairCounts();
		final int[] first = random.ints(5000, 0, 40).toArray();
		final int[] second = random.ints(5000, -20, 40).toArray();
		for (int i = 0; i < first.length; i++) counts.add(first[i], second[i]);
		long sum = 0;
		for (final long pair : counts.sorted()) {
			long expected = 0;
			for (int i = 0; i < first.length; i++) if (first[i] == PairCounts.first(pair) && second[i] == PairCounts.second(pair))
				expected++;
			assertEquals(expected, counts.of(pair));
			sum += expected;
		}
		assertEquals(5000, sum);
		assertTrue(counts.sorted().length > 1000);
	}
}
