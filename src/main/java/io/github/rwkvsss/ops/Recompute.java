package io.github.rwkvsss.ops;

import java.util.function.UnaryOperator;

import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;

/** Trades time for memory: a part of a network keeps only its input and is computed again in the backward pass. */
public final class Recompute {

	private Recompute() {}

	/**
	 * @param part differentiable in its input and in any weights that it uses; deterministic, without side effects
	 * @param x its input, which must need a gradient if any of the weights does
	 * @return part(x); the weights' gradients are accumulated when the backward pass reaches it
	 */
	public static Tensor apply(final UnaryOperator<Tensor> part, final Tensor x) {
		if (!CustomGradient.isRecorded(x)) return part.apply(x);
		final GradientTape tape = GradientTape.current();
		final Tensor saved = tape.save(x);
		return CustomGradient.apply(() -> new Tensor[] { part.apply(saved) }, gradients -> {
			try (AutoGradMode recording = new AutoGradMode(true); GradientTape inner = GradientTape.openWithin(tape)) {
				final Tensor input = saved.detach().set_requires_grad(true);
				final Tensor result = part.apply(input);
				result.backward(gradients[0], new BoolOptional(), false, new TensorArrayRefOptional());
				tape.drop(saved);
				// NB: grad() points into its tensor; the copy holds a reference of its own.
				return new Tensor[] { new Tensor(input.grad()) };
			}
		}, x)[0];
	}
}
