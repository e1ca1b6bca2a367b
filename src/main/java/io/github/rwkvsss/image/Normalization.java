package io.github.rwkvsss.image;

import java.util.Arrays;

/**
 * How intensities of any range become those that a network was trained on; saved with the model. Each channel is scaled
 * separately.
 *
 * @param method what low and high mean
 * @param low percentile, or intensity, that becomes 0; of {@link Method#ROBUST} so many robust deviations above the
 *          median begins what stands out; 0 where the method has none
 * @param high percentile, or intensity, that becomes 1; of {@link Method#ROBUST} the percentile of what stands out; 0
 *          where the method has none
 */
public record Normalization(Method method, double low, double high) {

	/** What is measured in an image. */
	public enum Method {
			/** Nothing: values stay. */
			NONE,
			/** Nothing: two given intensities become 0 and 1. */
			RANGE,
			/** The intensities below which two given percentages of the pixels lie become 0 and 1. */
			PERCENTILE,
			/** Mean and standard deviation become 0 and 1. */
			Z_SCORE,
			/**
			 * As percentiles 1 and 99.8, unless something far brighter than most of what stands out from the background, such as a
			 * dead cell, sets the upper one: then a percentile of what stands out becomes 1, and brighter pixels too.
			 */
			ROBUST
	}

	/** Over which pixels a channel is measured. */
	public enum Scope {
			/** Each plane separately, so that a stack gives what its planes give. For 2D networks. */
			PLANE,
			/** All slices of a frame together. For 3D networks. */
			VOLUME
	}

	/** Whether channels are measured apart. */
	public enum Channels {
			/** Each separately. */
			EACH,
			/** All as one, so that ratios between them stay. */
			TOGETHER
	}

	/**
	 * Values of one channel become {@code (min(value, limit) - offset) * factor}.
	 *
	 * @param offset the intensity that becomes 0
	 * @param factor 0 for an image of one intensity, which becomes all 0
	 * @param limit the highest intensity that is told from higher ones; infinite for none
	 */
	public record Scaling(float offset, float factor, float limit) {

		/** Without a limit. */
		public Scaling(final float offset, final float factor) {
			this(offset, factor, Float.POSITIVE_INFINITY);
		}

		/** Scales a part of an array in place. */
		public void apply(final float[] values, final int from, final int to) {
			for (int i = from; i < to; i++) values[i] = (Math.min(values[i], limit) - offset) * factor;
		}
	}

	/** Share of the range up to the highest percentile below which most of what stands out is outshone by something else. */
	private static final double OUTSHONE = 0.3;
	/** Lowest and highest percentile of {@link #standard} and {@link #robust}. */
	private static final double LOWEST = 1;
	private static final double HIGHEST = 99.8;
	/** A normal distribution's standard deviation is its median absolute deviation times this. */
	private static final double DEVIATION = 1.4826;

	/** @throws IllegalArgumentException if low and high do not fit the method, with what fits */
	public Normalization {
		if (method == Method.RANGE && !(low < high)) throw new IllegalArgumentException("normalisation range " + low + " to " +
			high + " is empty; choose a low value below the high one");
		if (method == Method.PERCENTILE && !(low >= 0 && low < high && high <= 100)) throw new IllegalArgumentException(
			"percentiles " + low + " and " + high + " do not rise within 0 to 100; choose for instance 1 and 99.8");
		if (method == Method.ROBUST && !(low > 0 && high > 0 && high <= 100)) throw new IllegalArgumentException(low +
			" robust deviations and the percentile " + high + " do not tell what stands out; choose for instance 6 and 85");
	}

	/** @return values as they are */
	public static Normalization none() {
		return new Normalization(Method.NONE, 0, 0);
	}

	/** @return {@code low} becomes 0 and {@code high} 1, in every image alike */
	public static Normalization range(final double low, final double high) {
		return new Normalization(Method.RANGE, low, high);
	}

	/** @return two percentiles of an image, 0 to 100, become 0 and 1; values beyond are not clipped */
	public static Normalization percentile(final double low, final double high) {
		return new Normalization(Method.PERCENTILE, low, high);
	}

	/** @return percentiles 1 and 99.8, which leave aside dead and hot pixels and small bright dirt */
	public static Normalization standard() {
		return percentile(LOWEST, HIGHEST);
	}

	/**
	 * @return percentile 1 becomes 0 and percentile 99.8 becomes 1, without a limit; but where the 85th percentile of what
	 *         stands six robust deviations above the median is below 0.3 of that range, it becomes 1, and all above it
	 */
	public static Normalization robust() {
		return new Normalization(Method.ROBUST, 6, 85);
	}

