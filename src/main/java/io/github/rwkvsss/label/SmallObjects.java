package io.github.rwkvsss.label;

/**
 * Labels without what is too small to be an object.
 *
 * @param labels renumbered without gaps, row-major; a new array
 * @param kept number of objects that stay
 * @param removed number of objects that were left out
 */
public record SmallObjects(int[] labels, int kept, int removed) {

	/**
	 * @param labels 0 or less background, a number per object; not changed
	 * @param minimumSize pixels that an object needs to stay
	 */
	public static SmallObjects without(final int[] labels, final int minimumSize) {
		final ConsecutiveLabels objects = ConsecutiveLabels.of(labels);
		final int[] pixels = new int[objects.count() + 1];
		for (final int label : objects.labels()) pixels[label]++;
		final int[] kept = objects.labels();
		for (int i = 0; i < kept.length; i++) if (pixels[kept[i]] < minimumSize) kept[i] = 0;
		final ConsecutiveLabels left = ConsecutiveLabels.of(kept);
		return new SmallObjects(left.labels(), left.count(), objects.count() - left.count());
	}
}
