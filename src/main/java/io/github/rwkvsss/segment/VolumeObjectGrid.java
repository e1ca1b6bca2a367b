package io.github.rwkvsss.segment;

import java.util.Arrays;
import java.util.List;

import io.github.rwkvsss.image.GridBox;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.image.VolumeGrid;
import io.github.rwkvsss.predict.BoxPrediction;
import io.github.rwkvsss.predict.Prediction;
import io.github.rwkvsss.predict.ProbabilityImage;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/** A volume that the model sees on a grid of its own, with probabilities on voxels of the image's size; see {@link VolumePass}. */
final class VolumeObjectGrid implements ObjectGrid {

	private final BoxPrediction prediction;
	private final VolumeGrid grid;

	/**
	 * @param scaled the image with normalised intensities
	 * @param voxelSize of the model, null if it takes any
	 * @param tile of the prediction
	 */
	VolumeObjectGrid(final Prediction prediction, final PixelSource scaled, final int frame, final List<Double> voxelSize,
		final int... tile)
	{
		grid = VolumeGrid.of(scaled, voxelSize);
		this.prediction = prediction.boxes(grid.view(scaled).partVolume(frame), tile);
	}

	@Override
	public long[] size() {
		return Arrays.stream(grid.orientedSize()).asLongStream().toArray();
	}

	@Override
	public long[] imageSize() {
		return Arrays.stream(grid.imageSize()).asLongStream().toArray();
	}

	@Override
	public Box under(final Box image) {
		return new Box(grid.orientedMin(image.min(), image.size()), grid.orientedSize(image.size()));
	}

	@Override
	public Box shareOf(final Box image) {
		return under(image);
	}

	@Override
	public float[][] probabilities(final Box onGrid, final Progress progress, final Cancellation cancellation) {
		final GridBox needed = new GridBox(grid, onGrid.min(), onGrid.size());
		final ProbabilityImage box = prediction.run(needed.neededMin(), needed.neededSize(), progress, cancellation);
		final int width = needed.neededSize()[2];
		final float[][] classes = new float[box.classes()][];
		for (int k = 0; k < classes.length; k++) {
			final float[][] slices = new float[needed.neededSize()[0]][];
			for (int z = 0; z < slices.length; z++) slices[z] = box.plane(k, z);
			classes[k] = needed.of((z, y, x) -> slices[z][y * width + x]);
		}
		return classes;
	}

	@Override
	public int[] labelsOnImage(final int[] labels, final Box onGrid, final Box image) {
		if (grid.isInPlace()) return labels;
		final int[] placed = new int[labels.length];
		grid.places(image.size(), (i, oriented) -> placed[i] = labels[oriented]);
		return placed;
	}

	@Override
	public float[] onImage(final float[] values, final Box onGrid, final Box image) {
		if (grid.isInPlace()) return values;
		final float[] placed = new float[values.length];
		grid.places(image.size(), (i, oriented) -> placed[i] = values[oriented]);
		return placed;
	}

	@Override
	public void keep(final StillNeeded needed, final long bytes) {
		prediction.keep((min, size) -> {
			final long[][] bounds = grid.dependents(min, size);
			return needed.test(bounds[0], bounds[1]);
		}, bytes);
	}
}
