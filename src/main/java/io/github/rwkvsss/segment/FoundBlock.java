package io.github.rwkvsss.segment;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a block holds. An object is known in all blocks by the same number, one more than the index of its first pixel in
 * the plane or volume, and is told of by the block that has this pixel.
 *
 * @param labels row-major, of the block alone: 0 for none, else n for what {@code numbers[n - 1]} is; or classes from 0
 * @param numbers of the objects, each above 0; empty for classes
 * @param regions the objects that begin in the block, or the block's share of each class but the first
 * @param small how many objects that begin in the block were left out because of their size
 * @param inexact where the result is not that of the whole image, a sentence each
 */
public record FoundBlock(int[] labels, long[] numbers, List<Region> regions, int small, List<String> inexact) {

	/**
	 * An object or class.
	 *
	 * @param number of the object in the plane or volume, or of the class
	 * @param score of the object; NaN for a class
	 * @param statistics of its pixels
	 */
	record Region(long number, float score, RegionStatistics statistics) {}

	/** Writes everything but the labels. */
	public void writeRegions(final DataOutput out) throws IOException {
		out.writeInt(small);
		out.writeInt(regions.size());
		out.writeInt(regions.isEmpty() ? 0 : regions.get(0).statistics().channels());
		for (final Region region : regions) {
			out.writeLong(region.number());
			out.writeFloat(region.score());
			region.statistics().write(out);
		}
		out.writeInt(inexact.size());
		for (final String sentence : inexact) out.writeUTF(sentence);
	}

	/** @return a block as {@link #writeRegions} left it, with these labels */
	public static FoundBlock read(final DataInput in, final int[] labels, final long[] numbers) throws IOException {
		final int small = in.readInt();
		final int count = in.readInt();
		final int channels = in.readInt();
		if (small < 0 || count < 0 || channels < 0) throw new IOException("it is damaged");
		final List<Region> regions = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			final long number = in.readLong();
			final float score = in.readFloat();
			regions.add(new Region(number, score, RegionStatistics.read(in, 0, channels)));
		}
		final List<String> inexact = new ArrayList<>();
		for (int i = in.readInt(); i > 0; i--) inexact.add(in.readUTF());
		return new FoundBlock(labels, numbers, regions, small, inexact);
	}

	/** @return number of objects that begin in it */
	public int objects() {
		return regions.size();
	}
}
