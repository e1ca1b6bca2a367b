package io.github.rwkvsss.foreign;

import java.util.Arrays;
import java.util.List;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.github.rwkvsss.bioimage.ProcessingStep;
import io.github.rwkvsss.tensor.Tensors;

/** What is done to a network's output, pixel by pixel. */
final class OutputSteps {

	private OutputSteps() {}

	/**
	 * @param output (B, K, *S)
	 * @return the same shape, float32, in the caller's scope
	 * @throws IllegalArgumentException in one sentence if a step has numbers for another count of channels
	 */
	static Tensor apply(final List<ProcessingStep> steps, final Tensor output) {
		Tensor result = output.to(ScalarType.Float);
		for (final ProcessingStep step : steps) result = apply(step, result);
		return result;
	}

	private static Tensor apply(final ProcessingStep step, final Tensor output) {
		if (step instanceof ProcessingStep.Sigmoid) return output.sigmoid();
		if (step instanceof ProcessingStep.Softmax) return torch.softmax(output, 1);
		if (step instanceof final ProcessingStep.Linear linear) return output.mul(perChannel(linear.gain(), output)).add(
			perChannel(linear.offset(), output));
		if (step instanceof final ProcessingStep.Clip clip) return output.clamp(new ScalarOptional(new Scalar(clip.low())),
			new ScalarOptional(new Scalar(clip.high())));
		if (step instanceof final ProcessingStep.Threshold threshold) return output.gt(perChannel(threshold.limits(), output))
			.to(ScalarType.Float);
		throw new IllegalArgumentException("the step " + step + " cannot be done on tiles");
	}

	/** @return (K, 1, …) or (1, 1, …) */
	private static Tensor perChannel(final List<Double> numbers, final Tensor output) {
		final long channels = output.size(1);
		if (numbers.size() != 1 && numbers.size() != channels) throw new IllegalArgumentException("the model's output has " +
			channels + " channels, but a step over " + numbers.size());
		final float[] values = new float[numbers.size()];
		for (int c = 0; c < values.length; c++) values[c] = numbers.get(c).floatValue();
		final long[] shape = new long[(int) output.dim() - 1];
		Arrays.fill(shape, 1);
		shape[0] = values.length;
		return Tensors.of(values, shape);
	}
}
