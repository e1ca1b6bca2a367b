package io.github.rwkvsss.train;

import java.util.Arrays;

import io.github.rwkvsss.label.ConsecutiveLabels;
import io.github.rwkvsss.label.InstanceTargets;
import io.github.rwkvsss.label.Representation;
import io.github.rwkvsss.metric.DistanceTransform;

/**
 * Turns a label image of objects into distances to the border of each, see {@link Representation#DISTANCE}: 0 outside,
 * else 1 plus the distance as a part of the object's largest one in {@value #LEVELS} levels. The image's side, and pixels
 * that are not annotated, are no border.
 */
final class DistanceTargets {

	/** Levels of the distance, the last one for the middle of an object. */
	static final int LEVELS = 50;

	private DistanceTargets() {}

	/**
	 * @param labels row-major; 0 background, positive one number per object, {@link InstanceTargets#IGNORED_LABEL} not
	 *          annotated; not retained
	 * @param size {height, width} or {depth, height, width}
	 * @param spacing distance between neighbours along each axis, in the order of size and in any unit
	 * @return level of each pixel, 0 to {@value #LEVELS}, or {@link InstanceTargets#IGNORE}; unsigned bytes
	 */
	static byte[] of(final int[] labels, final int[] size, final double[] spacing) {
		final ConsecutiveLabels objects = ConsecutiveLabels.of(labels);
		final byte[] levels = new byte[labels.length];
		for (int i = 0; i < levels.length; i++) if (labels[i] == InstanceTargets.IGNORED_LABEL) levels[i] =
			(byte) InstanceTargets.IGNORE;
		final int[][] boxes = boxes(objects, size);
		for (int object = 1; object <= objects.count(); object++) fill(levels, labels, objects.labels(), object, boxes[object],
			size, spacing);
		return levels;
	}

	/** @return first and last place of each object along each axis, and one pixel around where there is one */
	private static int[][] boxes(final ConsecutiveLabels objects, final int[] size) {
		final int axes = size.length;
		final int[][] boxes = new int[objects.count() + 1][2 * axes];
		for (final int[] box : boxes) Arrays.fill(box, 0, axes, Integer.MAX_VALUE);
		for (int i = 0; i < objects.labels().length; i++) {
			final int object = objects.labels()[i];
			if (object == 0) continue;
			for (int d = axes - 1, rest = i; d >= 0; d--) {
				final int at = rest % size[d];
				rest /= size[d];
				boxes[object][d] = Math.min(boxes[object][d], Math.max(0, at - 1));
				boxes[object][axes + d] = Math.max(boxes[object][axes + d], Math.min(size[d] - 1, at + 1));
			}
		}
		return boxes;
	}

	private static void fill(final byte[] levels, final int[] labels, final int[] objects, final int object, final int[] box,
		final int[] size, final double[] spacing)
	{
		final int axes = size.length;
		final int[] extent = new int[axes];
		int length = 1;
		for (int d = 0; d < axes; d++) {
			extent[d] = box[axes + d] - box[d] + 1;
			length *= extent[d];
		}
		final int[] places = new int[length];
		final boolean[] outside = new boolean[length];
		for (int i = 0; i < length; i++) {
			int stride = 1;
			for (int d = axes - 1, rest = i; d >= 0; d--) {
				places[i] += (box[d] + rest % extent[d]) * stride;
				rest /= extent[d];
				stride *= size[d];
			}
			outside[i] = objects[places[i]] != object && labels[places[i]] >= 0;
		}
		final double[] squared = DistanceTransform.squared(outside, extent, spacing);
		double most = 0;
		for (int i = 0; i < length; i++) if (objects[places[i]] == object) most = Math.max(most, squared[i]);
		for (int i = 0; i < length; i++) {
			if (objects[places[i]] != object) continue;
			// An object that fills the image has no border.
			final double share = Double.isInfinite(most) ? 1 : Math.sqrt(squared[i] / most);
			levels[places[i]] = (byte) (1 + Math.round(share * (LEVELS - 1)));
		}
	}
}
