package io.github.rwkvsss.label;

import java.util.Arrays;

/**
 * Of which class each object is: that of the highest mean probability over the object's pixels, and of equals the first.
 *
 * @param classes of object n at n - 1, counted from 0
 * @param scores that mean, in [0, 1]
 */
public record ObjectVotes(int[] classes, float[] scores) {

	/** Of objects that have no classes. */
	public static final ObjectVotes NONE = new ObjectVotes(new int[0], new float[0]);

	/**
	 * @param labels objects numbered from 1 without gaps, 0 background; not changed
	 * @param shares of each class the probability of each pixel, in [0, 1]; none for objects without classes
	 * @return the votes; {@link #NONE} if there are no classes
	 */
	public static ObjectVotes of(final int[] labels, final float[]... shares) {
		if (shares.length == 0) return NONE;
		final int objects = Math.max(0, Arrays.stream(labels).max().orElse(0));
		final double[][] sums = new double[objects][shares.length];
		final int[] pixels = new int[objects];
		for (int i = 0; i < labels.length; i++) {
			if (labels[i] == 0) continue;
			pixels[labels[i] - 1]++;
			for (int k = 0; k < shares.length; k++) sums[labels[i] - 1][k] += shares[k][i];
		}
		return of(sums, pixels);
	}

	/**
	 * @param sums of each object the sum of each class's probability over its pixels
	 * @param pixels of each object
	 */
	static ObjectVotes of(final double[][] sums, final int[] pixels) {
		final int[] classes = new int[sums.length];
		final float[] scores = new float[sums.length];
		for (int n = 0; n < sums.length; n++) {
			for (int k = 1; k < sums[n].length; k++) if (sums[n][k] > sums[n][classes[n]]) classes[n] = k;
			scores[n] = (float) (sums[n][classes[n]] / pixels[n]);
		}
		return new ObjectVotes(classes, scores);
	}

	/** @return whether there is no object, or objects have no classes */
	public boolean isEmpty() {
		return classes.length == 0;
	}

	/**
	 * @param objects numbers of objects, from 1
	 * @return the votes on these alone, in this order
	 */
	public ObjectVotes only(final int... objects) {
		if (isEmpty()) return this;
		final float[] kept = new float[objects.length];
		for (int n = 0; n < kept.length; n++) kept[n] = scores[objects[n] - 1];
		return new ObjectVotes(Arrays.stream(objects).map(object -> classes[object - 1]).toArray(), kept);
	}

	/** @return the votes on these objects, and on others that are numbered after them */
	public ObjectVotes and(final ObjectVotes others) {
		final int[] all = Arrays.copyOf(classes, classes.length + others.classes.length);
		final float[] means = Arrays.copyOf(scores, all.length);
		System.arraycopy(others.classes, 0, all, classes.length, others.classes.length);
		System.arraycopy(others.scores, 0, means, classes.length, others.scores.length);
		return new ObjectVotes(all, means);
	}

	/**
	 * @param labels objects numbered from 1 without gaps
	 * @return of each pixel the number of its object's class, counted from 1; 0 for background, or without classes
	 */
	public int[] paint(final int... labels) {
		return Arrays.stream(labels).map(label -> label == 0 || isEmpty() ? 0 : classes[label - 1] + 1).toArray();
	}
}
