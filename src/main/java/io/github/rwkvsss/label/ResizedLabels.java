package io.github.rwkvsss.label;

/** A plane of labels with more or fewer pixels. */
public final class ResizedLabels {

	private ResizedLabels() {}

	/**
	 * @param labels (height, width) row-major; not changed
	 * @param from {height, width}
	 * @param to {height, width} of the result, covering the same extent
	 * @return of each new pixel the label at its centre. A new array.
	 */
	public static int[] of(final int[] labels, final int[] from, final int[] to) {
		Grid.requireLength("label image", labels.length, from);
		final int[] columns = new int[to[1]];
		for (int x = 0; x < to[1]; x++) columns[x] = at(x, from[1], to[1]);
		final int[] resized = new int[Math.multiplyExact(to[0], to[1])];
		int i = 0;
		for (int y = 0; y < to[0]; y++) {
			final int row = at(y, from[0], to[0]) * from[1];
			for (int x = 0; x < to[1]; x++) resized[i++] = labels[row + columns[x]];
		}
		return resized;
	}

	/**
	 * @param i pixel along an axis of the new plane
	 * @param from pixels of that axis in the old one
	 * @param to pixels of that axis in the new one
	 * @return the old pixel at its centre
	 */
	public static int at(final int i, final int from, final int to) {
		return (int) Math.min(from - 1L, ((2L * i + 1) * from) / (2L * to));
	}
}
