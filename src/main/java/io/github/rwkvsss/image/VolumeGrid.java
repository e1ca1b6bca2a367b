package io.github.rwkvsss.image;

import java.util.Arrays;
import java.util.List;

/**
 * The grid on which a model sees a volume: axes towards superior, anterior and right, slowest first, whatever order and
 * direction they have in the image, and voxels of the model's size. Immutable, and knows sizes only.
 * <p>
 * Axes are only exchanged and reversed, never rotated, so that a volume whose axes are tilted keeps its tilt.
 * </p>
 */
public final class VolumeGrid {

	private static final int AXES = 3;
	private static final int[][] ORDERS = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };

	private final int[] axis;
	private final boolean[] reversed;
	private final int[] imageSize;
	private final int[] size;

	private VolumeGrid(final int[] axis, final boolean[] reversed, final int[] imageSize, final int[] size) {
		this.axis = axis;
		this.reversed = reversed;
		this.imageSize = imageSize;
		this.size = size;
	}

	/**
	 * @param image of which sizes and space are taken
	 * @param voxelSize of the model along superior, anterior, right, in millimetres; null to keep the image's. An image
	 *          whose voxel size is not known in millimetres keeps its own.
	 * @throws IllegalArgumentException if the grid would have an axis over 2^31
	 */
	public static VolumeGrid of(final PixelSource image, final List<Double> voxelSize) {
		final int[] imageSize = new int[AXES];
		for (int a = 0; a < AXES; a++) imageSize[a] = Math.toIntExact(image.size()[a + 1]);
		final VolumeSpace space = image.space();
		final int[] axis = { 0, 1, 2 };
		final boolean[] reversed = new boolean[AXES];
		if (space.isOriented()) orient(space.affine(), axis, reversed);
		final double[] own = space.millimetres();
		final int[] size = new int[AXES];
		for (int c = 0; c < AXES; c++) {
			final int n = imageSize[axis[c]];
			// NB: the space counts its axes i, j, k, which is column, row, slice.
			final double resized = voxelSize == null || own == null ? n : n * own[AXES - 1 - axis[c]] / voxelSize.get(c);
			if (!(resized < Integer.MAX_VALUE)) throw new IllegalArgumentException(image.name() + " has " + n +
				" voxels along an axis, and would have " + resized + " of the model's size; check its voxel size");
			size[c] = (int) Math.max(1, Math.round(resized));
		}
		return new VolumeGrid(axis, reversed, imageSize, size);
	}

	/**
	 * @return the image's own voxel size along superior, anterior, right, in millimetres; null if its unit is none of
	 *         length
	 */
	public static List<Double> voxelSizeOf(final PixelSource image) {
		final double[] own = image.space().millimetres();
		if (own == null) return null;
		final int[] axis = { 0, 1, 2 };
		if (image.space().isOriented()) orient(image.space().affine(), axis, new boolean[AXES]);
		return Arrays.stream(axis).mapToObj(a -> own[AXES - 1 - a]).toList();
	}

	/** Of all ways to name the axes, the one whose axes point most along superior, anterior and right. */
	private static void orient(final double[][] affine, final int[] axis, final boolean[] reversed) {
		double best = -1;
		for (final int[] order : ORDERS) {
			double along = 0;
			for (int c = 0; c < AXES; c++) along += Math.abs(cosine(affine, c, order[c]));
			// A hair more: of equals the first, so that rounding does not choose.
			if (along <= best + 1e-6) continue;
			best = along;
			System.arraycopy(order, 0, axis, 0, AXES);
		}
		for (int c = 0; c < AXES; c++) reversed[c] = cosine(affine, c, axis[c]) < 0;
	}

	/** @return how much image axis a (slice, row, column) points along canonical axis c (superior, anterior, right) */
	private static double cosine(final double[][] affine, final int c, final int a) {
		final int column = AXES - 1 - a;
		final double length = Math.sqrt(affine[0][column] * affine[0][column] + affine[1][column] * affine[1][column] +
			affine[2][column] * affine[2][column]);
		return length > 0 ? affine[AXES - 1 - c][column] / length : 0;
	}

	/**
	 * A grid whose slowest axis runs across the wanted slices, with the image's voxels.
	 *
	 * @throws IllegalArgumentException in one sentence if slices other than the stored ones are wanted of an image that
	 *           does not say which way its axes point
	 */
	public static VolumeGrid sliced(final PixelSource image, final Slicing slicing) {
		final int[] imageSize = new int[AXES];
		for (int a = 0; a < AXES; a++) imageSize[a] = Math.toIntExact(image.size()[a + 1]);
		if (slicing == Slicing.STORED) return new VolumeGrid(new int[] { 0, 1, 2 }, new boolean[AXES], imageSize, imageSize);
		if (!image.space().isOriented()) throw new IllegalArgumentException(image.name() +
			" does not say which way its axes point, so that there are no " + slicing.word() + " slices; choose the stored ones");
		final VolumeGrid canonical = of(image, null);
		final int[] axis = new int[AXES];
		final boolean[] reversed = new boolean[AXES];
		final int[] size = new int[AXES];
		for (int c = 0; c < AXES; c++) {
			axis[c] = canonical.axis[slicing.direction(c)];
			reversed[c] = canonical.reversed[slicing.direction(c)];
			size[c] = imageSize[axis[c]];
		}
		return new VolumeGrid(axis, reversed, imageSize, size);
	}

	/** @return voxels along superior, anterior, right. A new array. */
	public int[] size() {
		return size.clone();
	}

	/** @return the image's slices, rows and columns. A new array. */
	public int[] imageSize() {
		return imageSize.clone();
	}

	/** @return the image's voxels along superior, anterior, right. A new array. */
	public int[] orientedSize() {
		final int[] oriented = new int[AXES];
		for (int c = 0; c < AXES; c++) oriented[c] = imageSize[axis[c]];
		return oriented;
	}

	/** @return whether the image lies on this grid already */
	public boolean isTheImages() {
		return isInPlace() && !isResized();
	}

	/** @return whether axes have the image's order and directions, be voxels resized or not */
	public boolean isInPlace() {
		return axis[0] == 0 && axis[1] == 1 && !reversed[0] && !reversed[1] && !reversed[2];
	}

	/** @return whether voxels change their size */
	public boolean isResized() {
		return !Arrays.equals(size, orientedSize());
	}

	/** @return the image on this grid, interpolated linearly where voxels change their size; nothing is copied */
	public PixelSource view(final PixelSource image) {
		return isTheImages() ? image : new GridPixels(image, this);
	}

	/**
	 * @param planes (height, width) of the image's labels, slices fastest, then frames
	 * @param frame of them
	 * @return (D, H, W) labels on this grid, the nearest where voxels change their size. A new array.
	 */
	public int[] labels(final LabelImage planes, final int frame) {
		final AxisSteps[] steps = new AxisSteps[AXES];
		final int[] oriented = orientedSize();
		for (int c = 0; c < AXES; c++) steps[c] = new AxisSteps(oriented[c], size[c]);
		final int[] labels = new int[Math.multiplyExact(size[0], Math.multiplyExact(size[1], size[2]))];
		final int[] at = new int[AXES];
		int i = 0;
		for (int z = 0; z < size[0]; z++) {
			for (int y = 0; y < size[1]; y++) {
				for (int x = 0; x < size[2]; x++) {
					at[axis[0]] = place(0, steps[0].nearest(z));
					at[axis[1]] = place(1, steps[1].nearest(y));
					at[axis[2]] = place(2, steps[2].nearest(x));
					labels[i++] = planes.plane(frame, at[0])[at[1] * imageSize[2] + at[2]];
				}
			}
		}
		return labels;
	}

	/**
	 * @param min first (slice, row, column) of a box of the image
	 * @param boxSize slices, rows and columns of it
	 * @return the first voxel of the same box along superior, anterior, right, of the image's size. A new array.
	 */
	public long[] orientedMin(final long[] min, final int... boxSize) {
		final long[] oriented = new long[AXES];
		for (int c = 0; c < AXES; c++) oriented[c] = reversed[c] ? imageSize[axis[c]] - min[axis[c]] - boxSize[axis[c]]
			: min[axis[c]];
		return oriented;
	}

	/** @return of slices, rows and columns those along superior, anterior, right. A new array. */
	public int[] orientedSize(final int... boxSize) {
		final int[] oriented = new int[AXES];
		for (int c = 0; c < AXES; c++) oriented[c] = boxSize[axis[c]];
		return oriented;
	}

	/** Says of each voxel of a box of the image, row by row, where it is in the oriented box. */
	@FunctionalInterface
	public interface Places {

		/**
		 * @param inImage index in the image's box
		 * @param oriented index in the oriented one
		 */
		void at(int inImage, int oriented);
	}

	/** @param boxSize slices, rows and columns of a box of the image */
	public void places(final int[] boxSize, final Places places) {
		final int[] oriented = orientedSize(boxSize);
		final int[] at = new int[AXES];
		int i = 0;
		for (at[0] = 0; at[0] < boxSize[0]; at[0]++) {
			for (at[1] = 0; at[1] < boxSize[1]; at[1]++) {
				for (at[2] = 0; at[2] < boxSize[2]; at[2]++) {
					int index = 0;
					for (int c = 0; c < AXES; c++) index = index * oriented[c] + (reversed[c] ? oriented[c] - 1 - at[axis[c]]
						: at[axis[c]]);
					places.at(i++, index);
				}
			}
		}
	}

	/**
	 * @param min first voxel of a box of the grid
	 * @param boxSize voxels of it
	 * @return first (slice, row, column) of the image that depends on it, and the ones after the last; may lie outside
	 */
	public long[][] dependents(final long[] min, final int... boxSize) {
		final long[][] bounds = new long[2][AXES];
		final int[] oriented = orientedSize();
		for (int c = 0; c < AXES; c++) {
			// One voxel more on either side, as interpolation needs.
			final long from = (min[c] - 1) * oriented[c] / size[c] - 1;
			final long end = (min[c] + boxSize[c] + 1) * oriented[c] / size[c] + 2;
			bounds[0][axis[c]] = reversed[c] ? oriented[c] - end : from;
			bounds[1][axis[c]] = reversed[c] ? oriented[c] - from : end;
		}
		return bounds;
	}

	/** @return which axis of the image, 0 to 2 for slice, row, column, is axis c of the grid */
	int axis(final int c) {
		return axis[c];
	}

	/** @return where along its own axis the image has the oriented position */
	int place(final int c, final int oriented) {
		return reversed[c] ? imageSize[axis[c]] - 1 - oriented : oriented;
	}

	/** Takes one slice of the oriented image apart. */
	@FunctionalInterface
	public interface Voxels {

		/**
		 * @param index of the value in the slice, row-major
		 * @param slice of the image
		 * @param pixel of the image's slice, row-major
		 */
		void place(int index, int slice, int pixel);
	}

	/**
	 * Says where the values of a slice of the oriented image belong in the image.
	 *
	 * @param z the slice along superior
	 */
	public void scatter(final int z, final Voxels voxels) {
		final int[] oriented = orientedSize();
		final int[] at = new int[AXES];
		at[axis[0]] = place(0, z);
		int index = 0;
		for (int y = 0; y < oriented[1]; y++) {
			at[axis[1]] = place(1, y);
			for (int x = 0; x < oriented[2]; x++) {
				at[axis[2]] = place(2, x);
				voxels.place(index++, at[0], at[1] * imageSize[2] + at[2]);
			}
		}
	}
}
