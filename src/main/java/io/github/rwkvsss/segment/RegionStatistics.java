package io.github.rwkvsss.segment;

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

	private RegionStatistics(final int number, final int channels) {
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
	static List<RegionStatistics> of(final LabelImage labels, final PixelSource image, final int frame,
		final int firstSlice, final int slices)
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
