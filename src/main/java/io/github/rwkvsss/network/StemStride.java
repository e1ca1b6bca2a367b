package io.github.rwkvsss.network;

import java.util.Arrays;
import java.util.List;

/** By how much the stem of a network for volumes shrinks each axis: chosen from what the volumes are like. */
public final class StemStride {

	/** Fewer voxels than this along an axis, and four of them at once are too many. */
	private static final int SMALL = 64;
	private static final double COARSE = 1.5;
	private static final double VERY_COARSE = 6;

	private StemStride() {}

	/**
	 * The rule: 4 along every axis, but 2 in the plane where volumes have fewer than 64 rows or columns, and 2 along the
	 * slices where they have fewer than 64 of them. Along the slices half of the plane's stride where they path at least
	 * 1.5 times as far apart as pixels, and 1 where at least 6 times: there, neighbouring slices differ more than
	 * neighbouring pixels. Rows and columns are treated alike, and slices never shrink more than they do.
	 *
	 * @param spacing length of a voxel along {slices, rows, columns}, in any unit
	 * @param extents voxels of a typical volume along {slices, rows, columns}
	 * @return stride per axis, each 1, 2 or 4
	 */
	public static List<Integer> of(final double[] spacing, final int[] extents) {
		if (spacing.length != 3 || extents.length != 3 || Arrays.stream(spacing).anyMatch(s -> !(s > 0)) || Arrays.stream(
			extents).anyMatch(e -> e < 1)) throw new IllegalArgumentException("a volume has three axes of positive length, not " +
				Arrays.toString(spacing) + " and " + Arrays.toString(extents));
		final int plane = Math.min(extents[1], extents[2]) < SMALL ? 2 : 4;
		final double ratio = spacing[0] / Math.min(spacing[1], spacing[2]);
		final int slices = ratio >= VERY_COARSE ? 1 : ratio >= COARSE ? plane / 2 : plane;
		return List.of(Math.min(slices, extents[0] < SMALL ? 2 : 4), plane, plane);
	}
}
