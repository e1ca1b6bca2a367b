package io.github.rwkvsss.image;

/**
 * Along one axis, of which samples each new one of a box is the weighted mean. Where samples become fewer, of all that
 * it covers, each by how much; else of the two nearest centres. Centres beyond the outermost old ones take those.
 */
final class ResizedAxis {

	private final int first;
	private final int count;
	private final int[] start;
	private final float[][] weights;

	/**
	 * @param from samples of the whole axis
	 * @param to samples that it is to have
	 * @param min first of the new samples that are wanted
	 * @param wanted their number
	 */
	ResizedAxis(final int from, final int to, final int min, final int wanted) {
		start = new int[wanted];
		weights = new float[wanted][];
		for (int i = 0; i < wanted; i++) {
			if (to < from) cover(i, (double) (min + i) * from / to, (double) (min + i + 1) * from / to, from);
			else between(i, (min + i + 0.5) * from / to - 0.5, from);
		}
		first = start[0];
		count = start[wanted - 1] + weights[wanted - 1].length - first;
	}

	private void cover(final int i, final double low, final double high, final int from) {
		start[i] = (int) low;
		final int end = Math.min(from, (int) Math.ceil(high));
		weights[i] = new float[end - start[i]];
		for (int k = 0; k < weights[i].length; k++) {
			final double left = Math.max(low, start[i] + k);
			final double right = Math.min(high, start[i] + k + 1);
			weights[i][k] = (float) ((right - left) / (high - low));
		}
	}

	private void between(final int i, final double centre, final int from) {
		final double at = Math.min(from - 1.0, Math.max(0, centre));
		start[i] = (int) at;
		final float share = (float) (at - start[i]);
		weights[i] = share == 0 ? new float[] { 1 } : new float[] { 1 - share, share };
	}

	/** @return the first old sample that any of the box needs */
	int first() {
		return first;
	}

	/** @return how many old samples the box needs */
	int count() {
		return count;
	}

	/**
	 * @param values (rows, columns) old samples, from {@code from} on
	 * @param into filled with (rows, columns) new samples, from {@code to} on
	 */
	static void apply(final ResizedAxis rows, final ResizedAxis columns, final float[] values, final int from,
		final float[] into, final int to)
	{
		final int width = columns.start.length;
		final float[] line = new float[columns.count];
		for (int y = 0; y < rows.start.length; y++) {
			java.util.Arrays.fill(line, 0);
			for (int k = 0; k < rows.weights[y].length; k++) {
				final int row = from + (rows.start[y] - rows.first + k) * columns.count;
				final float weight = rows.weights[y][k];
				for (int x = 0; x < columns.count; x++) line[x] += weight * values[row + x];
			}
			for (int x = 0; x < width; x++) {
				float sum = 0;
				for (int k = 0; k < columns.weights[x].length; k++) sum += columns.weights[x][k] * line[columns.start[x] -
					columns.first + k];
				into[to + y * width + x] = sum;
			}
		}
	}
}
