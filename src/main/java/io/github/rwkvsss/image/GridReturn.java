package io.github.rwkvsss.image;

/**
 * Brings values on a {@link VolumeGrid} back to the image's voxels, slice by slice, so that never more than three slices
 * are held. Where voxels changed their size, values are interpolated linearly.
 */
public final class GridReturn {

	private final VolumeGrid grid;
	private final int[] from;
	private final int[] to;
	private final AxisSteps[] steps = new AxisSteps[3];
	private final float[][] before;
	private final float[][] after;
	private final float[][] mixed;
	private final Slices slices;
	private int received;
	private int next;

	/** Takes slices of the oriented image. */
	@FunctionalInterface
	public interface Slices {

		/**
		 * @param z along superior, rising from 0; see {@link VolumeGrid#scatter}
		 * @param values one row-major array per class, used again after the call
		 */
		void accept(int z, float[][] values);
	}

	/**
	 * @param grid on which values come
	 * @param classes how many values a voxel has
	 * @param slices where they go
	 */
	public GridReturn(final VolumeGrid grid, final int classes, final Slices slices) {
		this.grid = grid;
		this.slices = slices;
		from = grid.size();
		to = grid.orientedSize();
		final int pixels = grid.isResized() ? Math.multiplyExact(to[1], to[2]) : 0;
		before = new float[classes][pixels];
		after = new float[classes][pixels];
		mixed = new float[classes][pixels];
		for (int c = 0; c < steps.length; c++) steps[c] = new AxisSteps(from[c], to[c]);
	}

	/**
	 * @param z slice of the grid; 0 begins anew, else the one after the last
	 * @param values one (H, W) row-major array per class; not retained
	 */
	public void accept(final int z, final float[][] values) {
		if (z == 0) received = next = 0;
		if (z != received) throw new IllegalStateException("slice " + z + " came where " + received + " was due");
		received++;
		if (!grid.isResized()) {
			slices.accept(z, values);
			return;
		}
		for (int k = 0; k < values.length; k++) {
			final float[] recycled = before[k];
			before[k] = after[k];
			after[k] = recycled;
			resize(values[k], after[k]);
		}
		for (; next < to[0] && steps[0].upper(next) <= z; next++) {
			// Given away as soon as it can be, so its upper slice is the one that came now.
			slices.accept(next, steps[0].lower(next) == z ? after : mix(steps[0].fraction(next)));
		}
	}

	private float[][] mix(final float share) {
		for (int k = 0; k < mixed.length; k++) {
			for (int i = 0; i < mixed[k].length; i++) mixed[k][i] = before[k][i] + share * (after[k][i] - before[k][i]);
		}
		return mixed;
	}

	private void resize(final float[] values, final float[] into) {
		int out = 0;
		for (int y = 0; y < to[1]; y++) {
			final int lower = steps[1].lower(y) * from[2];
			final int upper = steps[1].upper(y) * from[2];
			final float fy = steps[1].fraction(y);
			for (int x = 0; x < to[2]; x++) {
				final int l = steps[2].lower(x);
				final int u = steps[2].upper(x);
				final float fx = steps[2].fraction(x);
				final float top = values[lower + l] + fx * (values[lower + u] - values[lower + l]);
				final float bottom = values[upper + l] + fx * (values[upper + u] - values[upper + l]);
				into[out++] = top + fy * (bottom - top);
			}
		}
	}
}
