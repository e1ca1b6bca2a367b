package io.github.rwkvsss.train;

import java.util.List;

import io.github.rwkvsss.format.ObjectClassTable;
import io.github.rwkvsss.label.ConnectedComponents;
import io.github.rwkvsss.label.Connectivity;

/** Whether labels that are given as objects are some: a training on others would make a model of nothing, in silence. */
final class ObjectLabels {

	private ObjectLabels() {}

	/**
	 * @param samples of objects, with their numbers
	 * @param source where the labels are from, for the message
	 * @throws IllegalArgumentException in one sentence if there is no object at all, or all have one number though they
	 *           lie apart, as in a mask
	 */
	static void require(final List<Sample> samples, final String source) {
		int number = 0;
		boolean apart = false;
		for (final Sample sample : samples) {
			for (final int label : sample.instances()) {
				if (label == 0) continue;
				if (number != 0 && label != number) return;
				number = label;
			}
			if (!apart && number != 0) apart = components(sample) > 1;
		}
		if (number == 0) throw new IllegalArgumentException("the labels of " + source +
			" show no object, only background; check that they belong to the images, and outline or number some objects");
		if (apart) throw new IllegalArgumentException("the labels of " + source + " have the values 0 and " + number +
			" alone, which is a mask; give every object a number of its own (Analyze > Analyze Particles..., show: Count Masks), or train with task=semantic");
	}

	/**
	 * @param names of the classes that objects have
	 * @param source where they are from, for the message
	 * @return the names
	 * @throws IllegalArgumentException in one sentence if there are fewer than two classes
	 */
	static List<String> requireClasses(final List<String> names, final String source) {
		if (names.isEmpty()) throw new IllegalArgumentException("nothing says of which class the objects of " + source +
			" are; name the regions by their class, export GeoJSON or COCO with classes, or write " + ObjectClassTable.NAME +
			" beside the label images, or leave object_classes at false");
		if (names.size() == 1) throw new IllegalArgumentException("the objects of " + source + " are all of the class " + names
			.get(0) + "; annotate some of another one, or leave object_classes at false");
		return names;
	}

	private static int components(final Sample sample) {
		final boolean[] mask = new boolean[sample.instances().length];
		for (int i = 0; i < mask.length; i++) mask[i] = sample.instances()[i] != 0;
		return ConnectedComponents.of(mask, sample.size(), Connectivity.FULL).count();
	}
}
