package io.github.rwkvsss.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Paints polygons into a plane of labels: a pixel belongs to a polygon in which its centre lies, by the even-odd rule. */
final class PolygonPainter {

	private final int width;
	private final int height;

	PolygonPainter(final int width, final int height) {
		this.width = width;
		this.height = height;
	}

	/**
	 * @param rings x and y of each ring's points by turns, shells and holes alike; closed or not
	 * @param label to paint
	 * @param plane row-major, painted into
	 */
	void paint(final List<double[]> rings, final int label, final int[] plane) {
		double top = Double.POSITIVE_INFINITY;
		double bottom = Double.NEGATIVE_INFINITY;
		for (final double[] ring : rings) for (int i = 1; i < ring.length; i += 2) {
			top = Math.min(top, ring[i]);
			bottom = Math.max(bottom, ring[i]);
		}
		final int last = (int) Math.min(height - 1, Math.floor(bottom));
		for (int y = (int) Math.max(0, Math.floor(top)); y <= last; y++) {
			final double[] crossings = crossings(rings, y + 0.5);
			for (int i = 0; i + 1 < crossings.length; i += 2) {
				// The first pixel whose centre is not before the one crossing, to the last whose centre is before the other.
				final int from = (int) Math.max(0, Math.ceil(crossings[i] - 0.5));
				final int to = (int) Math.min(width, Math.ceil(crossings[i + 1] - 0.5));
				if (from >= to) continue;
				Arrays.fill(plane, y * width + from, y * width + to, label);
			}
		}
	}

	/** @return where the rings cross a line from left to right, in order */
	private static double[] crossings(final List<double[]> rings, final double y) {
		final List<Double> crossings = new ArrayList<>();
		for (final double[] ring : rings) for (int i = 0; i < ring.length; i += 2) {
			final int next = (i + 2) % ring.length;
			final double y0 = ring[i + 1];
			final double y1 = ring[next + 1];
			if (y0 <= y == y1 <= y) continue;
			crossings.add(ring[i] + (y - y0) / (y1 - y0) * (ring[next] - ring[i]));
		}
		return crossings.stream().mapToDouble(Double::doubleValue).sorted().toArray();
	}
}
