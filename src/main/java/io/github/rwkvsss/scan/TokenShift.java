package io.github.rwkvsss.scan;

import java.util.Arrays;

/**
 * From which neighbour each token takes each group of its channels (a "Q-shift"). Immutable, no parameters.
 * <p>
 * The plain shift gives every direction of the grid an equal share of the channels (Vision-RWKV). The dynamic
 * shift follows a scan order: the tokens before and after on the path get the smaller share, because the scan
 * itself already mixes them, and the grid neighbours off the path the larger one (draft 001, section III.C).
 * </p>
 */
public final class TokenShift {

	/** Stands for a neighbour beyond the grid's border, or before the first or after the last token. */
	public static final int NONE = -1;

	private final int[][] neighbours;
	private final double[] shareEnds;

	private TokenShift(final int[][] neighbours, final double[] shareEnds) {
		this.neighbours = neighbours;
		this.shareEnds = shareEnds;
	}

	/**
	 * @param extents tokens per axis, slowest first
	 * @return the shift that gives each of the 2 n directions an equal share
	 */
	public static TokenShift plain(final int... extents) {
		final int axes = extents.length;
		final int count = Arrays.stream(extents).reduce(1, Math::multiplyExact);
		final int[][] neighbours = new int[2 * axes][count];
		final double[] ends = new double[2 * axes];
		final int[] around = new int[2 * axes];
		for (int t = 0; t < count; t++) {
			gridNeighbours(t, extents, around);
			for (int g = 0; g < around.length; g++) neighbours[g][t] = around[g];
		}
		for (int g = 0; g < ends.length; g++) ends[g] = (g + 1.0) / ends.length;
		return new TokenShift(neighbours, ends);
	}

	/**
	 * @param order the path
	 * @param onPathShare share of the channels that come from the path's two neighbours together, 0 to 1
	 * @return the shift that follows the path
	 * @throws IllegalArgumentException if the share is out of range
	 */
	public static TokenShift following(final ScanOrder order, final double onPathShare) {
		if (!(onPathShare >= 0 && onPathShare <= 1)) throw new IllegalArgumentException(
			"the on-path share must lie in 0 to 1, got " + onPathShare);
		final int[] extents = order.extents();
		final int[] tokens = order.tokens();
		final int offPath = 2 * extents.length - 2;
		final int[][] neighbours = new int[2 + offPath][tokens.length];
		final int[] around = new int[2 * extents.length];
		for (int s = 0; s < tokens.length; s++) {
			final int t = tokens[s];
			final int before = s > 0 ? tokens[s - 1] : NONE;
			final int after = s + 1 < tokens.length ? tokens[s + 1] : NONE;
			neighbours[0][t] = before;
			neighbours[1][t] = after;
			gridNeighbours(t, extents, around);
			int found = 0;
			for (int g = 0; g < around.length && found < offPath; g++) if (around[g] != NONE && around[g] != before &&
				around[g] != after) neighbours[2 + found++][t] = around[g];
			while (found < offPath) neighbours[2 + found++][t] = NONE;
		}
		final double[] ends = new double[2 + offPath];
		for (int g = 0; g < ends.length; g++) ends[g] = g < 2 ? (g + 1) * onPathShare / 2 : onPathShare + (g - 1) * (1 -
			onPathShare) / offPath;
		return new TokenShift(neighbours, ends);
	}

	/** @return for each channel group, the token that each token looks at, or {@link #NONE} */
	public int[][] neighbours() {
		final int[][] copy = new int[neighbours.length][];
		Arrays.setAll(copy, g -> neighbours[g].clone());
		return copy;
	}

	/**
	 * @param channels channels of a token, at least 0
	 * @return for each group the channel after its last; the last entry equals {@code channels}
	 */
	public int[] groupEnds(final int channels) {
		final int[] ends = new int[shareEnds.length];
		Arrays.setAll(ends, g -> g == ends.length - 1 ? channels : (int) Math.round(shareEnds[g] * channels));
		return ends;
	}

	/** Neighbours in the fixed order: axis by axis, slowest first, the lower one before the higher one. */
	private static void gridNeighbours(final int token, final int[] extents, final int[] around) {
		int stride = 1;
		for (int d = extents.length - 1; d >= 0; d--) {
			final int at = token / stride % extents[d];
			around[2 * d] = at > 0 ? token - stride : NONE;
			around[2 * d + 1] = at + 1 < extents[d] ? token + stride : NONE;
			stride *= extents[d];
		}
	}
}
