package io.github.rwkvsss.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;

class SurfaceDistanceTest {

	private static final double[] UNIT = { 1, 1 };
	private static final int[] SIZE = { 20, 30 };

	/** A filled rectangle of 1 in an image of 20 x 30, bounds inclusive. */
	private static int[] rectangle(final int top, final int bottom, final int left, final int right) {
		final int[] image = new int[20 * 30];
		for (int y = top; y <= bottom; y++) for (int x = left; x <= right; x++) image[y * 30 + x] = 1;
		return image;
	}

	private static int[] ball(final int width, final double radius, final double[] spacing) {
		final int[] image = new int[width * width * width];
		final double centre = (width - 1) / 2.0;
		for (int i = 0; i < image.length; i++) {
			final double x = (i % width - centre) * spacing[2];
			final double y = (i / width % width - centre) * spacing[1];
			final double z = (i / width / width - centre) * spacing[0];
			image[i] = x * x + y * y + z * z <= radius * radius ? 1 : 0;
		}
		return image;
	}

	@Test
	void equalRegionsHaveNoDistance() {
		final int[] box = rectangle(3, 9, 4, 12);
		final SurfaceDistance distance = SurfaceDistance.ofClass(box, box, 1, SIZE, UNIT);
		assertEquals(0, distance.hd95());
		assertEquals(0, distance.averageSymmetric());
		assertEquals(1, distance.surfaceDice(0));
	}

	@Test
	void aShiftedBoxLiesItsShiftAway() {
		// Shifted by 4 along x: left side to left side 4; corners and sides are never further.
		final SurfaceDistance pixels = SurfaceDistance.ofClass(rectangle(3, 12, 4, 12), rectangle(3, 12, 8, 16), 1, SIZE, UNIT);
		assertEquals(4, pixels.hausdorff());
		assertEquals(4, pixels.hd95());
		final SurfaceDistance calibrated = SurfaceDistance.ofClass(rectangle(3, 12, 4, 12), rectangle(3, 12, 8, 16), 1, SIZE, 7,
			0.25);
		assertEquals(1, calibrated.hausdorff());
	}

	@Test
	void twoPixelsByHand() {
		// Pixels (2,3) and (5,7): 3 rows and 4 columns apart.
		final SurfaceDistance unit = SurfaceDistance.ofClass(rectangle(2, 2, 3, 3), rectangle(5, 5, 7, 7), 1, SIZE, UNIT);
		assertEquals(5, unit.hd95());
		assertEquals(5, unit.averageSymmetric());
		assertEquals(0, unit.surfaceDice(4.99));
		assertEquals(1, unit.surfaceDice(5));
		assertEquals(Math.hypot(3 * 5, 4 * 0.5), SurfaceDistance.ofClass(rectangle(2, 2, 3, 3), rectangle(5, 5, 7, 7), 1, SIZE,
			5, 0.5).hd95(), 1e-12);
	}

	@Test
	void percentilesAreInterpolatedAsNumpyDoes() {
		// Distances of the five predicted pixels in a row from the one true pixel: 0 to 4; numpy gives 3.8.
		final SurfaceDistance row = SurfaceDistance.ofClass(rectangle(5, 5, 5, 5), rectangle(5, 5, 5, 9), 1, SIZE, UNIT);
		assertEquals(3.8, row.hd95(), 1e-12);
		// All six distances: 0 from the truth, 0 1 2 3 4 from the prediction.
		assertEquals(10.0 / 6, row.averageSymmetric(), 1e-12);
		assertEquals(3.0 / 6, row.surfaceDice(1), 1e-12);
	}

	@Test
	void concentricBallsLieTheDifferenceOfTheirRadiiApart() {
		final double[] spacing = { 1, 1, 1 };
		final SurfaceDistance balls = SurfaceDistance.ofClass(ball(41, 16, spacing), ball(41, 10, spacing), 1, new int[] { 41,
			41, 41 }, spacing);
		// The surface of a ball of voxels is up to a voxel deep, and the nearest of them counts.
		assertEquals(6, balls.averageSymmetric(), 0.5);
		assertEquals(6, balls.hd95(), 1);
		assertEquals(0, balls.surfaceDice(4.5));
		assertEquals(1, balls.surfaceDice(7.5));
	}

	@Test
	void ballsInAnisotropicVoxelsLieTheDifferenceOfTheirRadiiApart() {
		final double[] spacing = { 2, 1, 0.5 };
		final SurfaceDistance balls = SurfaceDistance.ofClass(ball(61, 15, spacing), ball(61, 9, spacing), 1, new int[] { 61,
			61, 61 }, spacing);
		// Voxels of 2 units along one axis put the surface off by up to one such voxel.
		assertEquals(6, balls.averageSymmetric(), 0.6);
		assertEquals(6, balls.hd95(), 2);
	}

