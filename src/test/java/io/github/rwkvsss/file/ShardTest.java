package io.github.rwkvsss.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ShardTest {

	/** Every part has one run, runs differ by one part at most, whatever the numbers. */
	@Test
	void togetherTheyTakeEverythingOnce() {
		for (int count = 1; count <= 45; count++) {
			for (final long parts : new long[] { 0, 1, 7, 44, 45, 46, 1000, Long.MAX_VALUE / 3 }) {
				long next = 0;
				for (int index = 1; index <= count; index++) {
					final Shard shard = new Shard(index, count);
					assertEquals(next, shard.first(parts));
					final long taken = shard.end(parts) - next;
					assertTrue(taken == parts / count || taken == parts / count + 1, taken + " of " + parts + " by " + count);
					next = shard.end(parts);
				}
				assertEquals(parts, next);
			}
		}
	}

	@Test
	void isWrittenAsUsersWriteIt() {
		assertEquals(new Shard(3, 40), Shard.of(" 3/40 "));
		assertEquals("3/40", Shard.of("3/40").toString());
		assertTrue(Shard.of("").isWhole());
		for (final String wrong : new String[] { "3", "a/b", "3/40/2", "-1/4" }) assertEquals("shard \"" + wrong +
			"\" is not of the form 3/40", assertThrows(IllegalArgumentException.class, () -> Shard.of(wrong)).getMessage());
		for (final String none : new String[] { "0/4", "5/4", "1/0" }) assertTrue(assertThrows(IllegalArgumentException.class,
			() -> Shard.of(none)).getMessage().startsWith("there is no shard "));
	}
}
