package io.github.rwkvsss.label;

import java.util.Arrays;

import io.github.rwkvsss.progress.Cancellation;

/**
 * Segments that a class and its borders make, such as cells between membranes: the class's components, grown evenly over
 * everything else until they meet, so that it does not matter how thick borders are drawn.
 */
public final class ThinnedCells {

	private ThinnedCells() {}

	/**
	 * @param classes row-major class image; not changed
	 * @param value of the class whose components, joined by faces, are the segments
	 * @param size {height, width} or {depth, height, width}
	 * @return a number for each pixel, from 1 on; 0 everywhere if the class does not occur
	 */
	public static int[] of(final int[] classes, final int value, final int[] size) {
		final int[] segments = components(classes, value, size);
		final boolean[] everywhere = new boolean[segments.length];
		Arrays.fill(everywhere, true);
		SeededWatershed.grow(segments, new float[segments.length], everywhere, size, Connectivity.FACE, Cancellation.NEVER);
		return segments;
	}

	/** @return the class's components, numbered from 1; 0 elsewhere */
	public static int[] components(final int[] classes, final int value, final int[] size) {
		final boolean[] mask = new boolean[classes.length];
		for (int i = 0; i < mask.length; i++) mask[i] = classes[i] == value;
		return ConnectedComponents.of(mask, size, Connectivity.FACE).labels();
	}
}
