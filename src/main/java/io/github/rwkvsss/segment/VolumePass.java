package io.github.rwkvsss.segment;

import java.util.List;

import io.github.rwkvsss.image.GridReturn;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.image.VolumeGrid;
import io.github.rwkvsss.label.ClassMask;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.label.VolumeObjects;
import io.github.rwkvsss.predict.Prediction;
import io.github.rwkvsss.predict.ProbabilityImage;
import io.github.rwkvsss.predict.SlabSink;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/**
 * Predicts volumes on the model's grid, see {@link VolumeGrid}, and brings the probabilities back to the image's voxels
 * before anything is decided from them. Between tile and result lie the slices of one slab.
 */
final class VolumePass {

	private final Prediction prediction;
	private final int classes;
	private final VolumeGrid grid;
	private final PixelSource onGrid;

	/**
	 * @param image with normalised intensities
	 * @param voxelSize of the model, null if it takes any, see {@link VolumeGrid#of}
	 */
	VolumePass(final Prediction prediction, final int classes, final PixelSource image, final List<Double> voxelSize) {
		this.prediction = prediction;
		this.classes = classes;
		grid = VolumeGrid.of(image, voxelSize);
		onGrid = grid.view(image);
	}

	/** @return voxels of a frame of the image: {depth, height, width} */
	int[] size() {
		return grid.imageSize();
	}

	/** @return of each voxel of a frame of the image the most probable class; the classes' probabilities are not kept */
	LabelImage classes(final int frame, final Progress progress, final Cancellation cancellation) {
		final int[] size = grid.imageSize();
		final LabelImage classes = LabelImage.allocate("classes", 1, size[0], size[1], size[2]);
		run(frame, (z, values) -> {
			final int[] best = ClassMask.of(values);
			grid.scatter(z, (index, slice, pixel) -> classes.plane(slice)[pixel] = best[index]);
		}, progress, cancellation);
		return classes;
	}

	/** @return the objects, each slice of the image's; the probabilities are not kept */
	VolumeObjects.Objects objects(final int frame, final InstanceParameters parameters, final Progress progress,
		final Cancellation cancellation)
	{
		final int[] size = grid.imageSize();
		final int[] oriented = grid.orientedSize();
		final VolumeObjects objects = new VolumeObjects(oriented[1], oriented[2], parameters, cancellation);
		run(frame, (z, values) -> objects.accept(z, values[0], values[1], values[2], FoundObjects.classes(values)), progress,
			cancellation);
		final VolumeObjects.Objects found = objects.finish();
		if (grid.isInPlace()) return found;
		final LabelImage labels = LabelImage.allocate("objects", 1, size[0], size[1], size[2]);
		for (int z = 0; z < oriented[0]; z++) {
			final int[] slice = found.labels().plane(z);
			grid.scatter(z, (index, plane, pixel) -> labels.plane(plane)[pixel] = slice[index]);
		}
		return new VolumeObjects.Objects(labels, found.scores(), found.votes(), found.removed());
	}

	/** @return all probabilities, on the image's voxels */
	ProbabilityImage probabilities(final int frame, final Progress progress, final Cancellation cancellation) {
		final int[] size = grid.imageSize();
		final ProbabilityImage image = ProbabilityImage.allocate(classes, size[0], size[1], size[2]);
		final float[][][] planes = new float[classes][size[0]][];
		for (int k = 0; k < classes; k++) for (int z = 0; z < size[0]; z++) planes[k][z] = image.plane(k, z);
		run(frame, (z, values) -> grid.scatter(z, (index, slice, pixel) -> {
			for (int k = 0; k < values.length; k++) planes[k][slice][pixel] = values[k][index];
		}), progress, cancellation);
		return image;
	}

	private void run(final int frame, final GridReturn.Slices slices, final Progress progress,
		final Cancellation cancellation)
	{
		final PixelSource part = onGrid.partVolume(frame);
		final GridReturn back = new GridReturn(grid, classes, slices);
		final SlabSink slab = new SlabSink(classes, part.size(), back::accept);
		prediction.run(part, slab, progress, cancellation);
		slab.finish();
	}
}
