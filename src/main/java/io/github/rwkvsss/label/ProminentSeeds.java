package io.github.rwkvsss.label;

import java.util.Arrays;

import io.github.rwkvsss.progress.Cancellation;

/**
 * Finds one seed per hill of a score.
 * <p>
 * Pixels are taken from the highest score down, and the hills they form are joined where they meet, unless both
 * are worth keeping: each has enough pixels by then, and the lower of the two rises far enough above the meeting
 * place. A fixed threshold needs the same score everywhere; this needs only that the score drops between two
 * objects, and so parts blurred neighbours without breaking noisy objects.
 */
final class ProminentSeeds {

	/** Number of distinct scores. */
	private static final int LEVELS = 512;
	/** What part of a hill's height above its highest meeting place does not belong to the seed. */
	private static final float FOOT = 0.3f;
	private static final float NEVER_MET = Float.NEGATIVE_INFINITY;

	private final float[] score;
	/** Union-find forest over pixels; -1 where not yet reached. A root stands for its hill. */
	private final int[] parent;
	/** Valid at roots: pixels of the hill, and the highest score at which it met a hill that stays. */
	private final int[] pixels;
	private final float[] met;

	private ProminentSeeds(final float[] score) {
		this.score = score;
		parent = new int[score.length];
		pixels = new int[score.length];
		met = new float[score.length];
		Arrays.fill(parent, -1);
	}

	/**
	 * Every connected component of the mask gets at least one seed.
	 *
	 * @param score row-major, in [-1, 1]; not retained
	 * @param mask where seeds may lie
	 * @param prominence how far the lower of two hills must rise above where they meet, 0 to 2
	 * @param minimumSize how many pixels each must have when they meet
	 * @param cancellation looked at now and then
	 * @return 0 where there is no seed, else a number per seed, 1 or more, with gaps
	 */
	static int[] of(final float[] score, final boolean[] mask, final int[] size, final float prominence,
		final int minimumSize, final Cancellation cancellation)
	{
		final ProminentSeeds hills = new ProminentSeeds(score);
		hills.raise(descending(score, mask), new Grid(size, Connectivity.FACE), prominence, minimumSize, cancellation);
		return hills.tops(mask);
	}

	private void raise(final int[] order, final Grid grid, final float prominence, final int minimumSize,
		final Cancellation cancellation)
	{
		final int[] around = new int[grid.degree()];
		int reached = 0;
		for (final int at : order) {
			if ((reached++ & SeededWatershed.PIXELS_BETWEEN_CHECKS) == 0) cancellation.check();
			parent[at] = at;
			pixels[at] = 1;
			met[at] = NEVER_MET;
			final int found = grid.neighbours(at, around);
			for (int k = 0; k < found; k++) if (parent[around[k]] >= 0) meet(root(around[k]), root(at), score[at], prominence,
				minimumSize);
		}
	}

	// NB: a root is the first, so the highest, pixel of its hill.
	private void meet(final int first, final int second, final float height, final float prominence, final int minimumSize) {
		if (first == second) return;
		final boolean firstIsHigher = score[first] >= score[second];
		final int higher = firstIsHigher ? first : second;
		final int lower = firstIsHigher ? second : first;
		final boolean bothStay = score[lower] - height >= prominence && Math.min(pixels[lower], pixels[higher]) >= minimumSize;
		if (bothStay) {
			met[lower] = Math.max(met[lower], height);
			met[higher] = Math.max(met[higher], height);
		}
		else {
			parent[lower] = higher;
			pixels[higher] += pixels[lower];
			met[higher] = Math.max(met[higher], met[lower]);
		}
	}

	private int[] tops(final boolean[] mask) {
		final int[] seeds = new int[score.length];
		for (int i = 0; i < seeds.length; i++) {
			if (!mask[i]) continue;
			final int hill = root(i);
			if (met[hill] == NEVER_MET || score[i] > met[hill] + FOOT * (score[hill] - met[hill])) seeds[i] = hill + 1;
		}
		return seeds;
	}

	private int root(final int pixel) {
		int at = pixel;
		while (parent[at] != at) {
			parent[at] = parent[parent[at]];
			at = parent[at];
		}
		return at;
	}

	/** Pixels of the mask by falling score, in raster order where scores are equal within a step. */
	private static int[] descending(final float[] score, final boolean[] mask) {
		final int[] start = new int[LEVELS + 1];
		for (int i = 0; i < score.length; i++) if (mask[i]) start[level(score[i]) + 1]++;
		for (int level = 0; level < LEVELS; level++) start[level + 1] += start[level];
		final int[] order = new int[start[LEVELS]];
		for (int i = 0; i < score.length; i++) if (mask[i]) order[start[level(score[i])]++] = i;
		return order;
	}

	private static int level(final float score) {
		final float clamped = Math.min(Math.max(score, -1f), 1f);
		return (int) ((1 - clamped) / 2 * (LEVELS - 1) + 0.5f);
	}
}
