package io.github.rwkvsss.segment;

import java.util.List;
import java.util.Map;

import io.github.rwkvsss.image.Normalization;

/**
 * What all blocks of an image have in common and is found once: with the same facts every process finds the same.
 *
 * @param tile pixels per axis of the tiles, 0 for the whole axis
 * @param diameters pixels across a typical object of each plane; empty for models that take images as they are
 * @param scalings how intensities are scaled, see {@link io.github.rwkvsss.image.MeasuredPixels}; empty to measure them
 * @param edge pixels along every axis of a block
 * @param margin pixels around a block that it is seen with at first
 * @param cap pixels that the margin may grow to
 */
public record BlockFacts(List<Integer> tile, List<Double> diameters, Map<Long, List<Normalization.Scaling>> scalings,
	int edge, int margin, int cap)
{

	/** Copies its lists. */
	public BlockFacts {
		tile = List.copyOf(tile);
		diameters = List.copyOf(diameters);
		scalings = Map.copyOf(scalings);
	}

	/** Nothing is measured yet. */
	public BlockFacts(final List<Integer> tile, final List<Double> diameters, final int edge, final int margin,
		final int cap)
	{
		this(tile, diameters, Map.of(), edge, margin, cap);
	}
}
