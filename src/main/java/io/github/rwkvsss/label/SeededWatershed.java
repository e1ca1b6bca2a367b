package io.github.rwkvsss.label;

import java.util.Arrays;

import io.github.rwkvsss.progress.Cancellation;

/**
 * Grows seeds over a landscape, lowest places first, until they meet (flooding after Meyer, 1994, without
 * watershed lines). Equal heights are taken first come, first served, so on a plateau seeds meet half way;
 * the result depends on nothing but its input.
 */
public final class SeededWatershed {

	/** Number of distinct heights. */
	private static final int LEVELS = 1024;
	/** A cancel is asked for whenever so many pixels are done, less one. */
	static final int PIXELS_BETWEEN_CHECKS = (1 << 18) - 1;

	private SeededWatershed() {}

	/**
	 * O(n): every pixel enters a bucket queue once.
	 *
	 * @param seeds row-major, 0 where unlabelled, positive labels elsewhere; grown in place
	 * @param landscape height of each pixel; used clamped to [0, 1]
	 * @param mask pixels that may be labelled; seeds outside it stay but do not spread over it
	 * @param size {height, width} or {depth, height, width}
	 * @param cancellation looked at now and then
	 * @throws IllegalArgumentException if the arrays and size disagree
	 * @throws io.github.rwkvsss.progress.CanceledException on a cancel; the seeds have grown in part then
	 */
	public static void grow(final int[] seeds, final float[] landscape, final boolean[] mask, final int[] size,
		final Connectivity connectivity, final Cancellation cancellation)
	{
		Grid.requireLength("seed image", seeds.length, size);
		Grid.requireLength("landscape", landscape.length, size);
		Grid.requireLength("mask", mask.length, size);
		final Grid grid = new Grid(size, connectivity);
		final int[] around = new int[grid.degree()];
		final Queue queue = new Queue(seeds.length);
		for (int i = 0; i < seeds.length; i++) if (seeds[i] != 0 && hasOpenNeighbour(i, grid, around, seeds, mask)) queue.add(i,
			level(landscape[i]));
		int taken = 0;
		for (int at = queue.take(); at >= 0; at = queue.take()) {
			if ((taken++ & PIXELS_BETWEEN_CHECKS) == 0) cancellation.check();
			final int found = grid.neighbours(at, around);
			for (int k = 0; k < found; k++) {
				final int next = around[k];
				if (mask[next] && seeds[next] == 0) {
					seeds[next] = seeds[at];
					queue.add(next, level(landscape[next]));
				}
			}
		}
	}

	// Most seed pixels are surrounded by their own label; leaving them out saves most of the queue.
	private static boolean hasOpenNeighbour(final int index, final Grid grid, final int[] around, final int[] seeds,
		final boolean[] mask)
	{
		final int found = grid.neighbours(index, around);
		for (int k = 0; k < found; k++) if (mask[around[k]] && seeds[around[k]] == 0) return true;
		return false;
	}

	private static int level(final float height) {
		return (int) (Math.min(Math.max(height, 0f), 1f) * (LEVELS - 1));
	}

	/** First-in first-out lists, one per level; a pixel may be in the queue once. */
	private static final class Queue {

		private final int[] next;
		private final int[] head = new int[LEVELS];
		private final int[] tail = new int[LEVELS];
		private int lowest;

		Queue(final int length) {
			next = new int[length];
			Arrays.fill(head, -1);
		}

		void add(final int index, final int level) {
			// Water does not run back: what is reached late is never below the present level.
			final int at = Math.max(level, lowest);
			next[index] = -1;
			if (head[at] < 0) head[at] = index;
			else next[tail[at]] = index;
			tail[at] = index;
		}

		/** @return the next pixel, or -1 when all are done */
		int take() {
			while (lowest < LEVELS && head[lowest] < 0) lowest++;
			if (lowest == LEVELS) return -1;
			final int index = head[lowest];
			head[lowest] = next[index];
			return index;
		}
	}
}
