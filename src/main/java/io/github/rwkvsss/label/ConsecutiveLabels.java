package io.github.rwkvsss.label;

import java.util.Arrays;

/**
 * Labels renumbered 1 to {@code count}, in the order of their old numbers; zero and negative values become 0.
 *
 * @param labels the renumbered image, row-major
 * @param count how many different labels there are
 */
public record ConsecutiveLabels(int[] labels, int count) {

	/**
	 * @param labels any label image; not retained, not changed
	 * @return the same objects numbered without gaps
	 */
	public static ConsecutiveLabels of(final int[] labels) {
		int highest = 0;
		for (final int label : labels) highest = Math.max(highest, label);
		// A table where the numbers are dense, a search where they are, say, hashes.
		return highest <= 4L * labels.length + 1024 ? byTable(labels, highest) : bySearch(labels);
	}

	private static ConsecutiveLabels byTable(final int[] labels, final int highest) {
		final int[] number = new int[highest + 1];
		for (final int label : labels) if (label > 0) number[label] = 1;
		int count = 0;
		for (int label = 1; label <= highest; label++) if (number[label] != 0) number[label] = ++count;
		final int[] result = new int[labels.length];
		for (int i = 0; i < result.length; i++) result[i] = labels[i] > 0 ? number[labels[i]] : 0;
		return new ConsecutiveLabels(result, count);
	}

	private static ConsecutiveLabels bySearch(final int[] labels) {
		final int[] present = Arrays.stream(labels).filter(label -> label > 0).sorted().distinct().toArray();
		final int[] result = new int[labels.length];
		for (int i = 0; i < result.length; i++) result[i] = labels[i] > 0 ? Arrays.binarySearch(present, labels[i]) + 1 : 0;
		return new ConsecutiveLabels(result, present.length);
	}
}
