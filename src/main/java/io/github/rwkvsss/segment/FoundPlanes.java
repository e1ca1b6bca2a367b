package io.github.rwkvsss.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.github.rwkvsss.label.VolumeObjects;

/** What a segmentation found, plane by plane, while it runs and afterwards. */
final class FoundPlanes {

	private final List<int[]> planes = new ArrayList<>();
	private final List<float[]> scores = new ArrayList<>();
	private final List<ObjectSize> sizes = new ArrayList<>();
	private boolean sizesFound;
	private int small;

	/** Adds planes of classes. */
	void add(final List<int[]> classes) {
		planes.addAll(classes);
	}

	/**
	 * Adds the objects of a plane, or of a volume.
	 *
	 * @param planePixels pixels of each plane
	 */
	void add(final FoundObjects objects, final int planePixels) {
		planes.addAll(objects.planes(planePixels));
		scores.add(objects.scores());
		small += objects.small();
	}

	/** Adds the objects of a volume. */
	void add(final VolumeObjects.Objects objects) {
		planes.addAll(objects.planes());
		scores.add(objects.scores());
		small += objects.removed();
	}

	/** @param given whether the user said it */
	void size(final ObjectSize size, final boolean given) {
		sizes.add(size);
		sizesFound |= !given;
	}

	/** @return (height, width) objects numbered from 1, or classes from 0; slices fastest, then frames */
	List<int[]> planes() {
		return planes;
	}

	/**
	 * @param part plane, or frame of volumes, counted as they were added
	 * @param object from 1
	 * @return its score; NaN if objects have none
	 */
	float score(final int part, final int object) {
		return scores.isEmpty() ? Float.NaN : scores.get(part)[object - 1];
	}

	/** @return the same with its planes replaced by what an operation makes of them */
	FoundPlanes inPlaces(final UnaryOperator<List<int[]>> operation) {
		final FoundPlanes moved = new FoundPlanes();
		moved.planes.addAll(operation.apply(planes));
		moved.scores.addAll(scores);
		moved.sizes.addAll(sizes);
		moved.sizesFound = sizesFound;
		moved.small = small;
		return moved;
	}

	/** @return a sentence each: the size that was found by itself, and how much was left out as debris */
	List<String> remarks(final String title) {
		final List<String> remarks = new ArrayList<>();
		if (sizes.isEmpty()) return remarks;
		final ObjectSize least = sizes.stream().min((a, b) -> Double.compare(a.diameter(), b.diameter())).orElseThrow();
		final ObjectSize largest = sizes.stream().max((a, b) -> Double.compare(a.diameter(), b.diameter())).orElseThrow();
		if (sizesFound) remarks.add(title + ": objects are about " + (least.text().equals(largest.text()) ? least.text()
			: least.text() + " to " + largest.text()) + " pixels across; give diameter if that is wrong.");
		if (small > 0) remarks.add(title + ": " + small + (small == 1 ? " object is" : " objects are") +
			" left out because of their size; give minimum_size=1 to keep all.");
		return remarks;
	}
}
