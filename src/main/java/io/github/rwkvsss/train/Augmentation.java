package io.github.rwkvsss.train;

/**
 * How strongly patches are changed at random. Immutable.
 *
 * @param flips whether axes are mirrored
 * @param rotation whether planes are turned by any angle (else by quarter turns only, if at all)
 * @param quarterTurns whether planes are turned by quarter turns
 * @param scale largest factor of enlarging or shrinking, 1 for none
 * @param elastic largest displacement of a smooth random field, in pixels
 * @param contrast largest change of the contrast factor, 0 to below 1
 * @param brightness largest shift, in units of normalised intensity
 * @param gamma largest factor or divisor of the exponent, 1 for none
 * @param noise largest standard deviation of added noise, in units of normalised intensity
 */
public record Augmentation(boolean flips, boolean rotation, boolean quarterTurns, double scale, double elastic,
	double contrast, double brightness, double gamma, double noise)
{

	/** @return what suits most images: all orientations alike, some scale, elastic and intensity changes */
	public static Augmentation standard() {
		return new Augmentation(true, true, true, 1.4, 4, 0.3, 0.1, 1.5, 0.08);
	}

	/** @return patches as they are */
	public static Augmentation none() {
		return new Augmentation(false, false, false, 1, 0, 0, 0, 1, 0);
	}
}
