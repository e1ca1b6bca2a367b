package io.github.rwkvsss.predict;

import java.util.Arrays;

/** Keeps what falls into one box of an image. */
final class BoxSink implements ProbabilitySink {

	private final long[] min;
	private final int[] size;
	private final ProbabilityImage inBox;

	/** @param inBox of the box's size */
	BoxSink(final long[] min, final int[] size, final ProbabilityImage inBox) {
		this.min = min;
		this.size = size;
		this.inBox = inBox;
	}

	@Override
	public void add(final long[] from, final int[] extent, final float[] shares) {
		final int axes = size.length;
		final long[] to = new long[axes];
		final int[] offset = new int[axes];
		final int[] kept = new int[axes];
		for (int d = 0; d < axes; d++) {
			final long first = Math.max(min[d], from[d]);
			kept[d] = (int) (Math.min(min[d] + size[d], from[d] + extent[d]) - first);
			if (kept[d] <= 0) return;
			to[d] = first - min[d];
			offset[d] = (int) (first - from[d]);
		}
		final int rows = Boxes.rows(kept);
		final int width = kept[axes - 1];
		final int pixels = Boxes.pixels(extent);
		final float[] cut = new float[inBox.classes() * rows * width];
		final int[] position = new int[axes];
		for (int k = 0; k < inBox.classes(); k++) {
			for (int row = 0; row < rows; row++) {
				Boxes.rowPosition(row, kept, position);
				for (int d = 0; d < axes - 1; d++) position[d] += offset[d];
				System.arraycopy(shares, k * pixels + Boxes.rowStart(position, extent) + offset[axes - 1], cut, (k * rows + row) *
					width, width);
			}
		}
		inBox.add(to, kept, cut);
	}

	long[] min() {
		return min;
	}

	int[] size() {
		return size;
	}

	@Override
	public void clear() {
		inBox.clear();
	}

	@Override
	public String toString() {
		return "box at " + Arrays.toString(min) + " of " + Arrays.toString(size);
	}
}
