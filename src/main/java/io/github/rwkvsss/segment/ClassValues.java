package io.github.rwkvsss.segment;

import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.model.ModelFacts;
import io.github.rwkvsss.model.Task;

/** The value in a label image of what a model calls its classes 0, 1, 2, or of an object, which keeps its number. */
final class ClassValues {

	private final int[] values;

	private ClassValues(final int[] values) {
		this.values = values;
	}

	static ClassValues of(final ModelFacts facts) {
		return new ClassValues(facts.task() == Task.INSTANCE ? null : facts.classValues().stream().mapToInt(Integer::intValue)
			.toArray());
	}

	/** @return labels with the values; a copy where they differ */
	LabelImage of(final LabelImage numbers) {
		return values == null ? numbers : numbers.replaced(number -> values[number]);
	}

	/** @return the same labels, their numbers replaced */
	LabelImage inPlace(final LabelImage numbers) {
		if (values != null) numbers.replace(number -> values[number]);
		return numbers;
	}
}
