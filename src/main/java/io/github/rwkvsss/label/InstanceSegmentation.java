package io.github.rwkvsss.label;

import io.github.rwkvsss.progress.Cancellation;

/**
 * Finds objects in the probabilities of background, interior and boundary (the classes of
 * {@link InstanceTargets}): where interior less boundary rises to a hill of its own there is a seed, and a
 * watershed grows the seeds over the foreground.
 */
public final class InstanceSegmentation {

	private InstanceSegmentation() {}

	/**
	 * The same input gives the same labels, on any machine.
	 *
	 * @param background probability of each pixel, row-major, in [0, 1]; not retained
	 * @param interior the same of the interior
	 * @param boundary the same of the boundary
	 * @param size {height, width} or {depth, height, width}
	 * @param parameters thresholds and sizes
	 * @return label image, 0 background, objects numbered from 1 without gaps
	 * @throws IllegalArgumentException if the arrays and size disagree or a probability is not finite
	 */
	public static int[] labels(final float[] background, final float[] interior, final float[] boundary, final int[] size,
		final InstanceParameters parameters)
	{
		return labels(background, interior, boundary, size, parameters, Cancellation.NEVER);
	}

	/**
	 * As the shorter form.
	 *
	 * @param cancellation looked at every quarter of a million pixels
	 * @throws io.github.rwkvsss.progress.CanceledException on a cancel
	 */
	public static int[] labels(final float[] background, final float[] interior, final float[] boundary, final int[] size,
		final InstanceParameters parameters, final Cancellation cancellation)
	{
		requireProbabilities("background", background, size);
		requireProbabilities("interior", interior, size);
		requireProbabilities("boundary", boundary, size);
		final int length = background.length;
		final boolean[] foreground = new boolean[length];
		final float[] score = new float[length];
		final float[] landscape = new float[length];
		for (int i = 0; i < length; i++) {
			foreground[i] = 1 - background[i] > parameters.foregroundThreshold();
			score[i] = interior[i] - boundary[i];
			landscape[i] = (1 - score[i]) / 2;
		}
		final int[] labels = ProminentSeeds.of(score, foreground, size, parameters.prominence(), parameters.minimumSeedSize(),
			cancellation);
		SeededWatershed.grow(labels, landscape, foreground, size, Connectivity.FACE, cancellation);
		cancellation.check();
		if (parameters.fillHoles()) Holes.fill(labels, size);
		return SmallObjects.without(labels, parameters.minimumSize()).labels();
	}

	private static void requireProbabilities(final String name, final float[] values, final int[] size) {
		Grid.requireLength(name + " probability", values.length, size);
		for (int i = 0; i < values.length; i++) if (!Float.isFinite(values[i])) throw new IllegalArgumentException(name +
			" probability is " + values[i] + " at pixel " + i + "; the image or the model holds values that are not finite");
	}
}
