package io.github.rwkvsss.label;

/**
 * Finds objects in the probabilities of background, interior and boundary (the classes of
 * {@link InstanceTargets}): interiors become seeds, and a watershed grows them over the foreground.
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
	public static int[] labels(final float[] background, final float[] interior, final float[] boundary,
		final int[] size, final InstanceParameters parameters)
	{
		requireProbabilities("background", background, size);
		requireProbabilities("interior", interior, size);
		requireProbabilities("boundary", boundary, size);
		final int length = background.length;
		final boolean[] foreground = new boolean[length];
		final boolean[] core = new boolean[length];
		final float[] landscape = new float[length];
		for (int i = 0; i < length; i++) {
			final float score = interior[i] - boundary[i];
			foreground[i] = 1 - background[i] > parameters.foregroundThreshold();
			core[i] = foreground[i] && score > parameters.seedThreshold();
			landscape[i] = (1 - score) / 2;
		}
		final int[] labels = seeds(core, foreground, size, parameters);
		SeededWatershed.grow(labels, landscape, foreground, size, Connectivity.FACE);
		if (parameters.fillHoles())
			Holes.fill(labels, size);
		return withoutSmall(labels, parameters.minimumSize());
	}

	/** Seeds that are large enough, and every foreground component that has none. */
	private static int[] seeds(final boolean[] core, final boolean[] foreground, final int[] size,
		final InstanceParameters parameters)
	{
		final ConnectedComponents.Components cores = ConnectedComponents.of(core, size, Connectivity.FACE);
		final ConnectedComponents.Components regions = ConnectedComponents.of(foreground, size, Connectivity.FACE);
		final int[] coreSize = cores.sizes();
		final boolean[] seeded = new boolean[regions.count() + 1];
		final int[] labels = cores.labels();
		for (int i = 0; i < labels.length; i++) {
			if (coreSize[labels[i]] < parameters.minimumSeedSize())
				labels[i] = 0;
			if (labels[i] != 0)
				seeded[regions.labels()[i]] = true;
		}
		for (int i = 0; i < labels.length; i++) {
			final int region = regions.labels()[i];
			if (region != 0 && !seeded[region])
				labels[i] = cores.count() + region;
		}
		return labels;
	}

	private static int[] withoutSmall(final int[] labels, final int minimumSize) {
		final ConsecutiveLabels objects = ConsecutiveLabels.of(labels);
		final int[] pixels = new int[objects.count() + 1];
		for (final int label : objects.labels())
			pixels[label]++;
		final int[] kept = objects.labels();
		for (int i = 0; i < kept.length; i++)
			if (pixels[kept[i]] < minimumSize)
				kept[i] = 0;
		return ConsecutiveLabels.of(kept).labels();
	}

	private static void requireProbabilities(final String name, final float[] values, final int[] size) {
		Grid.requireLength(name + " probability", values.length, size);
		for (int i = 0; i < values.length; i++)
			if (!Float.isFinite(values[i]))
				throw new IllegalArgumentException(name + " probability is " + values[i] + " at pixel " + i
					+ "; the image or the model holds values that are not finite");
	}
}
