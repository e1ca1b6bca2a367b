package io.github.rwkvsss.tile;

/** One tile of a {@link TilePlan}: what to read, what it answers for, and with which weights. Immutable. */
public final class Tile {

	private final long index;
	private final long[] origin;
	private final int[] size;
	private final long[] targetMin;
	private final float[][] weights;

	Tile(final long index, final long[] origin, final int[] size, final long[] targetMin, final float[][] weights) {
		this.index = index;
		this.origin = origin;
		this.size = size;
		this.targetMin = targetMin;
		this.weights = weights;
	}

	/** @return position in the plan, from 0 */
	public long index() {
		return index;
	}

	/** @return first pixel to read, per axis a multiple of the stride and inside the image. A new array. */
	public long[] origin() {
		return origin.clone();
	}

	/**
	 * @return pixels to read per axis; beyond the image's far border, see {@link Mirror}. The same for every tile of a
	 *         plan. A new array.
	 */
	public int[] size() {
		return size.clone();
	}

	/** @return first pixel of the image that this tile answers for. A new array. */
	public long[] targetMin() {
		return targetMin.clone();
	}

	/** @return pixels per axis that this tile answers for; within the image. A new array. */
	public int[] targetSize() {
		final int[] extent = new int[weights.length];
		for (int d = 0; d < extent.length; d++) extent[d] = weights[d].length;
		return extent;
	}

	/** @return per axis, the first pixel of the target counted from {@link #origin}. A new array. */
	public int[] targetOffset() {
		final int[] offset = new int[origin.length];
		for (int d = 0; d < offset.length; d++) offset[d] = (int) (targetMin[d] - origin[d]);
		return offset;
	}

	/**
	 * @param axis 0 for the slowest
	 * @return shares along this axis, one per target pixel, in (0, 1]. A pixel's weight is the product over the axes;
	 *         over all tiles of a plan the weights of a pixel sum to 1. A new array.
	 */
	public float[] weights(final int axis) {
		return weights[axis].clone();
	}
}
