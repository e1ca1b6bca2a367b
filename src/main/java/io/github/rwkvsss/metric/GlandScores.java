package io.github.rwkvsss.metric;

import java.util.Arrays;

/**
 * The three scores of the gland segmentation contest (GlaS; Sirinukunwattana et al. 2017, Med. Image Anal. 35:489), as sums
 * that can be added over images. Each object is compared with the object of the other image that shares most pixels with
 * it; objects weigh by their area.
 * <p>
 * Object F1: a predicted object counts as found if it covers half of its true object at least. Object Dice: the mean of the
 * Dice of each true object with its predicted one, and of each predicted one with its true one. Object Hausdorff distance:
 * likewise, the distance between the pixels of both (not their outlines only), of objects that share no pixel with any the
 * least distance to one.
 * </p>
 *
 * @param matched predicted objects that were found
 * @param truthCount true objects
 * @param predictedCount predicted objects
 * @param truth of the true objects
 * @param predicted of the predicted objects
 */
public record GlandScores(long matched, long truthCount, long predictedCount, Side truth, Side predicted) {

	/** No object at all; where a sum starts. */
	public static final GlandScores NONE = new GlandScores(0, 0, 0, Side.NONE, Side.NONE);

	/**
	 * Sums over the objects of one image.
	 *
	 * @param area of all objects, pixels
	 * @param dice area times Dice
	 * @param reachable area of those to which there is any object in the other image
	 * @param distance area times Hausdorff distance of those, pixels
	 */
	public record Side(long area, double dice, long reachable, double distance) {

		static final Side NONE = new Side(0, 0, 0, 0);

		Side plus(final Side other) {
			return new Side(area + other.area, dice + other.dice, reachable + other.reachable, distance + other.distance);
		}
	}

	/**
	 * @param truth true label image, row-major: 0 background, positive objects, negative not annotated (such pixels count
	 *          nowhere)
	 * @param predicted predicted label image of the same size
	 * @param size pixels per axis, last fastest
	 */
	public static GlandScores of(final int[] truth, final int[] predicted, final int... size) {
		Shapes.requireSameLength(truth, predicted);
		Shapes.requireLength("truth", truth.length, size);
		final NumberedObjects first = NumberedObjects.of(truth, truth);
		final NumberedObjects second = NumberedObjects.of(predicted, truth);
		final PairCounts shared = new PairCounts();
		for (int i = 0; i < truth.length; i++) if (first.labels()[i] != 0 && second.labels()[i] != 0) shared.add(first
			.labels()[i], second.labels()[i]);
		final int[] firstSizes = first.sizes();
		final int[] secondSizes = second.sizes();
		final int[] ofFirst = new int[firstSizes.length];
		final int[] ofSecond = new int[secondSizes.length];
		final long[] mostOfFirst = new long[firstSizes.length];
		final long[] mostOfSecond = new long[secondSizes.length];
		for (final long pair : shared.sorted()) {
			final int t = PairCounts.first(pair);
			final int p = PairCounts.second(pair);
			final long pixels = shared.of(pair);
			if (pixels > mostOfFirst[t]) {
				mostOfFirst[t] = pixels;
				ofFirst[t] = p;
			}
			if (pixels > mostOfSecond[p]) {
				mostOfSecond[p] = pixels;
				ofSecond[p] = t;
			}
		}
		final boolean[] found = new boolean[firstSizes.length];
		long matched = 0;
		for (int p = 1; p < ofSecond.length; p++) {
			final int t = ofSecond[p];
			if (t == 0 || found[t] || 2 * mostOfSecond[p] < firstSizes[t]) continue;
			found[t] = true;
			matched++;
		}
		final Distances distances = new Distances(first, second, size);
		return new GlandScores(matched, first.count(), second.count(), side(firstSizes, secondSizes, ofFirst, mostOfFirst,
			distances), side(secondSizes, firstSizes, ofSecond, mostOfSecond, distances.turned()));
	}

	private static Side side(final int[] sizes, final int[] others, final int[] partner, final long[] shared,
		final Distances distances)
	{
		long area = 0;
		double dice = 0;
		long reachable = 0;
		double distance = 0;
		for (int n = 1; n < sizes.length; n++) {
			area += sizes[n];
			if (partner[n] != 0) dice += sizes[n] * 2.0 * shared[n] / (sizes[n] + others[partner[n]]);
			if (others.length == 1) continue;
			reachable += sizes[n];
			distance += sizes[n] * (partner[n] == 0 ? distances.least(n) : distances.between(n, partner[n]));
		}
		return new Side(area, dice, reachable, distance);
	}

