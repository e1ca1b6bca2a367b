package io.github.rwkvsss.segment;

import java.util.ArrayList;
import java.util.List;

import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.ObjectClasses;
import io.github.rwkvsss.label.BorderObjects;
import io.github.rwkvsss.label.ObjectVotes;
import io.github.rwkvsss.label.VolumeObjects;

/** What a segmentation found, plane by plane, while it runs and afterwards. */
final class FoundPlanes {

	private final List<LabelImage> parts = new ArrayList<>();
	private final List<float[]> scores = new ArrayList<>();
	private final List<ObjectVotes> votes = new ArrayList<>();
	private final List<ObjectSize> sizes = new ArrayList<>();
	private boolean sizesFound;
	private final boolean bordersToo;
	private int small;
	private int atBorder;

	/** @param bordersToo whether objects that touch the border of their plane, or volume, are kept */
	FoundPlanes(final boolean bordersToo) {
		this.bordersToo = bordersToo;
	}

	/** Adds the classes of a plane, or of a volume. */
	void add(final LabelImage classes) {
		parts.add(classes);
	}

	/**
	 * Adds the objects of a plane, or of a volume.
	 *
	 * @param height rows of each plane
	 * @param width columns of each plane
	 */
	void add(final FoundObjects objects, final int height, final int width) {
		addObjects(objects.image(height, width), objects.scores(), objects.votes());
		small += objects.small();
	}

	/** Adds the objects of a volume. */
	void add(final VolumeObjects.Objects objects) {
		addObjects(objects.labels(), objects.scores(), objects.votes());
		small += objects.removed();
	}

	private void addObjects(final LabelImage labels, final float[] ofEach, final ObjectVotes classes) {
		if (bordersToo) {
			parts.add(labels);
			scores.add(ofEach);
			votes.add(classes);
			return;
		}
		final BorderObjects inside = BorderObjects.without(labels);
		final float[] left = new float[inside.kept().size()];
		for (int n = 0; n < left.length; n++) left[n] = ofEach[inside.kept().get(n) - 1];
		parts.add(inside.labels());
		scores.add(left);
		votes.add(classes.only(inside.kept().stream().mapToInt(Integer::intValue).toArray()));
		atBorder += ofEach.length - left.length;
	}

	/** @param given whether the user said it */
	void size(final ObjectSize size, final boolean given) {
		sizes.add(size);
		sizesFound |= !given;
	}

	/**
	 * @param name of the image
	 * @param size (frames, slices, height, width) that the parts fill
	 * @return objects numbered from 1 in each part, or classes from 0
	 */
	LabelImage labels(final String name, final long... size) {
		return LabelImage.joined(name, size, parts);
	}

	/**
	 * @param part plane, or frame of volumes, counted as they were added
	 * @param object from 1
	 * @return its score; NaN if objects have none
	 */
	float score(final int part, final int object) {
		return scores.isEmpty() ? Float.NaN : scores.get(part)[object - 1];
	}

	/**
	 * @param part plane, or frame of volumes
	 * @param object from 1
	 * @return its class, from 0; -1 if objects have none
	 */
	int objectClass(final int part, final int object) {
		return hasClasses(part) ? votes.get(part).classes()[object - 1] : -1;
	}

	/** @return how sure the model is of that class, 0 to 1; NaN if objects have none */
	float classScore(final int part, final int object) {
		return hasClasses(part) ? votes.get(part).scores()[object - 1] : Float.NaN;
	}

	/**
	 * @param labels as {@link #labels} gave them
	 * @param names of the classes
	 * @return of which class its objects are
	 */
	ObjectClasses classes(final LabelImage labels, final List<String> names) {
		final LabelImage numbers = LabelImage.allocate(labels.name(), labels.size());
		int plane = 0;
		for (int part = 0; part < parts.size(); part++) {
			for (int i = 0; i < parts.get(part).planes(); i++, plane++) {
				final int[] painted = votes.get(part).paint(labels.plane(plane));
				System.arraycopy(painted, 0, numbers.plane(plane), 0, painted.length);
			}
		}
		return new ObjectClasses(numbers, names);
	}

	private boolean hasClasses(final int part) {
		return !votes.isEmpty() && !votes.get(part).isEmpty();
	}

	/** @return a sentence each: the size that was measured automatically, and how much was left out as debris */
	List<String> remarks(final String title) {
		final List<String> remarks = new ArrayList<>();
		if (atBorder > 0) remarks.add(title + ": " + atBorder + (atBorder == 1 ? " object is" : " objects are") +
			" left out at the border.");
		if (sizes.isEmpty()) return remarks;
		final ObjectSize least = sizes.stream().min((a, b) -> Double.compare(a.diameter(), b.diameter())).orElseThrow();
		final ObjectSize largest = sizes.stream().max((a, b) -> Double.compare(a.diameter(), b.diameter())).orElseThrow();
		if (sizesFound) remarks.add(title + ": objects are about " + (least.text().equals(largest.text()) ? least.text() : least
			.text() + " to " + largest.text()) + " pixels across; give diameter if that is wrong.");
		if (small > 0) remarks.add(title + ": " + small + (small == 1 ? " object is" : " objects are") +
			" left out because of their size; give minimum_size=1 to keep all.");
		return remarks;
	}
}
