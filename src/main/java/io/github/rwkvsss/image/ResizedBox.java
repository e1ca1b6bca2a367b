package io.github.rwkvsss.image;

/**
 * A box of a resized plane, made from the part of the old one that it needs: the same values as of the whole plane, see
 * {@link ResizedPlanes}.
 */
public final class ResizedBox {

	private final ResizedAxis rows;
	private final ResizedAxis columns;
	private final int[] size;

	/**
	 * @param from {height, width} of the old plane
	 * @param to {height, width} of the new one
	 * @param min first (row, column) of the box in the new plane
	 * @param size {height, width} of the box, within the new plane
	 */
	public ResizedBox(final int[] from, final int[] to, final int[] min, final int... size) {
		rows = new ResizedAxis(from[0], to[0], min[0], size[0]);
		columns = new ResizedAxis(from[1], to[1], min[1], size[1]);
		this.size = size.clone();
	}

	/** @return first (row, column) of the old plane that the box needs. A new array. */
	public int[] neededMin() {
		return new int[] { rows.first(), columns.first() };
	}

	/** @return {height, width} of what it needs of the old plane. A new array. */
	public int[] neededSize() {
		return new int[] { rows.count(), columns.count() };
	}

	/**
	 * @param values of what it needs, row-major; not changed
	 * @return values of the box. A new array.
	 */
	public float[] of(final float[] values) {
		final float[] resized = new float[Math.multiplyExact(size[0], size[1])];
		ResizedAxis.apply(rows, columns, values, 0, resized, 0);
		return resized;
	}
}
