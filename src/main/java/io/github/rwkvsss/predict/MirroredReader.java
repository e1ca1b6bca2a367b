package io.github.rwkvsss.predict;

import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.tile.Mirror;

/** Reads boxes that reach beyond an image, mirrored at its border. One thread only: it keeps a buffer. */
public final class MirroredReader {

	private final PixelSource image;
	private final long[] imageSize;
	private float[] inside = new float[0];

	/** @param image read from when asked */
	public MirroredReader(final PixelSource image) {
		this.image = image;
		imageSize = image.size();
	}

	/** As {@link PixelSource#read}, for any box. */
	public void read(final long[] min, final int[] size, final float[] into) {
		final int axes = size.length;
		final long[] from = new long[axes];
		final int[] extent = new int[axes];
		final int[][] at = new int[axes][];
		boolean within = true;
		for (int d = 0; d < axes; d++) {
			within &= min[d] >= 0 && min[d] + size[d] <= imageSize[d];
			at[d] = positions(min[d], size[d], imageSize[d], from, extent, d);
		}
		if (within) {
			image.read(min.clone(), size.clone(), into);
			return;
		}
		final int needed = Math.multiplyExact(image.channels(), Boxes.pixels(extent));
		if (inside.length < needed) inside = new float[needed];
		image.read(from, extent, inside);
		spread(at, size, extent, into);
	}

	/** Sets what must be read along axis d to fill the box; returns where each position of the box is found in it. */
	private static int[] positions(final long min, final int size, final long length, final long[] from, final int[] extent,
		final int d)
	{
		long first = Long.MAX_VALUE;
		long last = 0;
		for (int i = 0; i < size; i++) {
			final long p = Mirror.index(min + i, length);
			first = Math.min(first, p);
			last = Math.max(last, p);
		}
		from[d] = first;
		extent[d] = (int) (last - first + 1);
		final int[] at = new int[size];
		for (int i = 0; i < size; i++) at[i] = (int) (Mirror.index(min + i, length) - first);
		return at;
	}

	private void spread(final int[][] at, final int[] size, final int[] extent, final float[] into) {
		final int last = size.length - 1;
		final int rows = Boxes.rows(size);
		final int pixels = Boxes.pixels(extent);
		final int[] position = new int[size.length];
		final int[] source = new int[size.length];
		int out = 0;
		for (int c = 0; c < image.channels(); c++) {
			for (int row = 0; row < rows; row++) {
				Boxes.rowPosition(row, size, position);
				for (int d = 0; d < last; d++) source[d] = at[d][position[d]];
				final int start = c * pixels + Boxes.rowStart(source, extent);
				for (int x = 0; x < size[last]; x++) into[out++] = inside[start + at[last][x]];
			}
		}
	}
}
