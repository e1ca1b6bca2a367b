package io.github.rwkvsss.metric;

import java.util.Arrays;

/**
 * Objects of a label image, renumbered.
 *
 * @param labels 1 to count in the order of their old numbers; 0 where there was 0 or less
 * @param count how many
 */
record NumberedObjects(int[] labels, int count) {

	/**
	 * @param labels not changed
	 * @param counted pixels where it is negative count as background
	 */
	static NumberedObjects of(final int[] labels, final int[] counted) {
		final PairCounts seen = new PairCounts();
		for (int i = 0; i < labels.length; i++) if (labels[i] > 0 && counted[i] >= 0) seen.add(labels[i], 0);
		final int[] present = Arrays.stream(seen.sorted()).mapToInt(PairCounts::first).toArray();
		final int[] numbered = new int[labels.length];
		int last = 0;
		int number = 0;
		for (int i = 0; i < labels.length; i++) {
			if (labels[i] <= 0 || counted[i] < 0) continue;
			if (labels[i] != last) {
				last = labels[i];
				number = Arrays.binarySearch(present, last) + 1;
			}
			numbered[i] = number;
		}
		return new NumberedObjects(numbered, present.length);
	}

	/** @return pixels of each object; those of background at 0 */
	int[] sizes() {
		final int[] sizes = new int[count + 1];
		for (final int label : labels) sizes[label]++;
		return sizes;
	}

	/**
	 * @param size pixels per axis, last fastest
	 * @return first and last place of each object along each axis: {low 0, low 1, ..., high 0, high 1, ...}
	 */
	int[][] boxes(final int[] size) {
		final int axes = size.length;
		final int[][] boxes = new int[count + 1][2 * axes];
		for (final int[] box : boxes) Arrays.fill(box, 0, axes, Integer.MAX_VALUE);
		for (int i = 0; i < labels.length; i++) {
			if (labels[i] == 0) continue;
			final int[] box = boxes[labels[i]];
			for (int d = axes - 1, rest = i; d >= 0; d--) {
				final int at = rest % size[d];
				rest /= size[d];
				box[d] = Math.min(box[d], at);
				box[axes + d] = Math.max(box[axes + d], at);
			}
		}
		return boxes;
	}
}
