package io.github.rwkvsss.segment;

import java.util.List;

/**
 * What all blocks of an image have in common and is found once: with the same facts every process finds the same.
 *
 * @param tile pixels per axis of the tiles, 0 for the whole axis
 * @param diameters pixels across a typical object of each plane; empty for models that take images as they are
 * @param edge pixels along every axis of a block
 * @param margin pixels around a block that it is seen with at first
 * @param cap pixels that the margin may grow to
 */
public record BlockFacts(List<Integer> tile, List<Double> diameters, int edge, int margin, int cap) {

	/** Copies its lists. */
	public BlockFacts {
		tile = List.copyOf(tile);
		diameters = List.copyOf(diameters);
	}
}
