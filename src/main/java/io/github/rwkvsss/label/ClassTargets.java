package io.github.rwkvsss.label;

import java.util.Arrays;

/** Turns an image of arbitrary class values, such as 0 and 255, into class numbers 0, 1, 2 and so on. */
public final class ClassTargets {

	/** Most classes that a byte holds beside {@link InstanceTargets#IGNORE}. */
	public static final int MAXIMUM_CLASSES = 255;

	private ClassTargets() {}

	/**
	 * @param values row-major class values; {@link InstanceTargets#IGNORED_LABEL} where not annotated; not retained
	 * @param classValues the value of class 0, of class 1, ...; all different
	 * @return class number of each pixel, or {@link InstanceTargets#IGNORE}; unsigned bytes
	 * @throws IllegalArgumentException if a value occurs that is none of the classes
	 */
	public static byte[] of(final int[] values, final int... classValues) {
		final int[] sorted = classValues.clone();
		Arrays.sort(sorted);
		final byte[] classOf = classNumbers(sorted, classValues);
		final byte[] classes = new byte[values.length];
		for (int i = 0; i < classes.length; i++) {
			final int at = Arrays.binarySearch(sorted, values[i]);
			if (at >= 0) classes[i] = classOf[at];
			else if (values[i] == InstanceTargets.IGNORED_LABEL) classes[i] = (byte) InstanceTargets.IGNORE;
			else throw new IllegalArgumentException("label image holds " + values[i] + " at pixel " + i +
				", which is none of the classes " + Arrays.toString(classValues) +
				"; name all class values, or mark the pixel -1 to ignore it");
		}
		return classes;
	}

	/**
	 * @param values class values as in {@link #of}
	 * @return the different values, rising, without {@link InstanceTargets#IGNORED_LABEL}
	 * @throws IllegalArgumentException if there are more than {@link #MAXIMUM_CLASSES}
	 */
	public static int[] valuesIn(final int[] values) {
		int[] found = new int[8];
		int count = 0;
		for (final int value : values) {
			if (value == InstanceTargets.IGNORED_LABEL) continue;
			final int at = Arrays.binarySearch(found, 0, count, value);
			if (at >= 0) continue;
			if (count == MAXIMUM_CLASSES) throw new IllegalArgumentException("label image holds more than " + MAXIMUM_CLASSES +
				" different values; is it an instance label image rather than a semantic one?");
			if (count == found.length) found = Arrays.copyOf(found, 2 * count);
			final int insert = -at - 1;
			System.arraycopy(found, insert, found, insert + 1, count - insert);
			found[insert] = value;
			count++;
		}
		return Arrays.copyOf(found, count);
	}

	private static byte[] classNumbers(final int[] sorted, final int[] classValues) {
		if (classValues.length < 1 || classValues.length > MAXIMUM_CLASSES) throw new IllegalArgumentException("got " +
			classValues.length + " class values; 1 to " + MAXIMUM_CLASSES + " are possible");
		final byte[] classOf = new byte[sorted.length];
		for (int c = 0; c < classValues.length; c++) classOf[Arrays.binarySearch(sorted, classValues[c])] = (byte) c;
		for (int i = 1; i < sorted.length; i++) if (sorted[i] == sorted[i - 1]) throw new IllegalArgumentException(
			"class value " + sorted[i] + " is named twice in " + Arrays.toString(classValues));
		return classOf;
	}
}
