package io.github.rwkvsss.tile;

import java.util.Optional;

/** Finds tile sizes that memory allows: before a run from an estimate, within one by halving. */
public final class TileFit {

	private final int[] stride;
	private final int[] halo;

	/**
	 * @param stride per axis what tiles are multiples of; copied
	 * @param halo per axis what a tile loses at either border; copied
	 */
	public TileFit(final int[] stride, final int[] halo) {
		if (stride.length != halo.length) throw new IllegalArgumentException("stride has " + stride.length + " axes, halo " +
			halo.length);
		this.stride = stride.clone();
		this.halo = halo.clone();
	}

	/** @return the smallest tile with a core: twice the halo and one stride, on the stride. A new array. */
	public int[] smallest() {
		final int[] tile = new int[stride.length];
		for (int d = 0; d < tile.length; d++) tile[d] = Math.toIntExact(AxisTiles.smallest(stride[d], halo[d], 0));
		return tile;
	}

	/**
	 * Takes the wanted tile, cut down to the image, and halves its longest axis until it fits.
	 *
	 * @param imageSize pixels per axis
	 * @param wanted pixels per axis of the largest tile to use, 0 for the whole axis
	 * @param bytesPerPixel what the predictor needs at its peak per pixel of a tile, over 0
	 * @param availableBytes what it may take
	 * @return pixels per axis, on the stride. A new array.
	 * @throws TileMemoryException if not even {@link #smallest} fits
	 */
	public int[] within(final long[] imageSize, final int[] wanted, final double bytesPerPixel, final long availableBytes) {
		final int[] smallest = smallest();
		final int[] tile = new int[stride.length];
		for (int d = 0; d < tile.length; d++) {
			final long cut = wanted[d] == 0 ? imageSize[d] : Math.min(imageSize[d], wanted[d]);
			tile[d] = Math.toIntExact(roundUp(cut, stride[d]));
		}
		while (bytes(tile, bytesPerPixel) > availableBytes) {
			final int longest = longestAbove(tile, smallest);
			if (longest < 0) throw new TileMemoryException(String.format(
				"a tile of %s needs about %.0f MiB and only %.0f MiB are free; close other images or lower the memory limit of Fiji",
				Sizes.text(tile), bytes(tile, bytesPerPixel) / 0x1p20, availableBytes / 0x1p20));
			tile[longest] = half(tile, smallest, longest);
		}
		return tile;
	}

	/**
	 * @param tile pixels per axis of a tile that did not fit
	 * @return every axis about half as long, on the stride and not below {@link #smallest}; empty if none can shrink
	 */
	public Optional<int[]> halved(final int... tile) {
		final int[] smallest = smallest();
		if (longestAbove(tile, smallest) < 0) return Optional.empty();
		final int[] half = new int[tile.length];
		for (int d = 0; d < half.length; d++) half[d] = half(tile, smallest, d);
		return Optional.of(half);
	}

	private int half(final int[] tile, final int[] smallest, final int axis) {
		final long half = roundUp((tile[axis] + 1L) / 2, stride[axis]);
		return (int) Math.min(tile[axis], Math.max(smallest[axis], half));
	}

	private static int longestAbove(final int[] tile, final int[] smallest) {
		int longest = -1;
		for (int d = 0; d < tile.length; d++) {
			if (tile[d] > smallest[d] && (longest < 0 || tile[d] > tile[longest])) longest = d;
		}
		return longest;
	}

	private static double bytes(final int[] tile, final double bytesPerPixel) {
		double bytes = bytesPerPixel;
		for (final int n : tile) bytes *= n;
		return bytes;
	}

	private static long roundUp(final long length, final int stride) {
		return (length + stride - 1) / stride * stride;
	}
}
