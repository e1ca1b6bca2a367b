package io.github.rwkvsss.image;

/**
 * A box of an oriented image's voxels, made from values on a {@link VolumeGrid}: the same values as {@link GridReturn} brings back
 * of the whole volume.
 */
public final class GridBox {

	private static final int AXES = 3;

	private final long[] min;
	private final int[] size;
	private final AxisSteps[] steps = new AxisSteps[AXES];
	private final int[] neededMin = new int[AXES];
	private final int[] neededSize = new int[AXES];

	/**
	 * @param min first voxel of the box along superior, anterior, right, of the image's size
	 * @param size voxels of the box along these
	 */
	public GridBox(final VolumeGrid grid, final long[] min, final int... size) {
		this.min = min.clone();
		this.size = size.clone();
		final int[] oriented = grid.orientedSize();
		for (int c = 0; c < AXES; c++) {
			steps[c] = new AxisSteps(grid.size()[c], oriented[c]);
			neededMin[c] = steps[c].lower((int) min[c]);
			neededSize[c] = steps[c].upper((int) min[c] + size[c] - 1) + 1 - neededMin[c];
		}
	}

	/** @return first voxel of the grid that the box needs, along superior, anterior, right. A new array. */
	public long[] neededMin() {
		return new long[] { neededMin[0], neededMin[1], neededMin[2] };
	}

	/** @return voxels of the grid that it needs, along superior, anterior, right. A new array. */
	public int[] neededSize() {
		return neededSize.clone();
	}

	/** Reads a value of what the box needs. */
	@FunctionalInterface
	public interface Values {

		/** @return the value at a place counted from {@link #neededMin} */
		float at(int z, int y, int x);
	}

	/**
	 * @param values on the grid
	 * @return values of the box along superior, anterior, right. A new array.
	 */
	public float[] of(final Values values) {
		final float[] box = new float[Math.multiplyExact(size[0], Math.multiplyExact(size[1], size[2]))];
		int i = 0;
		for (int z = 0; z < size[0]; z++) {
			final int lower = steps[0].lower((int) min[0] + z) - neededMin[0];
			final float share = steps[0].fraction((int) min[0] + z);
			for (int y = 0; y < size[1]; y++) {
				for (int x = 0; x < size[2]; x++) {
					final float below = inPlane(values, lower, (int) min[1] + y, (int) min[2] + x);
					box[i++] = share == 0 ? below : below + share * (inPlane(values, lower + 1, (int) min[1] + y, (int) min[2] + x) -
						below);
				}
			}
		}
		return box;
	}

	private float inPlane(final Values values, final int z, final int row, final int column) {
		final int y = steps[1].lower(row) - neededMin[1];
		final int x = steps[2].lower(column) - neededMin[2];
		final float fy = steps[1].fraction(row);
		final float top = inRow(values, z, y, x, steps[2].fraction(column));
		return fy == 0 ? top : top + fy * (inRow(values, z, y + 1, x, steps[2].fraction(column)) - top);
	}

	private static float inRow(final Values values, final int z, final int y, final int x, final float fx) {
		final float left = values.at(z, y, x);
		return fx == 0 ? left : left + fx * (values.at(z, y, x + 1) - left);
	}
}
