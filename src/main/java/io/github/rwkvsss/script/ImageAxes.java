package io.github.rwkvsss.script;

import java.util.ArrayList;
import java.util.List;

import net.imglib2.Interval;
import io.github.rwkvsss.image.Axis;

/** What the dimensions of an ImgLib2 image mean, as a script writes it: one letter each, in order. */
final class ImageAxes {

	private static final String LETTERS = "XYZTC";

	private ImageAxes() {}

	/**
	 * @param text one of the letters X, Y, Z (slice), T (frame), C (channel) per dimension; empty for X, Y of a plane
	 * @param img the image that they are of
	 * @throws IllegalArgumentException in one sentence if they do not fit; nothing is guessed of three dimensions and more
	 */
	static Axis[] of(final String text, final Interval img) {
		final int n = img.numDimensions();
		if (text.isEmpty() && n == 2) return new Axis[] { Axis.X, Axis.Y };
		if (text.isEmpty()) throw new IllegalArgumentException("the image has " + n +
			" dimensions; name them, for instance axes(\"" + (n == 3 ? "XYZ" : "XYZT") + "\") or axes(\"XYC\")");
		final List<Axis> axes = new ArrayList<>();
		for (final char letter : text.toCharArray()) {
			final int k = LETTERS.indexOf(letter);
			if (k < 0 || axes.contains(Axis.values()[k])) throw new IllegalArgumentException("axes \"" + text +
				"\" are not different letters of " + LETTERS + "; write one for each dimension, for instance XYZ");
			axes.add(Axis.values()[k]);
		}
		if (axes.size() != n) throw new IllegalArgumentException("axes \"" + text + "\" are " + axes.size() +
			" letters, the image has " + n + " dimensions; write one for each");
		return axes.toArray(Axis[]::new);
	}
}
