package io.github.rwkvsss.correct;

/**
 * What is known of an object besides its pixels.
 *
 * @param score that a model gave it, 0 to 1; NaN if none did, as of objects that a person drew or changed
 * @param className of its class; empty if it has none
 */
public record ObjectMark(float score, String className) {

	/** Of an object of which nothing is known. */
	public static final ObjectMark NONE = new ObjectMark(Float.NaN, "");

	/** @return the same class without a score, for an object that was changed by hand */
	ObjectMark byHand() {
		return new ObjectMark(Float.NaN, className);
	}
}
