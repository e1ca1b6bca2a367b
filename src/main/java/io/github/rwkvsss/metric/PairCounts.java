package io.github.rwkvsss.metric;

import java.util.Arrays;

/**
 * How often pairs of numbers occur, in memory for the different pairs only: a volume has hundreds of millions of voxels,
 * and some thousand pairs of objects that overlap.
 */
final class PairCounts {

	private static final long FREE = Long.MIN_VALUE;

	private long[] keys = new long[64];
	private long[] counts = new long[64];
	private int used;
	/** Neighbouring voxels mostly are of one pair. */
	private long lastKey = FREE;
	private int lastPlace;

	PairCounts() {
		Arrays.fill(keys, FREE);
	}

	/**
	 * @param first 0 or more
	 * @param second any number
	 */
	void add(final int first, final int second) {
		final long key = (long) first << 32 | second & 0xffffffffL;
		if (key != lastKey) {
			lastPlace = place(key);
			lastKey = key;
			if (keys[lastPlace] == FREE) {
				keys[lastPlace] = key;
				if (2 * ++used > keys.length) {
					grow();
					lastPlace = place(key);
				}
			}
		}
		counts[lastPlace]++;
	}

	/** @return the different pairs, by their first number, then their second one; see {@link #first} and {@link #second} */
	long[] sorted() {
		return Arrays.stream(keys).filter(key -> key != FREE).sorted().toArray();
	}

	/** @return how often that pair was added */
	long of(final long pair) {
		final int at = place(pair);
		return keys[at] == FREE ? 0 : counts[at];
	}

	/** @return first number of a pair */
	static int first(final long pair) {
		return (int) (pair >> 32);
	}

	/** @return second number of a pair */
	static int second(final long pair) {
		return (int) pair;
	}

	/** @return where a key is, or the free place where it belongs */
	private int place(final long key) {
		// Numbers of objects run on from 1, so they are spread over the table first.
		int at = (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & keys.length - 1;
		while (keys[at] != FREE && keys[at] != key) at = at + 1 & keys.length - 1;
		return at;
	}

	private void grow() {
		final long[] oldKeys = keys;
		final long[] oldCounts = counts;
		keys = new long[2 * oldKeys.length];
		counts = new long[keys.length];
		Arrays.fill(keys, FREE);
		for (int i = 0; i < oldKeys.length; i++) {
			if (oldKeys[i] == FREE) continue;
			final int at = place(oldKeys[i]);
			keys[at] = oldKeys[i];
			counts[at] = oldCounts[i];
		}
	}
}