	/** A box of 4 x 6 x 8 voxels of 0.5 x 3 x 3, and itself one slice further: every number by counting faces. */
	@Test
	void aBoxShiftedByASliceLiesASliceAway() {
		final int[] size = { 7, 9, 11 };
		final int[] box = new int[7 * 9 * 11];
		final int[] shifted = new int[box.length];
		for (int z = 1; z < 5; z++) for (int y = 1; y < 7; y++) for (int x = 2; x < 10; x++) {
			box[(z * 9 + y) * 11 + x] = 1;
			shifted[((z + 1) * 9 + y) * 11 + x] = 1;
		}
		final SurfaceDistance distance = SurfaceDistance.ofClass(box, shifted, 1, size, 0.5, 3, 3);
		// Of 144 surface voxels the 48 of the free end and the 24 inner ones of the covered end are a slice away.
		assertEquals(0.5, distance.hausdorff());
		assertEquals(0.5, distance.hd95());
		assertEquals(72 * 0.5 / 144, distance.averageSymmetric(), 1e-12);
		assertEquals(0.5, distance.surfaceDice(0.4), 1e-12);
		assertEquals(1, distance.surfaceDice(0.5), 1e-12);
		assertEquals(0.75, Overlap.ofClass(box, shifted, 1).dice(), 1e-12);
	}

	@Test
	void concentricBallsOverlapByTheirVolumes() {
		final double[] spacing = { 2, 1, 0.5 };
		final double dice = Overlap.ofClass(ball(61, 15, spacing), ball(61, 9, spacing), 1).dice();
		assertEquals(2 * 729.0 / (729 + 3375), dice, 0.005);
	}

	@Test
	void theSurfaceIncludesTheImagesSide() {
		final int[] full = rectangle(0, 19, 0, 29);
		// The sides of the image against one pixel in the corner: the far corner is 19 rows and 29 columns away.
		final SurfaceDistance distance = SurfaceDistance.ofClass(full, rectangle(0, 0, 0, 0), 1, SIZE, UNIT);
		assertEquals(Math.hypot(19, 29), distance.hausdorff(), 1e-12);
		// Inside pixels are no surface: the centre pixel alone is 9 rows from the nearest side.
		assertEquals(9, SurfaceDistance.ofClass(rectangle(9, 9, 15, 15), full, 1, SIZE, UNIT).percentile(0));
	}

	@Test
	void emptyRegions() {
		final int[] empty = new int[600], box = rectangle(1, 2, 3, 4);
		final SurfaceDistance both = SurfaceDistance.ofClass(empty, empty, 1, SIZE, UNIT);
		assertTrue(both.isDefined());
		assertEquals(0, both.hd95());
		assertEquals(0, both.averageSymmetric());
		assertEquals(1, both.surfaceDice(0));
		for (final SurfaceDistance one : new SurfaceDistance[] { SurfaceDistance.ofClass(empty, box, 1, SIZE, UNIT),
			SurfaceDistance.ofClass(box, empty, 1, SIZE, UNIT) })
		{
			assertFalse(one.isDefined());
			assertTrue(Double.isNaN(one.hd95()));
			assertTrue(Double.isNaN(one.averageSymmetric()));
			assertEquals(0, one.surfaceDice(100));
		}
		assertEquals(0, SurfaceDistance.ofClass(new int[0], new int[0], 1, new int[] { 0, 3 }, UNIT).hd95());
	}

	@Test
	void theTransformEqualsSearchingAllPairs() {
		final Random random = new Random(5);
		for (int round = 0; round < 40; round++) {
			final int[] size = round % 2 == 0 ? new int[] { 1 + random.nextInt(12), 1 + random.nextInt(15) } : new int[] { 1 +
				random.nextInt(5), 1 + random.nextInt(7), 1 + random.nextInt(8) };
			final double[] spacing = random.doubles(size.length, 0.2, 6).toArray();
			final boolean[] marked = new boolean[Shapes.length(size)];
			for (int i = 0; i < marked.length; i++) marked[i] = random.nextInt(12) == 0;
			final double[] fast = DistanceTransform.squared(marked, size, spacing);
			for (int i = 0; i < marked.length; i++) assertEquals(nearest(i, marked, size, spacing), fast[i], 1e-9);
		}
	}

	private static double nearest(final int index, final boolean[] marked, final int[] size, final double[] spacing) {
		double best = Double.POSITIVE_INFINITY;
		for (int j = 0; j < marked.length; j++) {
			if (!marked[j]) continue;
			double sum = 0;
			for (int axis = size.length - 1, a = index, b = j; axis >= 0; a /= size[axis], b /= size[axis], axis--) {
				final double step = (a % size[axis] - b % size[axis]) * spacing[axis];
				sum += step * step;
			}
			best = Math.min(best, sum);
		}
		return best;
	}

	@Test
	void badInputIsNamed() {
		final int[] image = new int[600];
		assertTrue(assertThrows(IllegalArgumentException.class, () -> SurfaceDistance.ofClass(image, image, 1, SIZE, 1))
			.getMessage().contains("1 axes"));
		assertThrows(IllegalArgumentException.class, () -> SurfaceDistance.ofClass(image, image, 1, SIZE, 1, 0));
		assertThrows(IllegalArgumentException.class, () -> SurfaceDistance.ofClass(image, image, 1, SIZE, Double.NaN, 1));
		assertThrows(IllegalArgumentException.class, () -> SurfaceDistance.ofClass(image, image, 1, new int[] { 20, 29 },
			UNIT));
		final SurfaceDistance distance = SurfaceDistance.ofClass(image, image, 1, SIZE, UNIT);
		assertThrows(IllegalArgumentException.class, () -> distance.surfaceDice(-1));
		assertThrows(IllegalArgumentException.class, () -> distance.percentile(101));
	}
}
