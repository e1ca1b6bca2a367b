package io.github.rwkvsss.label;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;

import org.junit.jupiter.api.Test;

/** Against closed forms. */
class SurfaceAreaTest {

	/** An ellipsoid around the middle, in voxels of any shape. */
	private static int[] ellipsoid(final int[] size, final double[] voxel, final double... radii) {
		final int[] labels = new int[size[0] * size[1] * size[2]];
		for (int i = 0; i < labels.length; i++) {
			final int[] at = { i / size[2] / size[1], i / size[2] % size[1], i % size[2] };
			double sum = 0;
			for (int d = 0; d < 3; d++) sum += Math.pow((at[d] - (size[d] - 1) / 2.0) * voxel[d] / radii[d], 2);
			if (sum <= 1) labels[i] = 4;
		}
		return labels;
	}

	@Test
	void ofBalls() {
		for (final double radius : new double[] { 5.2, 9, 14.3 }) {
			final int edge = 2 * (int) radius + 5;
			final int[] size = { edge, edge, edge };
			final double[] voxel = { 1, 1, 1 };
			final double surface = new SurfaceArea(voxel).of(ellipsoid(size, voxel, radius, radius, radius), size).get(4);
			assertEquals(4 * Math.PI * radius * radius, surface, 0.04 * surface, "radius " + radius);
		}
	}

	/** Slices 2.5 times as far apart as pixels, as microscopes have them. */
	@Test
	void ofABallInLongVoxels() {
		final double[] voxel = { 0.5, 0.2, 0.2 };
		final int[] size = { 17, 41, 41 };
		final double surface = new SurfaceArea(voxel).of(ellipsoid(size, voxel, 3, 3, 3), size).get(4);
		assertEquals(4 * Math.PI * 9, surface, 0.04 * surface);
	}

	/** A spheroid of half axes a, a, c: 2 pi a^2 (1 + c / (a e) asin e) with e^2 = 1 - a^2 / c^2 (Beyer 1987). */
	@Test
	void ofASpheroid() {
		final double a = 8;
		final double c = 16;
		final double e = Math.sqrt(1 - a * a / (c * c));
		final double[] voxel = { 1, 1, 1 };
		final int[] size = { 37, 21, 21 };
		final double surface = new SurfaceArea(voxel).of(ellipsoid(size, voxel, c, a, a), size).get(4);
		assertEquals(2 * Math.PI * a * a * (1 + c / (a * e) * Math.asin(e)), surface, 0.03 * surface);
	}

	/** Two labels side by side at the border: each has its whole surface. A box is where 13 directions are worst. */
	@Test
	void ofBoxesThatTouch() {
		final int[] size = { 10, 10, 20 };
		final int[] labels = new int[2000];
		for (int i = 0; i < labels.length; i++) labels[i] = i % 20 < 10 ? 1 : 2;
		final Map<Integer, Double> surfaces = new SurfaceArea(1, 1, 1).of(labels, size);
		assertEquals(2, surfaces.size());
		assertEquals(surfaces.get(1), surfaces.get(2), 1e-9);
		assertEquals(600, surfaces.get(1), 0.13 * 600);
	}
}