	/** @return both counted together, as if the images were one */
	public GlandScores plus(final GlandScores other) {
		return new GlandScores(matched + other.matched, truthCount + other.truthCount, predictedCount + other.predictedCount,
			truth.plus(other.truth), predicted.plus(other.predicted));
	}

	/** @return object F1, 0 to 1; 1 if there is no object in either */
	public double f1() {
		return truthCount + predictedCount == 0 ? 1 : 2.0 * matched / (truthCount + predictedCount);
	}

	/** @return object Dice, 0 to 1; 1 if there is no object in either, 0 if only in one */
	public double dice() {
		if (truth.area + predicted.area == 0) return 1;
		return (share(truth.dice, truth.area) + share(predicted.dice, predicted.area)) / 2;
	}

	private static double share(final double sum, final long area) {
		return area == 0 ? 0 : sum / area;
	}

	/** @return object Hausdorff distance in pixels; 0 if there is no object in either, NaN if only in one */
	public double hausdorff() {
		if (truth.area + predicted.area == 0) return 0;
		if (truth.reachable == 0 || predicted.reachable == 0) return Double.NaN;
		return (truth.distance / truth.reachable + predicted.distance / predicted.reachable) / 2;
	}

	/** Hausdorff distances between objects of two images, each computed within the box of both. */
	private record Distances(NumberedObjects first, NumberedObjects second, int[][] firstBoxes, int[][] secondBoxes,
		int[] size)
	{

		Distances(final NumberedObjects first, final NumberedObjects second, final int[] size) {
			this(first, second, first.boxes(size), second.boxes(size), size);
		}

		Distances turned() {
			return new Distances(second, first, secondBoxes, firstBoxes, size);
		}

		double between(final int a, final int b) {
			final int axes = size.length;
			final int[] low = new int[axes];
			final int[] extent = new int[axes];
			for (int d = 0; d < axes; d++) {
				low[d] = Math.min(firstBoxes[a][d], secondBoxes[b][d]);
				extent[d] = Math.max(firstBoxes[a][axes + d], secondBoxes[b][axes + d]) - low[d] + 1;
			}
			final boolean[] inFirst = cut(first.labels(), a, low, extent);
			final boolean[] inSecond = cut(second.labels(), b, low, extent);
			return Math.sqrt(Math.max(farthest(inFirst, inSecond, extent), farthest(inSecond, inFirst, extent)));
		}

		private static double farthest(final boolean[] from, final boolean[] to, final int[] extent) {
			final double[] squared = DistanceTransform.squared(to, extent, SurfaceDistance.inPixels(extent));
			double most = 0;
			for (int i = 0; i < from.length; i++) if (from[i]) most = Math.max(most, squared[i]);
			return most;
		}

		private boolean[] cut(final int[] labels, final int value, final int[] low, final int[] extent) {
			final boolean[] part = new boolean[Shapes.length(extent)];
			for (int i = 0; i < part.length; i++) {
				int at = 0;
				int stride = 1;
				for (int d = extent.length - 1, rest = i; d >= 0; d--) {
					at += (low[d] + rest % extent[d]) * stride;
					rest /= extent[d];
					stride *= size[d];
				}
				part[i] = labels[at] == value;
			}
			return part;
		}

		/** The least distance to any object, nearest boxes first, so that few distances are computed. */
		double least(final int a) {
			final Integer[] order = new Integer[secondBoxes.length - 1];
			final double[] bounds = new double[secondBoxes.length];
			for (int b = 1; b < secondBoxes.length; b++) {
				order[b - 1] = b;
				bounds[b] = bound(firstBoxes[a], secondBoxes[b]);
			}
			Arrays.sort(order, (b, c) -> Double.compare(bounds[b], bounds[c]));
			double least = Double.POSITIVE_INFINITY;
			for (final int b : order) {
				if (bounds[b] >= least) break;
				least = Math.min(least, between(a, b));
			}
			return least;
		}

		/** An object reaches all sides of its box, so one pixel at least lies so far from the other object. */
		private static double bound(final int[] box, final int[] other) {
			double bound = 0;
			for (int k = 0; k < box.length; k++) bound = Math.max(bound, Math.abs(box[k] - other[k]));
			return bound;
		}
	}
}
