package io.github.rwkvsss.tile;

import java.util.Arrays;

/**
 * The tiles along one axis. Origins are multiples of the stride, spread evenly from 0 to where the last tile ends with
 * the padded image. A tile answers for the part that is a halo away from its borders; a border that is the image's own
 * needs no halo, since the untiled network has it too. Neighbours share {@code ramp} pixels within what both answer for.
 */
final class AxisTiles {

	private final long length;
	private final int tile;
	private final int stride;
	private final int halo;
	private final float[] rising;
	private final long count;
	private final long gap;
	private final long longerGaps;

	/**
	 * @param axis name, for errors
	 * @param length pixels of the image, at least 1
	 * @param wanted pixels of a tile, a multiple of {@code stride}, or 0 for one tile over everything
	 */
	AxisTiles(final String axis, final long length, final int wanted, final int stride, final int halo, final int overlap,
		final Blend blend)
	{
		check(axis, length, wanted, stride, halo, overlap);
		this.length = length;
		this.stride = stride;
		this.halo = halo;
		final long strides = (length - 1) / stride + 1;
		if (wanted == 0 || strides <= wanted / stride) {
			if (strides > Integer.MAX_VALUE / stride) throw new IllegalArgumentException(axis + " " + length +
				" is too long for one tile; choose a tile " + axis);
			tile = (int) (strides * stride);
			count = 1;
			gap = longerGaps = 0;
			rising = new float[0];
			return;
		}
		tile = wanted;
		final int shared = blend == Blend.NONE ? 0 : overlap;
		final long step = ((long) tile - 2L * halo - shared) / stride;
		if (step < 1) throw new IllegalArgumentException("tile " + axis + " " + tile + " leaves no core within a halo of " +
			halo + " and an overlap of " + shared + "; choose " + smallest(stride, halo, shared));
		// Gaps differ by one stride at most and are counted, not interpolated: no product can overflow.
		final long steps = strides - tile / stride;
		count = (steps - 1) / step + 2;
		gap = steps / (count - 1);
		longerGaps = steps % (count - 1);
		rising = blend.ramp((int) Math.min(shared, gap * stride));
	}

	private static void check(final String axis, final long length, final int wanted, final int stride, final int halo,
		final int overlap)
	{
		if (length < 1) throw new IllegalArgumentException("image " + axis + " " + length + " is not positive");
		if (stride < 1) throw new IllegalArgumentException("stride " + stride + " of the " + axis + " is not positive");
		if (halo < 0) throw new IllegalArgumentException("halo " + halo + " of the " + axis + " is negative");
		if (overlap < 0) throw new IllegalArgumentException("overlap " + overlap + " of the " + axis + " is negative");
		if (wanted < 0) throw new IllegalArgumentException("tile " + axis + " " + wanted + " is not positive");
		if (wanted % stride != 0) throw new IllegalArgumentException("tile " + axis + " " + wanted + " is not a multiple of " +
			stride + "; choose " + nearest(wanted, stride));
	}

	private static long nearest(final int wanted, final int stride) {
		return Math.max(1, (wanted + stride / 2L) / stride) * stride;
	}

	/** @return the smallest tile that has a core of one stride */
	static long smallest(final int stride, final int halo, final int overlap) {
		return ((2L * halo + overlap + stride - 1) / stride + 1) * stride;
	}

	long count() {
		return count;
	}

	int size() {
		return tile;
	}

	long origin(final long i) {
		return (i * gap + Math.min(i, longerGaps)) * stride;
	}

	long targetMin(final long i) {
		return i == 0 ? 0 : rampStart(i - 1);
	}

	long targetEnd(final long i) {
		return i == count - 1 ? length : rampStart(i) + rising.length;
	}

	/** @return the first tile that answers for anything at or after a pixel */
	long firstAfter(final long pixel) {
		long low = 0;
		long high = count - 1;
		while (low < high) {
			final long middle = (low + high) >>> 1;
			if (targetEnd(middle) > pixel) high = middle;
			else low = middle + 1;
		}
		return low;
	}

	/** @return the first tile that answers for nothing before a pixel */
	long endBefore(final long pixel) {
		long low = 0;
		long high = count;
		while (low < high) {
			final long middle = (low + high) >>> 1;
			if (targetMin(middle) < pixel) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	/** @return shares of tile i from {@link #targetMin} to {@link #targetEnd}; with its neighbours' they sum to 1 */
	float[] weights(final long i) {
		final int n = (int) (targetEnd(i) - targetMin(i));
		final float[] weights = new float[n];
		Arrays.fill(weights, 1);
		for (int k = 0; k < rising.length; k++) {
			if (i > 0) weights[k] = rising[k];
			if (i < count - 1) weights[n - rising.length + k] = 1 - rising[k];
		}
		return weights;
	}

	/** Where tile i starts to fade into tile i + 1: in the middle of what both answer for. */
	private long rampStart(final long i) {
		final long bothFrom = origin(i + 1) + halo;
		final long bothTo = origin(i) + tile - halo;
		return bothFrom + (bothTo - bothFrom - rising.length) / 2;
	}
}
