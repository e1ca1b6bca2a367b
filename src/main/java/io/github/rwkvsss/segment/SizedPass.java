package io.github.rwkvsss.segment;

import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.image.ResizedPlanes;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.label.InstanceTargets;
import io.github.rwkvsss.label.ObjectScores;
import io.github.rwkvsss.label.ObjectVotes;
import io.github.rwkvsss.label.ResizedLabels;
import io.github.rwkvsss.label.SmallObjects;
import io.github.rwkvsss.predict.Prediction;
import io.github.rwkvsss.predict.ProbabilityImage;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/**
 * Predicts planes at the size at which the model knows its objects and brings back what it found. Objects are separated
 * on the finer of both grids: small ones where the model sees them enlarged, since the image's own pixels would not
 * hold what parts them; large ones on the image's, where their outline is smooth.
 */
final class SizedPass {

	private final Prediction prediction;
	private final PixelSource scaled;
	private final InstanceParameters own;
	private final int minimumSize;

	/**
	 * @param scaled the image with normalised intensities
	 * @param own parameters of the model, in its pixels
	 * @param minimumSize in the image's pixels; 0 for what the objects' size says
	 */
	SizedPass(final Prediction prediction, final PixelSource scaled, final InstanceParameters own, final int minimumSize) {
		this.prediction = prediction;
		this.scaled = scaled;
		this.own = own;
		this.minimumSize = minimumSize;
	}

	/** @return the plane as the model is to see it */
	private PixelSource resized(final ObjectSize size) {
		return ResizedPlanes.by(size.factor(), scaled);
	}

	/** @return probabilities of a plane on the model's grid */
	ProbabilityImage predict(final int frame, final int slice, final ObjectSize size, final Progress progress,
		final Cancellation cancellation)
	{
		return prediction.run(resized(size).partPlane(frame, slice), progress, cancellation);
	}

	/**
	 * @param part rows and columns of the image: {top, left, height, width}
	 * @return probabilities of that part alone, on the model's grid
	 */
	ProbabilityImage predict(final int frame, final int slice, final ObjectSize size, final int[] part,
		final Progress progress, final Cancellation cancellation)
	{
		final PixelSource seen = resized(size);
		final long[] min = new long[2];
		final int[] extent = new int[2];
		for (int d = 0; d < 2; d++) {
			final double factor = (double) seen.size()[2 + d] / scaled.size()[2 + d];
			min[d] = Math.min(seen.size()[2 + d] - 1, Math.round(part[d] * factor));
			extent[d] = (int) Math.max(1, Math.min(seen.size()[2 + d], Math.round((part[d] + part[2 + d]) * factor)) - min[d]);
		}
		return prediction.run(seen.partPlane(frame, slice), min, extent, progress, cancellation);
	}

	/**
	 * @param onGrid what {@link #predict} gave
	 * @param extent {height, width} of what the image has there
	 * @return objects in the image's pixels
	 */
	FoundObjects objects(final ProbabilityImage onGrid, final ObjectSize size, final int[] extent,
		final Cancellation cancellation)
	{
		final int[] grid = { (int) onGrid.size()[0], (int) onGrid.size()[1] };
		if ((long) grid[0] * grid[1] <= (long) extent[0] * extent[1]) return FoundObjects.in(onImage(onGrid, extent), size.on(
			own, minimumSize, 1), cancellation);
		final FoundObjects found = FoundObjects.in(onGrid, size.on(own, minimumSize, size.factor()), cancellation);
		final int[] labels = ResizedLabels.of(found.labels(), grid, extent);
		final float[] background = ResizedPlanes.plane(onGrid.plane(0), grid, extent);
		// An object of less than a pixel may be gone.
		final SmallObjects left = SmallObjects.without(labels, 1);
		final float[][] classes = new float[onGrid.classes() - InstanceTargets.CLASSES][];
		for (int k = 0; k < classes.length; k++) classes[k] = ResizedPlanes.plane(onGrid.plane(InstanceTargets.CLASSES + k),
			grid, extent);
		return new FoundObjects(left.labels(), ObjectScores.of(left.labels(), background), ObjectVotes.of(left.labels(),
			classes), found.small());
	}

	/** @return the probabilities with as many pixels as the image has there, {height, width} */
	ProbabilityImage onImage(final ProbabilityImage onGrid, final int... extent) {
		final int[] grid = { (int) onGrid.size()[0], (int) onGrid.size()[1] };
		if (grid[0] == extent[0] && grid[1] == extent[1]) return onGrid;
		final ProbabilityImage resized = ProbabilityImage.allocate(onGrid.classes(), extent[0], extent[1]);
		for (int k = 0; k < onGrid.classes(); k++) {
			final float[] plane = ResizedPlanes.plane(onGrid.plane(k), grid, extent);
			System.arraycopy(plane, 0, resized.plane(k), 0, plane.length);
		}
		return resized;
	}
}
