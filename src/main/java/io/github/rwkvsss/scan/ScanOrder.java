package io.github.rwkvsss.scan;

import java.util.Arrays;

/**
 * The order in which the tokens of a 2D or 3D grid form a sequence. Immutable.
 * <p>
 * Tokens are numbered in raster order, the last axis fastest; positions count along the sequence.
 * </p>
 */
public final class ScanOrder {

	private final int[] extents;
	private final int[] tokens;

	private ScanOrder(final int[] extents, final int[] tokens) {
		this.extents = extents;
		this.tokens = tokens;
	}

	/**
	 * @param curve the path's family
	 * @param quarterTurns rotation of the path by 90 degrees in the plane of the last two axes, 0 to 3
	 * @param transposed exchanges the roles of the last two axes (of the first and the last in 3D)
	 * @param extents tokens per axis, {height, width} or {depth, height, width}, each at least 1, together at most
	 *          2^31 - 1
	 * @return the order
	 * @throws IllegalArgumentException if an extent or the rotation is out of range
	 */
	public static ScanOrder of(final ScanCurve curve, final int quarterTurns, final boolean transposed,
		final int... extents)
	{
		check(quarterTurns, extents);
		final int last = extents.length - 1;
		final int partner = transposed ? 0 : last - 1;
		// Draw on the grid as it looks before exchange and turn, then carry each token to its place.
		final int[] drawn = extents.clone();
		if (transposed) swap(drawn, partner, last);
		if (quarterTurns % 2 == 1) swap(drawn, last - 1, last);
		final int[] path = draw(curve, drawn);
		final int[] tokens = new int[path.length];
		final int[] at = new int[extents.length];
		final int[] turned = drawn.clone();
		for (int s = 0; s < path.length; s++) {
			unravel(path[s], drawn, at);
			System.arraycopy(drawn, 0, turned, 0, drawn.length);
			for (int q = 0; q < quarterTurns; q++) {
				final int row = at[last - 1];
				at[last - 1] = at[last];
				at[last] = turned[last - 1] - 1 - row;
				swap(turned, last - 1, last);
			}
			if (transposed) swap(at, partner, last);
			tokens[s] = ravel(at, extents);
		}
		return new ScanOrder(extents.clone(), tokens);
	}

	/** @return tokens per axis, slowest first */
	public int[] extents() {
		return extents.clone();
	}

	/** @return token number at each position, a permutation of 0 to n-1 */
	public int[] tokens() {
		return tokens.clone();
	}

	/** @return position of each token, the inverse of {@link #tokens()} */
	public int[] positions() {
		final int[] positions = new int[tokens.length];
		for (int s = 0; s < tokens.length; s++) positions[tokens[s]] = s;
		return positions;
	}

	private static int[] draw(final ScanCurve curve, final int[] extents) {
		switch (curve) {
			case SNAKE:
				return snake(extents);
			case DIAGONAL:
				return diagonal(extents);
			case HILBERT:
				return HilbertPath.of(extents, hilbertAxes(extents));
			case RASTER:
			default:
				return raster(extents);
		}
	}

	/** The widest axis first, but an even one before an odd one (see {@link HilbertPath}). */
	private static int[] hilbertAxes(final int[] extents) {
		final Integer[] axes = new Integer[extents.length];
		Arrays.setAll(axes, d -> extents.length - 1 - d);
		boolean allOdd = true;
		for (final int extent : extents) allOdd &= extent % 2 == 1;
		final boolean parityFree = allOdd;
		Arrays.sort(axes, (p, q) -> {
			if (!parityFree && extents[p] % 2 != extents[q] % 2) return extents[p] % 2 - extents[q] % 2;
			return extents[q] - extents[p];
		});
		final int[] sorted = new int[axes.length];
		Arrays.setAll(sorted, d -> axes[d]);
		return sorted;
	}

	private static int[] raster(final int[] extents) {
		final int[] path = new int[count(extents)];
		Arrays.setAll(path, s -> s);
		return path;
	}

	private static int[] snake(final int[] extents) {
		final int[] path = new int[count(extents)];
		final int[] at = new int[extents.length];
		for (int s = 0; s < path.length; s++) {
			unravel(s, extents, at);
			// An axis runs backwards whenever the number of lines finished before it is odd.
			int lines = 0;
			final int[] place = at.clone();
			for (int d = 0; d < extents.length; d++) {
				if (lines % 2 == 1) place[d] = extents[d] - 1 - at[d];
				lines = lines * extents[d] + at[d];
			}
			path[s] = ravel(place, extents);
		}
		return path;
	}

	private static int[] diagonal(final int[] extents) {
		final int last = extents.length - 1;
		final int height = extents[last - 1];
		final int width = extents[last];
		final int plane = height * width;
		final int[] zigzag = new int[plane];
		int s = 0;
		for (int sum = 0; sum <= height + width - 2; sum++) {
			final int first = Math.max(0, sum - width + 1);
			final int end = Math.min(sum, height - 1);
			for (int i = 0; i <= end - first; i++) {
				final int row = sum % 2 == 0 ? end - i : first + i;
				zigzag[s++] = row * width + sum - row;
			}
		}
		final int[] path = new int[count(extents)];
		for (int i = 0; i < path.length; i++) {
			final int slice = i / plane;
			final int within = i % plane;
			path[i] = slice * plane + zigzag[slice % 2 == 0 ? within : plane - 1 - within];
		}
		return path;
	}

	private static void check(final int quarterTurns, final int[] extents) {
		if (extents.length != 2 && extents.length != 3) throw new IllegalArgumentException(
			"a scan order needs 2 or 3 axes, not " + extents.length);
		if (quarterTurns < 0 || quarterTurns > 3) throw new IllegalArgumentException("quarter turns must be 0 to 3, not " +
			quarterTurns);
		long count = 1;
		for (final int extent : extents) {
			if (extent < 1) throw new IllegalArgumentException("a token grid needs at least one token per axis, got " + Arrays
				.toString(extents));
			count *= extent;
			if (count > Integer.MAX_VALUE) throw new IllegalArgumentException("a token grid of " + Arrays.toString(extents) +
				" has more than 2^31 - 1 tokens; use smaller tiles");
		}
	}

	private static int count(final int[] extents) {
		int count = 1;
		for (final int extent : extents) count *= extent;
		return count;
	}

	static void unravel(final int index, final int[] extents, final int[] at) {
		int rest = index;
		for (int d = extents.length - 1; d >= 0; d--) {
			at[d] = rest % extents[d];
			rest /= extents[d];
		}
	}

	static int ravel(final int[] at, final int[] extents) {
		int index = 0;
		for (int d = 0; d < extents.length; d++) index = index * extents[d] + at[d];
		return index;
	}

	private static void swap(final int[] values, final int a, final int b) {
		final int value = values[a];
		values[a] = values[b];
		values[b] = value;
	}
}
