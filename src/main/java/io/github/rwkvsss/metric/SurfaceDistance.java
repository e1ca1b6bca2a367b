package io.github.rwkvsss.metric;

import java.util.Arrays;

/**
 * How far the surfaces of two regions lie apart.
 * <p>
 * The surface of a region is made of its pixels that have a face neighbour outside it, pixels at the image's side
 * included (the region less its erosion by the face neighbourhood). Distances go from pixel centre to pixel
 * centre, are exact, and are in the units of the spacing.
 * <p>
 * Empty regions: if both are empty they agree, distances are 0 and surface Dice is 1, as with Dice. If one is
 * empty, distances are NaN and surface Dice is 0; a mean over images must leave NaN out and say how many it left
 * out, as {@link EvaluationTable} does.
 */
public final class SurfaceDistance {

	/** Squared distances, rising: from each true surface pixel to the predicted surface, and back. */
	private final double[] truthToPredicted;
	private final double[] predictedToTruth;

	private SurfaceDistance(final double[] truthToPredicted, final double[] predictedToTruth) {
		this.truthToPredicted = truthToPredicted;
		this.predictedToTruth = predictedToTruth;
		Arrays.sort(truthToPredicted);
		Arrays.sort(predictedToTruth);
	}

	/**
	 * Compares one class of two class images.
	 *
	 * @param truth true class image, row-major, not retained; negative where not annotated, which is no class
	 * @param predicted predicted class image of the same size, not retained; counts everywhere
	 * @param value the class
	 * @param size {height, width} or {depth, height, width}; any dimension
	 * @param spacing size of a pixel along each axis in the same order, for example millimetres; all 1 gives pixels
	 * @throws IllegalArgumentException if arrays, size and spacing disagree or a spacing is not positive
	 */
	public static SurfaceDistance ofClass(final int[] truth, final int[] predicted, final int value, final int[] size,
		final double... spacing)
	{
		Shapes.requireSameLength(truth, predicted);
		Shapes.requireLength("truth", truth.length, size);
		Shapes.requireSpacing(spacing, size);
		final Box box = Box.around(truth, predicted, value, size);
		final boolean[] first = Surface.of(box.cut(truth, value), box.size());
		final boolean[] second = Surface.of(box.cut(predicted, value), box.size());
		return new SurfaceDistance(collect(first, second, box.size(), spacing), collect(second, first, box.size(), spacing));
	}

	/** @return a spacing of 1 along each axis of this size */
	public static double[] inPixels(final int[] size) {
		final double[] ones = new double[size.length];
		Arrays.fill(ones, 1);
		return ones;
	}

	/** @return whether distances exist: both regions are empty, or neither is */
	public boolean isDefined() {
		return truthToPredicted.length == 0 == (predictedToTruth.length == 0);
	}

	/**
	 * The 95th percentile Hausdorff distance: the larger of the 95th percentiles of the distances either way,
	 * percentiles interpolated linearly between ranks (as numpy does; as MONAI and the DeepMind surface-distance
	 * package define HD95. Medpy pools both ways first and differs.)
	 *
	 * @return at least 0; NaN if one region is empty
	 */
	public double hd95() {
		return percentile(95);
	}

	/** @return the Hausdorff distance, the largest of all distances; NaN if one region is empty */
	public double hausdorff() {
		return percentile(100);
	}

	/**
	 * As {@link #hd95()} for another percentile.
	 *
	 * @param percent 0 to 100
	 * @throws IllegalArgumentException if it is out of range
	 */
	public double percentile(final double percent) {
		if (!(percent >= 0 && percent <= 100)) throw new IllegalArgumentException("percentile " + percent +
			" is not in 0 to 100");
		if (!isDefined()) return Double.NaN;
		if (truthToPredicted.length == 0) return 0;
		return Math.max(percentile(truthToPredicted, percent), percentile(predictedToTruth, percent));
	}

	/**
	 * Average symmetric surface distance: the mean of the distances of all surface pixels of both regions
	 * (Heimann et al. 2009, IEEE TMI 28:1251).
	 *
	 * @return at least 0; NaN if one region is empty
	 */
	public double averageSymmetric() {
		if (!isDefined()) return Double.NaN;
		final long count = (long) truthToPredicted.length + predictedToTruth.length;
		return count == 0 ? 0 : (sum(truthToPredicted) + sum(predictedToTruth)) / count;
	}

	/**
	 * Surface Dice: the part of the surface pixels of both that lies within the tolerance of the other surface
	 * (Nikolov et al. 2021, J Med Internet Res 23:e26151, with pixels counted instead of areas).
	 *
	 * @param tolerance largest distance that counts as agreement, units of the spacing, at least 0
	 * @return 0 to 1; 1 if both are empty, 0 if one is
	 * @throws IllegalArgumentException if the tolerance is negative or not a number
	 */
	public double surfaceDice(final double tolerance) {
		if (!(tolerance >= 0)) throw new IllegalArgumentException("tolerance " + tolerance + " is not 0 or more");
		final long count = (long) truthToPredicted.length + predictedToTruth.length;
		if (count == 0) return 1;
		return (double) (within(truthToPredicted, tolerance) + within(predictedToTruth, tolerance)) / count;
	}

	private static double[] collect(final boolean[] surface, final boolean[] other, final int[] size,
		final double[] spacing)
	{
		int count = 0;
		for (final boolean on : surface) count += on ? 1 : 0;
		final double[] found = new double[count];
		if (count == 0) return found;
		final double[] squared = DistanceTransform.squared(other, size, spacing);
		for (int i = 0, k = 0; i < surface.length; i++) if (surface[i]) found[k++] = squared[i];
		return found;
	}

	private static double percentile(final double[] squared, final double percent) {
		final double rank = percent / 100 * (squared.length - 1);
		final int below = (int) Math.floor(rank);
		final int above = Math.min(below + 1, squared.length - 1);
		final double low = Math.sqrt(squared[below]);
		return low + (rank - below) * (Math.sqrt(squared[above]) - low);
	}

	private static double sum(final double[] squared) {
		double sum = 0;
		for (final double value : squared) sum += Math.sqrt(value);
		return sum;
	}

	private static long within(final double[] squared, final double tolerance) {
		// A hair more than the tolerance: sums of squared spacings are rounded.
		final double limit = tolerance * tolerance * (1 + 1e-12);
		long count = 0;
		for (final double value : squared) count += value <= limit ? 1 : 0;
		return count;
	}
}
