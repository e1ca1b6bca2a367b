package io.github.rwkvsss.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import org.junit.jupiter.api.Test;

class VolumeGridTest {

	private static final int[][] ORDERS = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };

	/** Millimetres along right, anterior, superior of a voxel, and how many there are. */
	private static final double[] STEP = { 1, 1, 5 };
	private static final int[] COUNT = { 4, 5, 3 };

	/** What stands at a place, counted in voxels towards right, anterior and superior. */
	private static float value(final double right, final double anterior, final double superior) {
		return (float) (right + 10 * anterior + 100 * superior);
	}

	/**
	 * The same patient, stored with axes i, j, k along the given ones of right, anterior, superior, some reversed: each
	 * voxel's value is worked out from where the affine puts it.
	 */
	static ImagePlus stored(final int[] order, final int reversed) {
		final double[][] affine = new double[3][4];
		for (int axis = 0; axis < 3; axis++) {
			final int world = order[axis];
			final boolean backwards = (reversed >> axis & 1) == 1;
			affine[world][axis] = backwards ? -STEP[world] : STEP[world];
			if (backwards) affine[world][3] = (COUNT[world] - 1) * STEP[world];
		}
		final int[] size = { COUNT[order[0]], COUNT[order[1]], COUNT[order[2]] };
		final ImageStack stack = new ImageStack(size[0], size[1]);
		for (int k = 0; k < size[2]; k++) {
			final float[] plane = new float[size[0] * size[1]];
			for (int p = 0; p < plane.length; p++) {
				final int[] voxel = { p % size[0], p / size[0], k, 1 };
				final double[] place = new double[3];
				for (int w = 0; w < 3; w++) for (int c = 0; c < 4; c++) place[w] += affine[w][c] * voxel[c] / STEP[w];
				plane[p] = value(place[0], place[1], place[2]);
			}
			stack.addSlice(new FloatProcessor(size[0], size[1], plane));
		}
		final ImagePlus image = new ImagePlus("stored", stack);
		final VolumeSpace space = VolumeSpace.ofAffine(size, affine);
		space.calibrate(image.getCalibration());
		space.attach(image);
		return image;
	}

	@Test
	void allOrdersAndDirectionsLookAlike() {
		for (final int[] order : ORDERS) {
			for (int reversed = 0; reversed < 8; reversed++) {
				final PixelSource image = PixelSource.of(stored(order, reversed));
				final VolumeGrid grid = VolumeGrid.of(image, null);
				assertArrayEquals(new int[] { 3, 5, 4 }, grid.size());
				assertFalse(grid.isResized());
				assertEquals(order == ORDERS[0] && reversed == 0, grid.isTheImages());
				final float[] seen = grid.view(image).volume(0);
				for (int i = 0; i < seen.length; i++) assertEquals(value(i % 4, i / 4 % 5, i / 20), seen[i]);
				// A part, too, and the way back.
				final float[] part = new float[2];
				grid.view(image).read(new long[] { 0, 2, 3, 1 }, new int[] { 1, 1, 1, 2 }, part);
				assertArrayEquals(new float[] { value(1, 3, 2), value(2, 3, 2) }, part);
				assertComesBack(image, grid);
			}
		}
	}

	/** Values given on the grid reach the voxels that they were read from. */
	private static void assertComesBack(final PixelSource image, final VolumeGrid grid) {
		final int[] size = grid.imageSize();
		final float[] back = new float[size[0] * size[1] * size[2]];
		final int[] slices = new int[1];
		final GridReturn way = new GridReturn(grid, 1, (z, values) -> {
			assertEquals(slices[0]++, z);
			grid.scatter(z, (index, slice, pixel) -> back[slice * size[1] * size[2] + pixel] = values[0][index]);
		});
		final float[] seen = grid.view(image).volume(0);
		final int plane = grid.size()[1] * grid.size()[2];
		for (int z = 0; z < grid.size()[0]; z++) way.accept(z, new float[][] { java.util.Arrays.copyOfRange(seen, z * plane,
			(z + 1) * plane) });
		assertArrayEquals(image.volume(0), back, 2e-4f);
	}

	/** A tilt of less than 45 degrees does not change which axis is which. */
	@Test
	void tiltedAxesTakeTheNearestName() {
		final double tilt = Math.toRadians(30);
		final double[][] affine = { { 0, -Math.sin(tilt), Math.cos(tilt), 0 }, { -1, 0, 0, 0 }, { 0, Math.cos(tilt), Math.sin(
			tilt), 0 } };
		final ImagePlus image = stored(new int[] { 1, 2, 0 }, 1);
		VolumeSpace.ofAffine(new int[] { 5, 3, 4 }, affine).calibrate(image.getCalibration());
		VolumeSpace.ofAffine(new int[] { 5, 3, 4 }, affine).attach(image);
		final PixelSource pixels = PixelSource.of(image);
		final float[] seen = VolumeGrid.of(pixels, null).view(pixels).volume(0);
		for (int i = 0; i < seen.length; i++) assertEquals(value(i % 4, i / 4 % 5, i / 20), seen[i]);
	}

	/** The volume's values rise evenly, so that interpolation between voxel centres is exact; beyond the outermost they stay. */
	@Test
	void resizesToTheModelsVoxels() {
		for (final int[] order : ORDERS) {
			final PixelSource image = PixelSource.of(stored(order, 5));
			final VolumeGrid grid = VolumeGrid.of(image, List.of(1.0, 0.5, 2.0));
			assertArrayEquals(new int[] { 15, 10, 2 }, grid.size());
			final float[] seen = grid.view(image).volume(0);
			for (int i = 0; i < seen.length; i++) {
				final double superior = clamp((i / 20 + 0.5) / 5 - 0.5, 2);
				final double anterior = clamp((i / 2 % 10 + 0.5) / 2 - 0.5, 4);
				final double right = clamp((i % 2 + 0.5) * 2 - 0.5, 3);
				assertEquals(value(right, anterior, superior), seen[i], 1e-4, "voxel " + i);
			}
			// Halving the voxels along right and left again loses the outermost values' half step.
			final VolumeGrid finer = VolumeGrid.of(image, List.of(1.0, 0.5, 1.0));
			assertComesBackWithin(image, finer);
		}
	}

	private static double clamp(final double at, final int last) {
		return Math.min(last, Math.max(0, at));
	}

	/** There and back again a voxel's value is its own but at the border, where the finer grid has no more to go by. */
	private static void assertComesBackWithin(final PixelSource image, final VolumeGrid grid) {
		final int[] size = grid.imageSize();
		final float[] expected = image.volume(0);
		final int plane = grid.size()[1] * grid.size()[2];
		final float[] seen = grid.view(image).volume(0);
		final List<Integer> arrived = new ArrayList<>();
		final GridReturn way = new GridReturn(grid, 1, (z, values) -> grid.scatter(z, (index, slice, pixel) -> {
			final float was = expected[slice * size[1] * size[2] + pixel];
			// Five fine slices a slice, of which the middle one is the slice itself; two fine rows a row, a quarter off each.
			assertEquals(was, values[0][index], 10 * 0.125 + 1e-3);
			arrived.add(index);
		}));
		for (int round = 0; round < 2; round++) {
			arrived.clear();
			for (int z = 0; z < grid.size()[0]; z++) way.accept(z, new float[][] { java.util.Arrays.copyOfRange(seen, z * plane,
				(z + 1) * plane) });
			assertEquals(expected.length, arrived.size());
		}
	}

	@Test
	void labelsTakeTheNearest() {
		final ImagePlus image = stored(new int[] { 1, 2, 0 }, 3);
		final VolumeGrid grid = VolumeGrid.of(PixelSource.of(image), List.of(2.5, 1.0, 1.0));
		final int[] labels = grid.labels(LabelImage.of(image), 0);
		assertEquals(6 * 5 * 4, labels.length);
		for (int i = 0; i < labels.length; i++) assertEquals((int) value(i % 4, i / 4 % 5, i / 20 / 2), labels[i]);
	}

	@Test
	void withoutSpaceNothingChanges() {
		final ImagePlus image = new ImagePlus("plain", new FloatProcessor(4, 3));
		final VolumeGrid grid = VolumeGrid.of(PixelSource.of(image), List.of(1.0, 1.0, 1.0));
		assertTrue(grid.isTheImages());
	}
}
