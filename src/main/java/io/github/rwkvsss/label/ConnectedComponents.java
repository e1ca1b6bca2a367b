package io.github.rwkvsss.label;

import java.util.Arrays;

/** Connected components of masks and label images in any dimension. */
public final class ConnectedComponents {

	private ConnectedComponents() {}

	/**
	 * @param labels 0 outside, 1 to {@code count} in the order of each component's first pixel
	 * @param count number of components
	 */
	public record Components(int[] labels, int count) {

		/** @return pixels of each component; index 0 counts the pixels of none */
		public int[] sizes() {
			final int[] sizes = new int[count + 1];
			for (final int label : labels) sizes[label]++;
			return sizes;
		}
	}

	/**
	 * Components of the pixels that are set.
	 *
	 * @param mask row-major, one element per pixel, not retained
	 * @param size {height, width} or {depth, height, width}
	 * @throws IllegalArgumentException if mask and size disagree
	 */
	public static Components of(final boolean[] mask, final int[] size, final Connectivity connectivity) {
		Grid.requireLength("mask", mask.length, size);
		final int[] values = new int[mask.length];
		for (int i = 0; i < values.length; i++) values[i] = mask[i] ? 1 : 0;
		return ofEqual(values, size, connectivity);
	}

	/**
	 * Components of equal value: neighbours belong together if they carry the same non-zero value.
	 * Turns a class image into objects, or separates the parts of a label that is not connected.
	 *
	 * @param values row-major class or label image, 0 is outside, not retained
	 * @param size {height, width} or {depth, height, width}
	 * @throws IllegalArgumentException if values and size disagree
	 */
	public static Components ofEqual(final int[] values, final int[] size, final Connectivity connectivity) {
		Grid.requireLength("label image", values.length, size);
		final Grid grid = new Grid(size, connectivity);
		final int[] labels = new int[values.length];
		final int[] around = new int[grid.degree()];
		int[] open = new int[64];
		int count = 0;
		for (int start = 0; start < values.length; start++) {
			if (values[start] == 0 || labels[start] != 0) continue;
			labels[start] = ++count;
			int depth = 0;
			open[depth++] = start;
			while (depth > 0) {
				final int at = open[--depth];
				final int found = grid.neighbours(at, around);
				if (depth + found > open.length) open = Arrays.copyOf(open, Math.max(depth + found, open.length +
					(open.length >> 1)));
				for (int k = 0; k < found; k++) {
					final int next = around[k];
					if (labels[next] == 0 && values[next] == values[start]) {
						labels[next] = count;
						open[depth++] = next;
					}
				}
			}
		}
		return new Components(labels, count);
	}
}
