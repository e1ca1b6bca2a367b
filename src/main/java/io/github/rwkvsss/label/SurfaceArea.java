package io.github.rwkvsss.label;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Surfaces of the objects of a label volume by the Crofton formula: twice the mean, over all directions, of how often
 * parallel lines through the volume's voxels pass an object's surface, times the area that each line stands for. The lines
 * go in the 13 directions to a voxel's neighbours; each direction stands for the share of a sphere that lies nearest to it
 * (Legland, Kiêu, Devaux 2007; Lang, Ohser 2001), so that voxels may be of any shape. Balls of ten voxels across
 * come out within four percent of 4 pi r^2; a box along the axes, the worst case, an eighth too small.
 */
public final class SurfaceArea {

	/** Points on the sphere by which the shares are measured. */
	private static final int POINTS = 20_000;

	private final int[][] steps;
	private final double[] weights;

	/** @param voxel size per axis, slowest first, in any unit */
	public SurfaceArea(final double... voxel) {
		final List<int[]> directions = new ArrayList<>();
		for (int z = -1; z <= 1; z++) for (int y = -1; y <= 1; y++) for (int x = -1; x <= 1; x++) {
			// One of each two that are opposite.
			if (9 * z + 3 * y + x > 0) directions.add(new int[] { z, y, x });
		}
		steps = directions.toArray(new int[0][]);
		weights = shares(steps, voxel);
		final double volume = voxel[0] * voxel[1] * voxel[2];
		for (int k = 0; k < steps.length; k++) weights[k] *= 2 * volume / length(steps[k], voxel);
	}

	private static double length(final int[] step, final double[] voxel) {
		return Math.sqrt(Math.pow(step[0] * voxel[0], 2) + Math.pow(step[1] * voxel[1], 2) + Math.pow(step[2] * voxel[2], 2));
	}

	/** @return the share of all directions that is nearest to each, by points that lie evenly in a spiral */
	private static double[] shares(final int[][] steps, final double[] voxel) {
		final double[] shares = new double[steps.length];
		for (int i = 0; i < POINTS; i++) {
			final double z = 1 - (2 * i + 1.0) / POINTS;
			final double radius = Math.sqrt(1 - z * z);
			final double angle = i * Math.PI * (3 - Math.sqrt(5));
			final double[] point = { z, radius * Math.sin(angle), radius * Math.cos(angle) };
			int nearest = 0;
			double best = -1;
			for (int k = 0; k < steps.length; k++) {
				double along = 0;
				for (int d = 0; d < 3; d++) along += point[d] * steps[k][d] * voxel[d];
				final double cosine = Math.abs(along) / length(steps[k], voxel);
				if (cosine > best) {
					best = cosine;
					nearest = k;
				}
			}
			shares[nearest] += 1.0 / POINTS;
		}
		return shares;
	}

	/**
	 * @param labels (depth, height, width) row-major, 0 for background; what lies outside is background
	 * @param size {depth, height, width}
	 * @return the surface of each label that occurs, in the voxels' unit squared
	 */
	public Map<Integer, Double> of(final int[] labels, final int... size) {
		Grid.requireLength("labels", labels.length, size);
		final Map<Integer, Double> surfaces = new TreeMap<>();
		for (int k = 0; k < steps.length; k++) {
			final double weight = weights[k];
			for (int i = 0; i < labels.length; i++) {
				if (labels[i] == 0) continue;
				// Lines enter where they leave: both ends of a run count.
				final int passed = (differs(labels, i, steps[k], 1, size) ? 1 : 0) + (differs(labels, i, steps[k], -1, size) ? 1
					: 0);
				if (passed > 0) surfaces.merge(labels[i], passed * weight, Double::sum);
			}
		}
		return surfaces;
	}

	private static boolean differs(final int[] labels, final int i, final int[] step, final int sign, final int[] size) {
		final int x = i % size[2] + sign * step[2];
		final int y = i / size[2] % size[1] + sign * step[1];
		final int z = i / size[2] / size[1] + sign * step[0];
		return x < 0 || y < 0 || z < 0 || x >= size[2] || y >= size[1] || z >= size[0] || labels[(z * size[1] + y) * size[2] +
			x] != labels[i];
	}
}
