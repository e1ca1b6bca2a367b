package io.github.rwkvsss.image;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Of which class each object of a label image is.
 *
 * @param numbers of the label image's extent: of each pixel of an object the number of its class, counted from 1; 0 where
 *          there is no object, or nobody says of which class it is
 * @param names of the classes: that of number k at k - 1
 */
public record ObjectClasses(LabelImage numbers, List<String> names) {

	/** Copies the names. */
	public ObjectClasses {
		names = List.copyOf(names);
	}

	/**
	 * @param order names of classes, these among them or not
	 * @return the same classes by their numbers in that order; 0 for those that it does not have
	 */
	public ObjectClasses in(final List<String> order) {
		if (order.equals(names)) return this;
		final int[] number = new int[names.size() + 1];
		for (int k = 1; k < number.length; k++) number[k] = order.indexOf(names.get(k - 1)) + 1;
		return new ObjectClasses(numbers.replaced(k -> number[k]), order);
	}

	/** @return the names of the classes that an object has, in the order of the alphabet */
	public List<String> occurring() {
		final boolean[] occurs = new boolean[names.size() + 1];
		for (int p = 0; p < numbers.planes(); p++) for (final int k : numbers.plane(p)) occurs[k] = true;
		final TreeSet<String> found = new TreeSet<>();
		for (int k = 1; k < occurs.length; k++) if (occurs[k]) found.add(names.get(k - 1));
		return new ArrayList<>(found);
	}
}
