package io.github.rwkvsss.train;

import java.util.EnumSet;
import java.util.Set;

/**
 * How strongly patches are changed at random. Immutable.
 *
 * @param mirrored axes along which a patch is mirrored, each in half of the cases
 * @param quarterTurns whether planes are turned by quarter turns
 * @param rotation largest angle in degrees by which planes are turned in half of the cases, 0 for none
 * @param tilt of volumes, largest angle in degrees about the two axes within the plane, in half of the cases; left out
 *          where voxels are far from cubes
 * @param scale largest factor of enlarging or shrinking, 1 for none
 * @param elastic largest displacement of a smooth random field, in pixels
 * @param contrast largest change of the contrast factor, 0 to below 1
 * @param brightness largest shift, in units of normalised intensity
 * @param gamma largest factor or divisor of the exponent, 1 for none
 * @param noise largest standard deviation of added noise, in units of normalised intensity
 * @param faults how often planes get what is wrong with images of other laboratories, see {@link PatchFaults}, 0 for
 *          never to 1
 */
public record Augmentation(Set<Edge> mirrored, boolean quarterTurns, double rotation, double tilt, double scale,
	double elastic, double contrast, double brightness, double gamma, double noise, double faults)
{

	/** An axis of a patch. */
	public enum Edge {
			DEPTH, HEIGHT, WIDTH
	}

	/** Keeps a copy of the set, in the order of the axes. */
	public Augmentation {
		// NB: a copy by EnumSet.copyOf would refuse an empty set of another kind.
		final Set<Edge> copy = EnumSet.noneOf(Edge.class);
		copy.addAll(mirrored);
		mirrored = java.util.Collections.unmodifiableSet(copy);
		if (!(faults >= 0 && faults <= 1)) throw new IllegalArgumentException("strength of faults is " + faults +
			", but must be 0 to 1");
	}

	/** Without faults. */
	public Augmentation(final Set<Edge> mirrored, final boolean quarterTurns, final double rotation, final double tilt,
		final double scale, final double elastic, final double contrast, final double brightness, final double gamma,
		final double noise)
	{
		this(mirrored, quarterTurns, rotation, tilt, scale, elastic, contrast, brightness, gamma, noise, 0);
	}

	/** @return the same with faults as often, 0 to 1 */
	public Augmentation withFaults(final double often) {
		return new Augmentation(mirrored, quarterTurns, rotation, tilt, scale, elastic, contrast, brightness, gamma, noise,
			often);
	}

	/** @return the same, enlarging and shrinking by up to this factor */
	public Augmentation withScale(final double factor) {
		return new Augmentation(mirrored, quarterTurns, rotation, tilt, factor, elastic, contrast, brightness, gamma, noise,
			faults);
	}

	/** @return what suits most images: all orientations alike, some scale, elastic and intensity changes */
	public static Augmentation standard() {
		return new Augmentation(EnumSet.allOf(Edge.class), true, 45, 0, 1.4, 4, 0.3, 0.1, 1.5, 0.08);
	}

	/**
	 * @return what suits images that show their subject the same way up, as volumes of patients do: neither mirrored nor
	 *         turned by more than 10 degrees, because left and right, or front and back, differ in what they mean
	 */
	public static Augmentation oriented() {
		return new Augmentation(Set.of(), false, 10, 10, 1.15, 2, 0.25, 0.1, 1.4, 0.1);
	}

	/**
	 * @param diameter to which objects are resized; 0 if they are not
	 * @return the same with a scale of two at least if they are: an image's objects are not all of one size, and the
	 *         diameter is a guess where nobody measured
	 */
	public Augmentation forDiameter(final double diameter) {
		return diameter == 0 ? this : withScale(Math.max(2, scale));
	}

	/** @return the same without tilt, which would bend what lies in voxels that are no cubes */
	Augmentation withoutTilt() {
		return new Augmentation(mirrored, quarterTurns, rotation, 0, scale, elastic, contrast, brightness, gamma, noise,
			faults);
	}

	/**
	 * @param strength factor of all ranges, 0 to 2; of those of scale and gamma, which are factors themselves, the
	 *          exponent
	 * @return the same, weaker or stronger; mirrored and quarter turns stay as they are
	 */
	public Augmentation times(final double strength) {
		if (!(strength >= 0 && strength <= 2)) throw new IllegalArgumentException("strength of augmentation is " + strength +
			", but must be 0 to 2");
		return new Augmentation(mirrored, quarterTurns, Math.min(180, strength * rotation), Math.min(180, strength * tilt), Math
			.pow(scale, strength), strength * elastic, Math.min(0.9, strength * contrast), strength * brightness, Math.pow(gamma,
				strength), strength * noise, faults);
	}

	/** @return patches as they are */
	public static Augmentation none() {
		return new Augmentation(Set.of(), false, 0, 0, 1, 0, 0, 0, 1, 0);
	}
}
