package io.github.rwkvsss.segment;

import java.util.Locale;

import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.label.ObjectDiameter;

/**
 * How large an image's objects are, and what of it follows for a model that was trained on objects of one size.
 *
 * @param diameter pixels across a typical object of the image
 * @param ofModel pixels across one as the model is to see it
 * @param tolerance up to how many times larger or smaller objects may be for the image to stay as it is
 */
record ObjectSize(double diameter, double ofModel, double tolerance) {

	/** Below this part of the diameter it is debris. */
	private static final double DEBRIS = 0.25;

	/** @return by how much the image is enlarged for the model */
	double factor() {
		final double ratio = ofModel / diameter;
		return ratio <= tolerance && ratio >= 1 / tolerance ? 1 : ratio;
	}

	/**
	 * @param own parameters in the model's pixels
	 * @param minimumSize what the user asked for, in the image's pixels; 0 for what the size of the objects says
	 * @param factor of the grid on which objects are found: 1 on the image's, {@link #factor} on the model's
	 * @return parameters in pixels of that grid
	 */
	InstanceParameters on(final InstanceParameters own, final int minimumSize, final double factor) {
		final double perPixel = factor * factor / (factor() * factor());
		// Of large objects on the image's own grid no more than of usual ones: their small neighbours are seen well there.
		final double debris = Math.min(factor * factor * ObjectDiameter.area(DEBRIS * diameter), perPixel * ObjectDiameter.area(
			DEBRIS * ofModel));
		final double least = minimumSize > 0 ? minimumSize * factor * factor : Math.max(perPixel * own.minimumSize(), debris);
		return own.withMinimumSize((int) Math.max(1, Math.rint(least))).withMinimumSeedSize((int) Math.max(1, Math.rint(
			perPixel * own.minimumSeedSize())));
	}

	/** @return the diameter as it is told, in pixels */
	String text() {
		return String.format(Locale.ROOT, diameter < 20 ? "%.1f" : "%.0f", diameter);
	}
}
