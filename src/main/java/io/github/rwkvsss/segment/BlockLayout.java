package io.github.rwkvsss.segment;

import java.util.Arrays;

/**
 * Cuts the planes, or the volumes, of an image into blocks that do not overlap. Immutable; blocks are counted part by
 * part, within a part row by row.
 */
public final class BlockLayout {

	private final long[] imageSize;
	private final int axes;
	private final int[] edge;
	private final long[] along;

	/**
	 * @param imageSize (frames, slices, height, width); copied
	 * @param axes 2 if each plane is a part, 3 if each frame is one
	 * @param edge pixels per axis of a block, slowest first; copied
	 */
	public BlockLayout(final long[] imageSize, final int axes, final int... edge) {
		this.imageSize = imageSize.clone();
		this.axes = axes;
		this.edge = edge.clone();
		along = new long[axes];
		for (int d = 0; d < axes; d++) along[d] = (partSize()[d] - 1) / edge[d] + 1;
	}

	/** @return number of planes or volumes */
	public long parts() {
		return axes == 2 ? imageSize[0] * imageSize[1] : imageSize[0];
	}

	/** @return pixels per axis of each part. A new array. */
	public long[] partSize() {
		return Arrays.copyOfRange(imageSize, 4 - axes, 4);
	}

	/** @return number of blocks in each part */
	public long perPart() {
		return Arrays.stream(along).reduce(1, Math::multiplyExact);
	}

	/** @return number of blocks that share their first axis' pixels: a row of a plane, a layer of a volume */
	public long perRow() {
		return perPart() / along[0];
	}

	/** @return number of all blocks */
	public long count() {
		return Math.multiplyExact(parts(), perPart());
	}

	/** @return the number of the part that a block lies in, slices fastest, then frames */
	public long partOf(final long block) {
		return block / perPart();
	}

	/** @return the frame of a part, from 0 */
	public int frame(final long part) {
		return Math.toIntExact(axes == 2 ? part / imageSize[1] : part);
	}

	/** @return the slice of a part that is a plane, from 0 */
	public int slice(final long part) {
		return axes == 2 ? (int) (part % imageSize[1]) : 0;
	}

	/** @return where in its part a block lies */
	public Box box(final long block) {
		long rest = block % perPart();
		final long[] min = new long[axes];
		final int[] size = new int[axes];
		for (int d = axes - 1; d >= 0; d--) {
			min[d] = rest % along[d] * edge[d];
			rest /= along[d];
			size[d] = (int) Math.min(edge[d], partSize()[d] - min[d]);
		}
		return new Box(min, size);
	}

	/** @return (frame, slice, row, column) of a block's first pixel. A new array. */
	public long[] imageMin(final long block) {
		final long part = partOf(block);
		final long[] min = { frame(part), slice(part), 0, 0 };
		System.arraycopy(box(block).min(), 0, min, 4 - axes, axes);
		return min;
	}

	/** @return frames, slices, rows and columns of a block. A new array. */
	public int[] imageSize(final long block) {
		final int[] size = { 1, 1, 1, 1 };
		System.arraycopy(box(block).size(), 0, size, 4 - axes, axes);
		return size;
	}

	/** @return the number within its part of the last block that a pixel at or before this place may belong to */
	long inPart(final long... place) {
		long index = 0;
		for (int d = 0; d < axes; d++) index = index * along[d] + Math.max(0, Math.min(along[d] - 1, place[d] / edge[d]));
		return index;
	}
}
