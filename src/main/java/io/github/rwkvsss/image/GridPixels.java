package io.github.rwkvsss.image;

/** A volume on another grid, read and interpolated box by box. */
final class GridPixels implements PixelSource {

	private static final int AXES = 3;

	private final PixelSource image;
	private final VolumeGrid grid;
	private final AxisSteps[] steps = new AxisSteps[AXES];
	private float[] buffer = new float[0];

	GridPixels(final PixelSource image, final VolumeGrid grid) {
		this.image = image;
		this.grid = grid;
		for (int c = 0; c < AXES; c++) steps[c] = new AxisSteps(grid.orientedSize()[c], grid.size()[c]);
	}

	@Override
	public String name() {
		return image.name();
	}

	@Override
	public int channels() {
		return image.channels();
	}

	@Override
	public long[] size() {
		final int[] size = grid.size();
		return new long[] { image.size()[0], size[0], size[1], size[2] };
	}

	@Override
	public void read(final long[] min, final int[] boxSize, final float[] into) {
		final long[] from = { min[0], 0, 0, 0 };
		final int[] extent = { 1, 1, 1, 1 };
		for (int c = 0; c < AXES; c++) {
			final int first = steps[c].lower((int) min[c + 1]);
			final int last = steps[c].upper((int) min[c + 1] + boxSize[c + 1] - 1);
			final int one = grid.place(c, first);
			final int other = grid.place(c, last);
			from[1 + grid.axis(c)] = Math.min(one, other);
			extent[1 + grid.axis(c)] = last - first + 1;
		}
		final int pixels = Math.multiplyExact(Math.multiplyExact(extent[1], extent[2]), extent[3]);
		if (buffer.length < Math.multiplyExact(channels(), pixels)) buffer = new float[channels() * pixels];
		final int perFrame = boxSize[1] * boxSize[2] * boxSize[3];
		for (int t = 0; t < boxSize[0]; t++) {
			from[0] = min[0] + t;
			image.read(from, extent, buffer);
			for (int c = 0; c < channels(); c++) {
				interpolate(min, boxSize, from, extent, c * pixels, into, (c * boxSize[0] + t) * perFrame);
			}
		}
	}

	/** Offsets into the buffer, along one axis of the grid, of the samples at or before and after each of the box. */
	private int[][] offsets(final int c, final long min, final int count, final long[] from, final int[] extent) {
		final int a = 1 + grid.axis(c);
		int stride = 1;
		for (int d = AXES; d > a; d--) stride *= extent[d];
		final int[][] offsets = new int[2][count];
		for (int i = 0; i < count; i++) {
			offsets[0][i] = (int) (grid.place(c, steps[c].lower((int) min + i)) - from[a]) * stride;
			offsets[1][i] = (int) (grid.place(c, steps[c].upper((int) min + i)) - from[a]) * stride;
		}
		return offsets;
	}

	private void interpolate(final long[] min, final int[] boxSize, final long[] from, final int[] extent, final int start,
		final float[] into, final int to)
	{
		final int[][] zs = offsets(0, min[1], boxSize[1], from, extent);
		final int[][] ys = offsets(1, min[2], boxSize[2], from, extent);
		final int[][] xs = offsets(2, min[3], boxSize[3], from, extent);
		int out = to;
		for (int z = 0; z < boxSize[1]; z++) {
			final float fz = steps[0].fraction((int) min[1] + z);
			for (int y = 0; y < boxSize[2]; y++) {
				final float fy = steps[1].fraction((int) min[2] + y);
				final int ll = start + zs[0][z] + ys[0][y];
				final int lu = start + zs[0][z] + ys[1][y];
				final int ul = start + zs[1][z] + ys[0][y];
				final int uu = start + zs[1][z] + ys[1][y];
				for (int x = 0; x < boxSize[3]; x++) {
					final float fx = steps[2].fraction((int) min[3] + x);
					final int l = xs[0][x];
					final int u = xs[1][x];
					final float lower = mix(mix(buffer[ll + l], buffer[ll + u], fx), mix(buffer[lu + l], buffer[lu + u], fx), fy);
					final float upper = mix(mix(buffer[ul + l], buffer[ul + u], fx), mix(buffer[uu + l], buffer[uu + u], fx), fy);
					into[out++] = mix(lower, upper, fz);
				}
			}
		}
	}

	/** Exact where the share is 0. */
	private static float mix(final float first, final float second, final float share) {
		return first + share * (second - first);
	}
}
