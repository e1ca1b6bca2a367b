package io.github.rwkvsss.zarr;

/** Copies boxes of values between row-major arrays of bytes. */
final class BoxCopy {

	private BoxCopy() {}

	/**
	 * @param bytes of a value
	 * @param size of the box per axis; it lies inside both arrays
	 */
	static void copy(final byte[] from, final int[] fromShape, final int[] fromMin, final byte[] to, final int[] toShape,
		final int[] toMin, final int[] size, final int bytes)
	{
		copy(from, fromShape, fromMin, to, toShape, toMin, size, bytes, 0, 0, 0);
	}

	private static void copy(final byte[] from, final int[] fromShape, final int[] fromMin, final byte[] to,
		final int[] toShape, final int[] toMin, final int[] size, final int bytes, final int axis, final int fromAt,
		final int toAt)
	{
		final int last = size.length - 1;
		if (last < 0) {
			System.arraycopy(from, 0, to, 0, bytes);
			return;
		}
		final int f = fromAt * fromShape[axis] + fromMin[axis];
		final int t = toAt * toShape[axis] + toMin[axis];
		if (axis == last) System.arraycopy(from, f * bytes, to, t * bytes, size[axis] * bytes);
		else for (int i = 0; i < size[axis]; i++) copy(from, fromShape, fromMin, to, toShape, toMin, size, bytes, axis + 1, f +
			i, t + i);
	}

	/**
	 * @param order which axis of the result is each of the encoded array's
	 * @param shape of the result
	 * @return the array with its axes in their own order
	 */
	static byte[] untransposed(final byte[] encoded, final int[] order, final int[] shape, final int bytes) {
		final int axes = shape.length;
		final int[] step = new int[axes];
		int stride = bytes;
		for (int d = axes - 1; d >= 0; d--) {
			step[d] = stride;
			stride *= shape[d];
		}
		final byte[] plain = new byte[encoded.length];
		final int[] at = new int[axes];
		int to = 0;
		for (int i = 0; i < encoded.length; i += bytes) {
			for (int b = 0; b < bytes; b++) plain[to + b] = encoded[i + b];
			// The next place of the encoded array, last axis first, and where that lies.
			for (int d = axes - 1; d >= 0; d--) {
				to += step[order[d]];
				if (++at[d] < shape[order[d]]) break;
				to -= step[order[d]] * shape[order[d]];
				at[d] = 0;
			}
		}
		return plain;
	}
}