	/** @return mean 0 and standard deviation 1 */
	public static Normalization zScore() {
		return new Normalization(Method.Z_SCORE, 0, 0);
	}

	/**
	 * @param values one channel's finite values, at least one, in any order; not changed
	 * @return the scaling that makes them normal; where two percentiles fall together, between minimum and maximum
	 */
	public Scaling fit(final float[] values) {
		return switch (method) {
			case NONE -> new Scaling(0, 1);
			case RANGE -> between(low, high);
			case Z_SCORE -> fitMoments(values);
			case PERCENTILE -> fitPercentiles(values, low, high);
			case ROBUST -> fitRobust(values, OUTSHONE);
		};
	}

	/**
	 * Fits the robust limit whatever the image's brightest pixels are, to look for dim objects among what is left of it.
	 *
	 * @param values as for {@link #fit}; of a {@link Method#ROBUST} normalisation
	 * @return the scaling with the limit, which is infinite where nothing stands out
	 */
	public Scaling fitLimited(final float[] values) {
		return fitRobust(values, Double.POSITIVE_INFINITY);
	}

	/** @param outshone share of the range to the highest percentile from which on there is no limit */
	private Scaling fitRobust(final float[] values, final double outshone) {
		final float[] sorted = values.clone();
		Arrays.sort(sorted);
		final double median = percentileOf(sorted, 50);
		final float[] distances = values.clone();
		for (int i = 0; i < distances.length; i++) distances[i] = (float) Math.abs(distances[i] - median);
		Arrays.sort(distances);
		// NB: a background of one value has no deviation, but its noise is what the step between two values hides.
		final double start = median + low * DEVIATION * Math.max(percentileOf(distances, 50), step(sorted));
		int first = Arrays.binarySearch(sorted, Math.nextUp((float) start));
		if (first < 0) first = -first - 1;
		while (first > 0 && sorted[first - 1] > start) first--;
		if (first >= sorted.length) return fitPercentiles(values, LOWEST, HIGHEST);
		final double outstanding = percentileOf(Arrays.copyOfRange(sorted, first, sorted.length), high);
		final double to = Math.min(outstanding, percentileOf(sorted, HIGHEST));
		final double from = percentileOf(sorted, LOWEST);
		// Of 389 images none is below 0.38; with dead cells beside dim nuclei it is 0.09. Clipping all loses objects.
		if (to > from && outstanding - from >= outshone * (percentileOf(sorted, HIGHEST) - from)) return fitPercentiles(values,
			LOWEST, HIGHEST);
		// What stands out may be a speck alone, too small for a percentile of the whole image.
		final Scaling scaling = between(from, to > from ? to : outstanding);
		return new Scaling(scaling.offset(), scaling.factor(), (float) (to > from ? to : outstanding));
	}

	/** @return the smallest difference between two values; 0 if there is one only */
	private static double step(final float[] sorted) {
		double step = Double.POSITIVE_INFINITY;
		for (int i = 1; i < sorted.length; i++) if (sorted[i] > sorted[i - 1]) step = Math.min(step, (double) sorted[i] -
			sorted[i - 1]);
		return Double.isInfinite(step) ? 0 : step;
	}

	private static Scaling fitPercentiles(final float[] values, final double low, final double high) {
		final float[] sorted = values.clone();
		Arrays.sort(sorted);
		final double from = percentileOf(sorted, low);
		final double to = percentileOf(sorted, high);
		// A mask, or a few cells on black, can have one value up to the high percentile and still not be flat.
		return from < to ? between(from, to) : between(sorted[0], sorted[sorted.length - 1]);
	}

	private static Scaling fitMoments(final float[] values) {
		double mean = 0;
		for (final float value : values) mean += value;
		mean /= values.length;
		double variance = 0;
		for (final float value : values) variance += (value - mean) * (value - mean);
		variance /= values.length;
		return new Scaling((float) mean, variance > 0 ? (float) (1 / Math.sqrt(variance)) : 0);
	}

	private static Scaling between(final double from, final double to) {
		return new Scaling((float) from, to > from ? (float) (1 / (to - from)) : 0);
	}

	/** Linear between the two nearest ranks. */
	private static double percentileOf(final float[] sorted, final double percentile) {
		final double rank = percentile / 100 * (sorted.length - 1);
		final int below = (int) rank;
		final int above = Math.min(below + 1, sorted.length - 1);
		return sorted[below] + (rank - below) * ((double) sorted[above] - sorted[below]);
	}
}
