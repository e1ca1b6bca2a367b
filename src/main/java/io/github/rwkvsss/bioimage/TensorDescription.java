package io.github.rwkvsss.bioimage;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An input or output of a model.
 *
 * @param id what the description calls it
 * @param axes in the tensor's order
 * @param dataType of its numbers, such as float32
 * @param processing before the network of an input, after it of an output
 * @param test name of a file in NumPy's format with an example; null if there is none
 */
public record TensorDescription(String id, List<TensorAxis> axes, String dataType, List<ProcessingStep> processing,
	String test)
{

	/** @return the axes' letters, such as bcyx */
	public String letters() {
		return axes.stream().map(axis -> String.valueOf(axis.letter())).collect(Collectors.joining());
	}

	/** @return the axis of that letter */
	public Optional<TensorAxis> axis(final char letter) {
		return axes.stream().filter(axis -> axis.letter() == letter).findFirst();
	}
}
