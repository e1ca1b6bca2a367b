package io.github.rwkvsss.train;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Parts a list into training and validation. The same list, share and seed give the same parts.
 *
 * @param training what is learned from, in the list's order
 * @param validation what is only looked at, in the list's order
 */
public record Split<T>(List<T> training, List<T> validation) {

	/**
	 * @param all in a fixed order, for instance by name
	 * @param share of the validation, 0 to below 1; of two elements or more at least one is validated if above 0
	 * @param seed of the choice
	 * @return both parts
	 */
	public static <T> Split<T> of(final List<T> all, final double share, final long seed) {
		if (!(share >= 0 && share < 1)) throw new IllegalArgumentException("the validation share is " + share +
			", but must be 0 to below 1");
		int wanted = (int) Math.round(all.size() * share);
		if (share > 0 && all.size() > 1) wanted = Math.max(1, Math.min(all.size() - 1, wanted));
		final int[] places = new int[all.size()];
		for (int i = 0; i < places.length; i++) places[i] = i;
		final SplittableRandom random = new SplittableRandom(seed);
		for (int i = 0; i < wanted; i++) {
			final int j = i + random.nextInt(places.length - i);
			final int place = places[i];
			places[i] = places[j];
			places[j] = place;
		}
		final boolean[] held = new boolean[places.length];
		for (int i = 0; i < wanted; i++) held[places[i]] = true;
		final List<T> training = new ArrayList<>();
		final List<T> validation = new ArrayList<>();
		for (int i = 0; i < held.length; i++) (held[i] ? validation : training).add(all.get(i));
		return new Split<>(training, validation);
	}
}
