package io.github.rwkvsss.segment;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;

/** Pixel count, sums and extremes of one region over some channels, gathered pixel by pixel. Places are in pixels. */
final class RegionStatistics {

	private final int number;
	private final double[] sum;
	private final double[] min;
	private final double[] max;
	private long pixels;
	private double sumX;
	private double sumY;
	private double sumZ;

	RegionStatistics(final int number, final int channels) {
		this.number = number;
		sum = new double[channels];
		min = new double[channels];
		max = new double[channels];
		Arrays.fill(min, Double.POSITIVE_INFINITY);
		Arrays.fill(max, Double.NEGATIVE_INFINITY);
	}

	static RegionStatistics none(final int channels) {
		return new RegionStatistics(0, channels);
	}

	/**
	 * @param labels the regions' numbers, 0 for none, of the image's extent
	 * @param frame to look at
	 * @param firstSlice to look at
	 * @param slices how many slices belong together
	 * @return the regions that occur, by rising number
	 */
	static List<RegionStatistics> of(final LabelImage labels, final PixelSource image, final int frame, final int firstSlice,
		final int slices)
	{
		final Map<Integer, RegionStatistics> regions = new TreeMap<>();
		final int width = Math.toIntExact(image.size()[3]);
		for (int z = 0; z < slices; z++) {
			final int[] plane = labels.plane(frame, firstSlice + z);
			final float[] values = image.plane(frame, firstSlice + z);
			RegionStatistics last = null;
			for (int i = 0; i < plane.length; i++) {
				if (plane[i] == 0) continue;
				if (last == null || last.number != plane[i]) last = regions.computeIfAbsent(plane[i],
					number -> new RegionStatistics(number, image.channels()));
				last.add(i % width, i / width, firstSlice + z, values, i, plane.length);
			}
		}
		return List.copyOf(regions.values());
	}

	/**
	 * @param labels of a box, 0 for none, numbered from 1 to {@code count}
	 * @param box of a plane or volume of the image
	 * @param slice of the image, of a plane
	 * @param values (C, box) of the image
	 * @return region n at n - 1, also where it has no pixel
	 */
	static RegionStatistics[] of(final int[] labels, final int count, final Box box, final int slice, final int channels,
		final float[] values)
	{
		final RegionStatistics[] regions = new RegionStatistics[count];
		for (int n = 0; n < count; n++) regions[n] = new RegionStatistics(n + 1, channels);
		final int width = box.size()[box.axes() - 1];
		final int height = box.size()[box.axes() - 2];
		final int x0 = (int) box.min()[box.axes() - 1];
		final int y0 = (int) box.min()[box.axes() - 2];
		final int z0 = box.axes() == 2 ? slice : (int) box.min()[0];
		for (int i = 0; i < labels.length; i++) {
			if (labels[i] != 0) regions[labels[i] - 1].add(x0 + i % width, y0 + i / width % height, z0 + i / width / height,
				values, i, labels.length);
		}
		return regions;
	}

	/** Adds what was gathered of the same region elsewhere. */
	void add(final RegionStatistics other) {
		pixels += other.pixels;
		sumX += other.sumX;
		sumY += other.sumY;
		sumZ += other.sumZ;
		for (int c = 0; c < sum.length; c++) {
			sum[c] += other.sum[c];
			min[c] = Math.min(min[c], other.min[c]);
			max[c] = Math.max(max[c], other.max[c]);
		}
	}

	/** @return the same numbers under another number */
	RegionStatistics numbered(final int other) {
		final RegionStatistics renamed = new RegionStatistics(other, sum.length);
		renamed.add(this);
		return renamed;
	}

	void write(final DataOutput out) throws IOException {
		out.writeLong(pixels);
		out.writeDouble(sumX);
		out.writeDouble(sumY);
		out.writeDouble(sumZ);
		for (int c = 0; c < sum.length; c++) {
			out.writeDouble(sum[c]);
			out.writeDouble(min[c]);
			out.writeDouble(max[c]);
		}
	}

	static RegionStatistics read(final DataInput in, final int number, final int channels) throws IOException {
		final RegionStatistics region = new RegionStatistics(number, channels);
		region.pixels = in.readLong();
		region.sumX = in.readDouble();
		region.sumY = in.readDouble();
		region.sumZ = in.readDouble();
		for (int c = 0; c < channels; c++) {
			region.sum[c] = in.readDouble();
			region.min[c] = in.readDouble();
			region.max[c] = in.readDouble();
		}
		return region;
	}

	int channels() {
		return sum.length;
	}

	private void add(final int x, final int y, final int z, final float[] values, final int at, final int planePixels) {
		pixels++;
		sumX += x;
		sumY += y;
		sumZ += z;
		for (int c = 0; c < sum.length; c++) {
			final double value = values[c * planePixels + at];
			sum[c] += value;
			min[c] = Math.min(min[c], value);
			max[c] = Math.max(max[c], value);
		}
	}

	int number() {
		return number;
	}

	long pixels() {
		return pixels;
	}

	double x() {
		return sumX / pixels;
	}

	double y() {
		return sumY / pixels;
	}

	double z() {
		return sumZ / pixels;
	}

	double mean(final int channel) {
		return sum[channel] / pixels;
	}

	double sum(final int channel) {
		return sum[channel];
	}

	double min(final int channel) {
		return min[channel];
	}

	double max(final int channel) {
		return max[channel];
	}
}
