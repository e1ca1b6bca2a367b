package io.github.rwkvsss.label;

/**
 * How objects are found in the probabilities of background, interior and boundary.
 *
 * @param foregroundThreshold a pixel belongs to an object if 1 - background exceeds this; 0 to 1, exclusive
 * @param prominence two neighbours stay apart if interior - boundary drops between them by this much from the
 *          lower of their peaks; 0 to 2, exclusive. Lower parts more objects, higher breaks fewer
 * @param minimumSeedSize two neighbours stay apart if each has this many pixels (voxels) before they meet,
 *          at least 1
 * @param minimumSize smaller objects are removed; pixels or voxels, at least 1
 * @param fillHoles whether background that one object encloses is given to it
 * @param representation what the model's classes of foreground mean; null, as in files of before there were two, for
 *          {@link Representation#BOUNDARY}
 */
public record InstanceParameters(float foregroundThreshold, float prominence, int minimumSeedSize, int minimumSize,
	boolean fillHoles, Representation representation)
{

	/** What works on nuclei of 8 to 60 pixels in diameter, and the place to start elsewhere. */
	public static final InstanceParameters DEFAULT = new InstanceParameters(0.5f, 0.5f, 6, 16, true);

	/** @throws IllegalArgumentException if a value is out of its range */
	public InstanceParameters {
		if (!(foregroundThreshold > 0 && foregroundThreshold < 1)) throw new IllegalArgumentException("foreground threshold " +
			foregroundThreshold + " is not between 0 and 1; 0.5 is usual");
		if (!(prominence > 0 && prominence < 2)) throw new IllegalArgumentException("prominence " + prominence +
			" is not between 0 and 2; 0.5 is usual");
		if (minimumSeedSize < 1) throw new IllegalArgumentException("minimum seed size " + minimumSeedSize +
			" is below 1 pixel; 6 is usual");
		if (minimumSize < 1) throw new IllegalArgumentException("minimum object size " + minimumSize +
			" is below 1 pixel; 1 keeps all");
		representation = representation == null ? Representation.BOUNDARY : representation;
	}

	/** Of a model of interior and rim. */
	public InstanceParameters(final float foregroundThreshold, final float prominence, final int minimumSeedSize,
		final int minimumSize, final boolean fillHoles)
	{
		this(foregroundThreshold, prominence, minimumSeedSize, minimumSize, fillHoles, null);
	}

	/** @return a copy for a model of another representation */
	public InstanceParameters withRepresentation(final Representation value) {
		return new InstanceParameters(foregroundThreshold, prominence, minimumSeedSize, minimumSize, fillHoles, value);
	}

	/** @return a copy with another foreground threshold */
	public InstanceParameters withForegroundThreshold(final float value) {
		return new InstanceParameters(value, prominence, minimumSeedSize, minimumSize, fillHoles, representation);
	}

	/** @return a copy with another prominence */
	public InstanceParameters withProminence(final float value) {
		return new InstanceParameters(foregroundThreshold, value, minimumSeedSize, minimumSize, fillHoles, representation);
	}

	/** @return a copy with another least seed size */
	public InstanceParameters withMinimumSeedSize(final int value) {
		return new InstanceParameters(foregroundThreshold, prominence, value, minimumSize, fillHoles, representation);
	}

	/** @return a copy with another least object size */
	public InstanceParameters withMinimumSize(final int value) {
		return new InstanceParameters(foregroundThreshold, prominence, minimumSeedSize, value, fillHoles, representation);
	}

	/** @return a copy that fills holes or leaves them */
	public InstanceParameters withFillHoles(final boolean value) {
		return new InstanceParameters(foregroundThreshold, prominence, minimumSeedSize, minimumSize, value, representation);
	}
}
