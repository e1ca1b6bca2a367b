package io.github.rwkvsss.segment;

import java.util.Locale;

import io.github.rwkvsss.tile.TileMemoryException;

/**
 * What of Java's heap a plane or volume takes at its peak, as measured, and how large
 * blocks may be for what there is.
 */
final class BlockMemory {

	/** Bytes per pixel to separate objects, beside the probabilities: heights, seeds, forest, queue, regions. */
	private static final int OBJECTS = 52;
	/** Bytes per class and pixel: once as predicted, once as resized or joined. */
	private static final int SHARES = 8;
	/** Bytes per class and pixel of the block's tiles, which overlap. */
	private static final int TILES = 6;
	/** Of the memory for a block, as much more holds tiles for the next ones. */
	private static final double KEPT = 0.25;
	/** Bytes per channel and pixel of what is measured. */
	private static final int VALUES = 4;
	/** What is not counted, of what is free. */
	private static final double SPARE = 0.2;
	private static final int[] STEP = { 0, 0, 64, 16 };
	private static final int[] LARGEST = { 0, 0, 2048, 256 };
	private static final int[] LEAST = { 0, 0, 128, 32 };

	private BlockMemory() {}

	/**
	 * @param pixels of a plane or volume
	 * @param classes of the model
	 * @return bytes to segment it at once
	 */
	static double whole(final double pixels, final int classes) {
		return pixels * (classes * SHARES + OBJECTS);
	}

	/** @return bytes that Java can still take, less what is to stay free */
	static long available() {
		final Runtime java = Runtime.getRuntime();
		return (long) ((java.maxMemory() - java.totalMemory() + java.freeMemory()) * (1 - SPARE));
	}

	/** @return the same, but what nobody uses any more counts as free; takes a moment */
	static long availableAfterCleaning() {
		// NB: without it what was read before, and is not used any more, would make blocks small.
		System.gc();
		return available();
	}

	/** @return bytes for a block of that edge with margins on both sides of half of it, and for the tiles that are kept */
	static double block(final int axes, final double edge, final int classes, final int channels) {
		return (1 + KEPT) * alone(axes, edge, classes, channels);
	}

	/** @return bytes that tiles for the next blocks may take */
	static long kept(final int axes, final double edge, final int classes, final int channels) {
		return (long) (KEPT * alone(axes, edge, classes, channels));
	}

	private static double alone(final int axes, final double edge, final int classes, final int channels) {
		return Math.pow(2 * edge, axes) * (classes * (SHARES + TILES) + OBJECTS + channels * VALUES);
	}

	/**
	 * @param axes 2 or 3
	 * @param factor how many pixels objects are separated on per pixel of the image along an axis
	 * @param bytes of the heap that may be taken
	 * @return pixels along every axis of a block, a multiple of 64 in planes, of 16 in volumes
	 * @throws TileMemoryException in one sentence if not even the smallest block fits
	 */
	static int edge(final int axes, final double factor, final int classes, final int channels, final double bytes) {
		final double finer = Math.max(1, factor);
		int edge = LARGEST[axes];
		while (edge > LEAST[axes] && block(axes, edge * finer, classes, channels) > bytes) edge -= STEP[axes];
		if (block(axes, edge * finer, classes, channels) > bytes) throw new TileMemoryException(String.format(Locale.ROOT,
			"a block of %d pixels along every axis needs %.0f MiB of memory and only %.0f are free; give Java more memory", edge,
			block(axes, edge * finer, classes, channels) / 0x1p20, Math.max(0, bytes) / 0x1p20));
		return edge;
	}
}
