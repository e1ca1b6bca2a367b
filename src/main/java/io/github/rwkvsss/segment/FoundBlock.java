package io.github.rwkvsss.segment;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.github.rwkvsss.label.ObjectPolygons.Polygon;

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
	 * @param objectClass of the object, from 0; -1 for none
	 * @param classScore how sure the model is of it; NaN for none
	 * @param statistics of its pixels
	 * @param outlines of the object in each slice, if they are wanted; else empty
	 */
	record Region(long number, float score, int objectClass, float classScore, RegionStatistics statistics,
		List<Outline> outlines)
	{

		/** A class. */
		Region(final long number, final RegionStatistics statistics) {
			this(number, Float.NaN, -1, Float.NaN, statistics, List.of());
		}
	}

	/**
	 * An object in a slice.
	 *
	 * @param slice of the volume, from 0; 0 in a plane
	 * @param polygons in pixels of the image
	 */
	record Outline(int slice, List<Polygon> polygons) {

		void write(final DataOutput out) throws IOException {
			out.writeInt(slice);
			out.writeInt(polygons.size());
			for (final Polygon polygon : polygons) {
				out.writeInt(polygon.rings().size());
				for (final int[][] ring : polygon.rings()) {
					out.writeInt(ring.length);
					for (final int[] point : ring) {
						out.writeInt(point[0]);
						out.writeInt(point[1]);
					}
				}
			}
		}

		static Outline read(final DataInput in) throws IOException {
			final int slice = in.readInt();
			final List<Polygon> polygons = new ArrayList<>();
			for (int p = in.readInt(); p > 0; p--) {
				final List<int[][]> rings = new ArrayList<>();
				for (int r = in.readInt(); r > 0; r--) {
					final int[][] ring = new int[in.readInt()][];
					for (int i = 0; i < ring.length; i++) ring[i] = new int[] { in.readInt(), in.readInt() };
					rings.add(ring);
				}
				polygons.add(new Polygon(rings));
			}
			return new Outline(slice, polygons);
		}
	}

	/** Writes everything but the labels. */
	public void writeRegions(final DataOutput out) throws IOException {
		out.writeInt(small);
		out.writeInt(regions.size());
		out.writeInt(regions.isEmpty() ? 0 : regions.get(0).statistics().channels());
		for (final Region region : regions) {
			out.writeLong(region.number());
			out.writeFloat(region.score());
			out.writeInt(region.objectClass());
			out.writeFloat(region.classScore());
			region.statistics().write(out);
			out.writeInt(region.outlines().size());
			for (final Outline outline : region.outlines()) outline.write(out);
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
			final int objectClass = in.readInt();
			final float classScore = in.readFloat();
			final RegionStatistics statistics = RegionStatistics.read(in, 0, channels);
			final List<Outline> outlines = new ArrayList<>();
			for (int o = in.readInt(); o > 0; o--) outlines.add(Outline.read(in));
			regions.add(new Region(number, score, objectClass, classScore, statistics, outlines));
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
