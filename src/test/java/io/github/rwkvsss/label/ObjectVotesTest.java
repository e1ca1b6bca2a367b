package io.github.rwkvsss.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Means taken by hand. */
class ObjectVotesTest {

	private static final int[] LABELS = { 1, 1, 0, 2, 2, 2 };
	private static final float[] FIRST = { 0.75f, 0.5f, 0, 0.25f, 1, 0 };
	private static final float[] SECOND = { 0.25f, 0.5f, 1, 0.75f, 0, 1 };

	@Test
	void theHighestMeanWins() {
		final ObjectVotes votes = ObjectVotes.of(LABELS, FIRST, SECOND);
		assertArrayEquals(new int[] { 0, 1 }, votes.classes());
		assertEquals(0.625f, votes.scores()[0]);
		assertEquals(1.75f / 3, votes.scores()[1], 1e-6f);
		assertArrayEquals(new int[] { 1, 1, 0, 2, 2, 2 }, votes.paint(LABELS));
		assertArrayEquals(new int[] { 1, 0 }, votes.only(2, 1).classes());
		assertArrayEquals(new int[] { 0, 1, 1 }, votes.and(votes.only(2)).classes());
	}

	@Test
	void withoutClassesThereIsNoVote() {
		assertTrue(ObjectVotes.of(LABELS).isEmpty());
		assertArrayEquals(new int[6], ObjectVotes.NONE.paint(LABELS));
	}
}
