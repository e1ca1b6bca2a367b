package io.github.rwkvsss.segment;

import java.util.List;

import io.github.rwkvsss.model.ModelFacts;
import io.github.rwkvsss.model.Task;

/** The value in a label image of what a model calls its classes 0, 1, 2, or of an object, which keeps its number. */
final class ClassValues {

	private final int[] values;

	private ClassValues(final int[] values) {
		this.values = values;
	}

	static ClassValues of(final ModelFacts facts) {
		return new ClassValues(facts.task() == Task.INSTANCE ? null : facts.classValues().stream().mapToInt(
			Integer::intValue).toArray());
	}

	/** @return the planes with the values; new where they differ */
	List<int[]> of(final List<int[]> planes) {
		return values == null ? planes : planes.stream().map(int[]::clone).map(this::inPlace).toList();
	}

	/** @return the same planes, their numbers replaced */
	List<int[]> inPlaces(final List<int[]> planes) {
		if (values != null) planes.forEach(this::inPlace);
		return planes;
	}

	private int[] inPlace(final int[] plane) {
		for (int i = 0; i < plane.length; i++) plane[i] = values[plane[i]];
		return plane;
	}
}
