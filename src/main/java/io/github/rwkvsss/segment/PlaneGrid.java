package io.github.rwkvsss.segment;

import java.util.Arrays;

import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.image.ResizedBox;
import io.github.rwkvsss.image.ResizedPlanes;
import io.github.rwkvsss.label.ResizedLabels;
import io.github.rwkvsss.predict.BoxPrediction;
import io.github.rwkvsss.predict.Prediction;
import io.github.rwkvsss.predict.ProbabilityImage;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/** A plane that the model sees as it is, or at the size at which it knows its objects; see {@link SizedPass}. */
final class PlaneGrid implements ObjectGrid {

	private final BoxPrediction prediction;
	/** Of what the model sees, and of the image. */
	private final int[] seen;
	private final int[] image;
	private final boolean finer;

	/**
	 * @param scaled the image with normalised intensities
	 * @param factor by which the model sees it enlarged
	 * @param tile of the prediction
	 */
	PlaneGrid(final Prediction prediction, final PixelSource scaled, final int frame, final int slice, final double factor,
		final int... tile)
	{
		final PixelSource resized = ResizedPlanes.view(factor, scaled);
		seen = extent(resized);
		image = extent(scaled);
		finer = (long) seen[0] * seen[1] > (long) image[0] * image[1];
		this.prediction = prediction.boxes(resized.partPlane(frame, slice), tile);
	}

	private static int[] extent(final PixelSource planes) {
		return new int[] { Math.toIntExact(planes.size()[2]), Math.toIntExact(planes.size()[3]) };
	}

	/** @return whether objects are separated on more pixels than the image has */
	boolean isFiner() {
		return finer;
	}

	@Override
	public long[] size() {
		return longs(finer ? seen : image);
	}

	@Override
	public long[] imageSize() {
		return longs(image);
	}

	private static long[] longs(final int... size) {
		return Arrays.stream(size).asLongStream().toArray();
	}

	@Override
	public Box under(final Box box) {
		if (!finer) return box;
		final ResizedBox needed = resized(seen, image, box);
		return new Box(longs(needed.neededMin()), needed.neededSize());
	}

	@Override
	public Box shareOf(final Box box) {
		if (!finer) return box;
		final long[] min = new long[2];
		final int[] size = new int[2];
		for (int d = 0; d < 2; d++) {
			min[d] = bound(box.min()[d], d);
			size[d] = (int) (bound(box.end(d), d) - min[d]);
		}
		return new Box(min, size);
	}

	private long bound(final long pixel, final int d) {
		return pixel == 0 ? 0 : pixel == image[d] ? seen[d] : ResizedLabels.at((int) pixel, seen[d], image[d]);
	}

	private static ResizedBox resized(final int[] from, final int[] to, final Box box) {
		return new ResizedBox(from, to, new int[] { (int) box.min()[0], (int) box.min()[1] }, box.size());
	}

	@Override
	public float[][] probabilities(final Box onGrid, final Progress progress, final Cancellation cancellation) {
		if (finer || Arrays.equals(seen, image)) return planes(prediction.run(onGrid.min(), onGrid.size(), progress,
			cancellation));
		final ResizedBox resized = resized(seen, image, onGrid);
		final float[][] planes = planes(prediction.run(longs(resized.neededMin()), resized.neededSize(), progress,
			cancellation));
		for (int k = 0; k < planes.length; k++) planes[k] = resized.of(planes[k]);
		return planes;
	}

	private static float[][] planes(final ProbabilityImage box) {
		final float[][] planes = new float[box.classes()][];
		for (int k = 0; k < planes.length; k++) planes[k] = box.plane(k);
		return planes;
	}

	@Override
	public int[] labelsOnImage(final int[] labels, final Box onGrid, final Box box) {
		if (!finer) return labels;
		final int[] onImage = new int[box.pixels()];
		int i = 0;
		for (int y = 0; y < box.size()[0]; y++) {
			final int row = (int) (ResizedLabels.at((int) box.min()[0] + y, seen[0], image[0]) - onGrid.min()[0]) * onGrid
				.size()[1];
			for (int x = 0; x < box.size()[1]; x++) onImage[i++] = labels[row + (int) (ResizedLabels.at((int) box.min()[1] + x,
				seen[1], image[1]) - onGrid.min()[1])];
		}
		return onImage;
	}

	@Override
	public float[] onImage(final float[] values, final Box onGrid, final Box box) {
		return finer ? resized(seen, image, box).of(values) : values;
	}

	@Override
	public void keep(final StillNeeded needed, final long bytes) {
		prediction.keep((min, size) -> {
			final long[] from = new long[2];
			final long[] end = new long[2];
			for (int d = 0; d < 2; d++) {
				// One pixel more on either side, as interpolation needs.
				from[d] = (min[d] - 1) * image[d] / seen[d] - 1;
				end[d] = (min[d] + size[d] + 1) * image[d] / seen[d] + 2;
			}
			return needed.test(from, end);
		}, bytes);
	}
}
