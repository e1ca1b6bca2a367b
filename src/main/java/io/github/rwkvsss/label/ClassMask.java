package io.github.rwkvsss.label;

/** Turns class probabilities into a class image. */
public final class ClassMask {

	private ClassMask() {}

	/**
	 * @param probabilities one row-major array per class, all of one length; at least one class, at most 255
	 * @return the most probable class of each pixel, 0 to classes - 1; the lowest of equals
	 * @throws IllegalArgumentException if there is no class, there are too many, lengths differ, or a value is NaN
	 */
	public static int[] of(final float[]... probabilities) {
		if (probabilities.length < 1 || probabilities.length > 255) throw new IllegalArgumentException("got probabilities of " +
			probabilities.length + " classes; 1 to 255 are possible");
		final int[] classes = new int[probabilities[0].length];
		final float[] best = probabilities[0].clone();
		for (int c = 0; c < probabilities.length; c++) {
			final float[] values = probabilities[c];
			if (values.length != best.length) throw new IllegalArgumentException("class " + c + " has " + values.length +
				" pixels but class 0 has " + best.length + "; give all of the same image");
			for (int i = 0; i < best.length; i++) {
				if (Float.isNaN(values[i])) throw new IllegalArgumentException("probability of class " + c + " is NaN at pixel " +
					i + "; the image or the model holds values that are not finite");
				if (values[i] > best[i]) {
					best[i] = values[i];
					classes[i] = c;
				}
			}
		}
		return classes;
	}
}
