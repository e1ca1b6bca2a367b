package io.github.rwkvsss.scan;

/**
 * A generalised Hilbert curve through a rectangle or a box of any extents.
 * <p>
 * A box is walked from its corner {@code start} to the far end of its first axis. It is cut into sub-boxes that
 * are walked the same way, their axes exchanged and reversed so that each begins beside where the last ended.
 * Cuts fall on even lengths where there is a choice, which keeps steps at one.
 * </p>
 * <p>
 * All steps are of length one wherever that is possible. A path of unit steps alternates the colours of a
 * chessboard, so with an even number of tokens it begins and ends on different colours, with an odd number on the same:
 * along an axis of odd length it exists only if all axes are odd. In all other boxes it exists, and this finds it, because
 * every cut leaves sub-boxes of which the same is true: those walked along an axis of even length, and those of odd
 * extents only. Asked for an odd axis beside an even one, some steps are diagonal; {@link ScanOrder} never asks, it puts
 * an even axis first.
 * </p>
 */
final class HilbertPath {

	private final int[] extents;
	private final int[] tokens;
	private int filled;

	private HilbertPath(final int[] extents, final int[] tokens) {
		this.extents = extents;
		this.tokens = tokens;
	}

	/**
	 * @param extents tokens per axis, slowest first
	 * @param axes the axes in the order in which the curve prefers them
	 * @return raster index of the token at each position of the sequence
	 */
	static int[] of(final int[] extents, final int[] axes) {
		int count = 1;
		for (final int extent : extents) count *= extent;
		final HilbertPath path = new HilbertPath(extents, new int[count]);
		final int[][] edges = new int[axes.length][extents.length];
		for (int a = 0; a < axes.length; a++) edges[a][axes[a]] = extents[axes[a]];
		if (count > 0) {
			if (axes.length == 1) path.line(new int[extents.length], edges[0]);
			else if (axes.length == 2) path.rectangle(new int[extents.length], edges[0], edges[1]);
			else path.box(new int[extents.length], edges[0], edges[1], edges[2]);
		}
		return path.tokens;
	}

	private void line(final int[] start, final int[] edge) {
		final int[] step = unit(edge);
		final int[] at = start.clone();
		for (int i = 0, n = length(edge); i < n; i++) {
			visit(at);
			add(at, step);
		}
	}

	private void rectangle(final int[] start, final int[] a, final int[] b) {
		final int width = length(a);
		final int height = length(b);
		if (height == 1) {
			line(start, a);
			return;
		}
		if (width == 1) {
			line(start, b);
			return;
		}
		if (2 * width > 3 * height) {
			final int[] near = half(a, width > 2);
			rectangle(start, near, b);
			rectangle(plus(start, near), minus(a, near), b);
			return;
		}
		// Up beside the start, along the far side, and down again beside the end.
		final int[] nearA = half(a, false);
		final int[] nearB = half(b, height > 2);
		rectangle(start, nearB, nearA);
		rectangle(plus(start, nearB), a, minus(b, nearB));
		rectangle(plus(start, minus(a, unit(a)), minus(nearB, unit(b))), negative(nearB), negative(minus(a, nearA)));
	}

	private void box(final int[] start, final int[] a, final int[] b, final int[] c) {
		final int width = length(a);
		final int height = length(b);
		final int depth = length(c);
		if (height == 1) {
			rectangle(start, a, c);
			return;
		}
		if (depth == 1) {
			rectangle(start, a, b);
			return;
		}
		if (width == 1) {
			rectangle(start, b, c);
			return;
		}
		final int[] nearA = half(a, width > 2);
		if (2 * width > 3 * height && 2 * width > 3 * depth) {
			box(start, nearA, b, c);
			box(plus(start, nearA), minus(a, nearA), b, c);
		}
		else if (3 * height > 4 * depth) hook(start, a, b, c);
		else if (3 * depth > 4 * height) hook(start, a, c, b);
		else if (depth % 2 == 0) bridge(start, a, b, c, nearA);
		else if (height % 2 == 0) bridge(start, a, c, b, nearA);
		else if (width % 2 == 0) bridge(start, a, b, c, oddHalf(a));
		else hook(start, a, b, c);
	}

	/** Three sub-boxes: along b beside the start, along the whole of a at the far side of b, and back beside the end. */
	private void hook(final int[] start, final int[] a, final int[] b, final int[] c) {
		final int[] nearA = half(a, length(a) > 2);
		final int[] nearB = half(b, length(b) > 2);
		box(start, nearB, c, nearA);
		box(plus(start, nearB), a, minus(b, nearB), c);
		box(plus(start, minus(a, unit(a)), minus(nearB, unit(b))), negative(nearB), c, negative(minus(a, nearA)));
	}

	/**
	 * Five sub-boxes, the middle one bridging the whole first axis. Two of them are walked along the whole of c, so that
	 * must be even, or they must be odd along all axes.
	 */
	private void bridge(final int[] start, final int[] a, final int[] b, final int[] c, final int[] nearA) {
		final int[] nearB = half(b, length(b) > 2);
		final int[] nearC = half(c, length(c) > 2);
		box(start, nearB, nearC, nearA);
		box(plus(start, nearB), c, nearA, minus(b, nearB));
		box(plus(plus(start, minus(nearB, unit(b))), minus(c, unit(c))), a, negative(nearB), negative(minus(c, nearC)));
		box(plus(plus(start, minus(a, unit(a))), plus(nearB, minus(c, unit(c)))), negative(c), negative(minus(a, nearA)), minus(
			b, nearB));
		box(plus(start, minus(a, unit(a)), minus(nearB, unit(b))), negative(nearB), nearC, negative(minus(a, nearA)));
	}

	private void visit(final int[] at) {
		int index = 0;
		for (int d = 0; d < extents.length; d++) index = index * extents[d] + at[d];
		tokens[filled++] = index;
	}

	/** About half of an edge, of odd length; so is the rest of an even edge. */
	private static int[] oddHalf(final int[] edge) {
		final int[] step = half(edge, false);
		return length(step) % 2 == 1 ? step : minus(step, unit(edge));
	}

	/** Half of an edge, its length made even (upwards) if asked and if that leaves something of the edge. */
	private static int[] half(final int[] edge, final boolean even) {
		final int whole = length(edge);
		int half = whole / 2;
		if (even && half % 2 == 1 && half + 1 < whole) half++;
		final int[] step = unit(edge);
		for (int d = 0; d < step.length; d++) step[d] *= half;
		return step;
	}

	private static int length(final int[] edge) {
		int sum = 0;
		for (final int e : edge) sum += e;
		return Math.abs(sum);
	}

	private static int[] unit(final int[] edge) {
		final int[] unit = new int[edge.length];
		for (int d = 0; d < edge.length; d++) unit[d] = Integer.signum(edge[d]);
		return unit;
	}

	private static int[] plus(final int[] start, final int[]... edges) {
		final int[] sum = start.clone();
		for (final int[] edge : edges) add(sum, edge);
		return sum;
	}

	private static int[] minus(final int[] edge, final int[] other) {
		final int[] difference = edge.clone();
		for (int d = 0; d < edge.length; d++) difference[d] -= other[d];
		return difference;
	}

	private static int[] negative(final int[] edge) {
		final int[] negative = new int[edge.length];
		for (int d = 0; d < edge.length; d++) negative[d] = -edge[d];
		return negative;
	}

	private static void add(final int[] at, final int[] edge) {
		for (int d = 0; d < at.length; d++) at[d] += edge[d];
	}
}
