package io.github.rwkvsss.foreign;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.bytedeco.pytorch.global.torch.ScalarType;

import io.github.rwkvsss.bioimage.ProcessingStep;

/**
 * How a script wants its input and gives its output.
 *
 * @param inputAxes letters of the input tensor's axes in their order, such as bcyx; b and c may be missing
 * @param outputAxes the same of the output
 * @param channels that it takes
 * @param type of the input's numbers
 * @param sizes of the tiles
 * @param after what is done to its output; nothing that measures in it
 */
record ScriptForm(String inputAxes, String outputAxes, int channels, ScalarType type, AxisSizes sizes,
	List<ProcessingStep> after)
{

	private static final Map<String, ScalarType> TYPES = Map.of("float32", ScalarType.Float, "float64", ScalarType.Double,
		"uint8", ScalarType.Byte, "int8", ScalarType.Char, "int16", ScalarType.Short, "int32", ScalarType.Int, "int64",
		ScalarType.Long);

	/** @throws IllegalArgumentException in one sentence if the parts do not fit together */
	ScriptForm {
		after = List.copyOf(after);
		requireAxes(inputAxes, sizes.dimensions());
		requireAxes(outputAxes, sizes.dimensions());
		if (inputAxes.indexOf('c') < 0 && channels != 1) throw new IllegalArgumentException("the model's axes " + inputAxes +
			" have no channels, but " + channels + " are given");
		for (final ProcessingStep step : after) if (step instanceof ProcessingStep.Percentiles ||
			step instanceof ProcessingStep.Moments) throw new IllegalArgumentException(
				"the model's output is scaled by what is measured in it, which is not done here because images are cut into tiles");
	}

	private static void requireAxes(final String axes, final int dimensions) {
		final String wanted = dimensions == 3 ? "zyx" : "yx";
		final boolean known = axes.chars().allMatch(c -> "bczyx".indexOf(c) >= 0) && axes.chars().distinct().count() == axes
			.length();
		final boolean spatial = wanted.chars().allMatch(c -> axes.indexOf(c) >= 0) && (dimensions == 3 || axes.indexOf(
			'z') < 0);
		if (!known || !spatial) throw new IllegalArgumentException("the axes \"" + axes + "\" are not an order of b, c and " +
			wanted + "; write for instance " + (dimensions == 3 ? "bczyx" : "bcyx"));
	}

	/**
	 * @param name as bioimage.io calls it
	 * @throws IllegalArgumentException in one sentence if it is not known here
	 */
	static ScalarType type(final String name) {
		final ScalarType type = TYPES.get(name.toLowerCase(Locale.ROOT));
		if (type == null) throw new IllegalArgumentException("the model takes numbers of the type " + name +
			"; known are float32, float64, uint8, int8, int16, int32 and int64");
		return type;
	}
}
