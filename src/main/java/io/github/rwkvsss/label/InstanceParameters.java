package io.github.rwkvsss.label;

/**
 * How objects are found in the probabilities of background, interior and boundary.
 *
 * @param foregroundThreshold a pixel belongs to an object if 1 - background exceeds this; 0 to 1, exclusive
 * @param seedThreshold a pixel belongs to a seed if interior - boundary exceeds this; -1 to 1, exclusive.
 *          Higher parts more objects, lower loses fewer
 * @param minimumSeedSize smaller seeds start no object, unless a foreground component has no larger one;
 *          pixels or voxels, at least 1
 * @param minimumSize smaller objects are removed; pixels or voxels, at least 1
 * @param fillHoles whether background that one object encloses is given to it
 */
public record InstanceParameters(float foregroundThreshold, float seedThreshold, int minimumSeedSize, int minimumSize,
	boolean fillHoles)
{

	/** What works on nuclei of 8 to 60 pixels in diameter, and the place to start elsewhere. */
	public static final InstanceParameters DEFAULT = new InstanceParameters(0.5f, 0.3f, 4, 16, true);

	/** @throws IllegalArgumentException if a value is out of its range */
	public InstanceParameters {
		if (!(foregroundThreshold > 0 && foregroundThreshold < 1))
			throw new IllegalArgumentException("foreground threshold " + foregroundThreshold
				+ " is not between 0 and 1; 0.5 is usual");
		if (!(seedThreshold > -1 && seedThreshold < 1))
			throw new IllegalArgumentException("seed threshold " + seedThreshold
				+ " is not between -1 and 1; " + 0.3f + " is usual");
		if (minimumSeedSize < 1)
			throw new IllegalArgumentException("minimum seed size " + minimumSeedSize + " is below 1 pixel");
		if (minimumSize < 1)
			throw new IllegalArgumentException("minimum object size " + minimumSize + " is below 1 pixel");
	}

	/** @return a copy with another foreground threshold */
	public InstanceParameters withForegroundThreshold(final float value) {
		return new InstanceParameters(value, seedThreshold, minimumSeedSize, minimumSize, fillHoles);
	}

	/** @return a copy with another seed threshold */
	public InstanceParameters withSeedThreshold(final float value) {
		return new InstanceParameters(foregroundThreshold, value, minimumSeedSize, minimumSize, fillHoles);
	}

	/** @return a copy with another least seed size */
	public InstanceParameters withMinimumSeedSize(final int value) {
		return new InstanceParameters(foregroundThreshold, seedThreshold, value, minimumSize, fillHoles);
	}

	/** @return a copy with another least object size */
	public InstanceParameters withMinimumSize(final int value) {
		return new InstanceParameters(foregroundThreshold, seedThreshold, minimumSeedSize, value, fillHoles);
	}

	/** @return a copy that fills holes or leaves them */
	public InstanceParameters withFillHoles(final boolean value) {
		return new InstanceParameters(foregroundThreshold, seedThreshold, minimumSeedSize, minimumSize, value);
	}
}
