package io.github.rwkvsss.metric;

import java.util.Arrays;

/**
 * Exact Euclidean distance to the nearest marked pixel, along each axis in turn as the lower envelope of
 * parabolas (Felzenszwalb and Huttenlocher 2012, Theory of Computing 8:415), for any dimension and spacing.
 */
public final class DistanceTransform {

	/** The envelope of one line: apexes in use, and from where on each is the lowest. */
	private final double[] apexHeight;
	private final int[] apex;
	private final double[] from;

	private DistanceTransform(final int longest) {
		apexHeight = new double[longest];
		apex = new int[longest];
		from = new double[longest];
	}

	/**
	 * O(n) in time.
	 *
	 * @param marked row-major, not retained
	 * @param size pixels per axis, last fastest
	 * @param spacing distance between neighbours along each axis, same order
	 * @return squared distance of each pixel to the nearest marked one, in squared units of spacing; infinite
	 *         everywhere if none is marked
	 */
	public static double[] squared(final boolean[] marked, final int[] size, final double[] spacing) {
		final double[] distance = new double[marked.length];
		for (int i = 0; i < distance.length; i++) distance[i] = marked[i] ? 0 : Double.POSITIVE_INFINITY;
		final DistanceTransform transform = new DistanceTransform(Arrays.stream(size).max().orElse(0));
		int stride = 1;
		for (int axis = size.length - 1; axis >= 0; axis--) {
			final int span = stride * size[axis];
			for (int block = 0; block + span <= distance.length && span > 0; block += span) for (int start =
				block; start < block + stride; start++) transform.line(distance, start, stride, size[axis], spacing[axis]);
			stride = span;
		}
		return distance;
	}

	private void line(final double[] values, final int start, final int stride, final int count, final double step) {
		int last = -1;
		for (int i = 0, at = start; i < count; i++, at += stride) {
			if (values[at] == Double.POSITIVE_INFINITY) continue;
			double begin = Double.NEGATIVE_INFINITY;
			while (last >= 0) {
				begin = crossing(i, values[at], apex[last], apexHeight[last], step);
				if (begin > from[last]) break;
				last--;
				begin = Double.NEGATIVE_INFINITY;
			}
			last++;
			apex[last] = i;
			apexHeight[last] = values[at];
			from[last] = begin;
		}
		if (last < 0) return;
		for (int i = 0, at = start, k = 0; i < count; i++, at += stride) {
			while (k < last && from[k + 1] < i) k++;
			final double away = (i - apex[k]) * step;
			values[at] = away * away + apexHeight[k];
		}
	}

	/** Where, in pixels, the parabola at the later apex becomes the lower one. */
	private static double crossing(final int later, final double laterHeight, final int earlier, final double earlierHeight,
		final double step)
	{
		return (laterHeight - earlierHeight) / (2 * step * step * (later - earlier)) + (later + earlier) / 2.0;
	}
}
