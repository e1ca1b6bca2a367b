package io.github.rwkvsss.ops;

import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.TensorTensorHook;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * Puts an operation that LibTorch cannot differentiate into the graph, with a gradient of our own.
 * <p>
 * Each result is concatenated with an empty piece of an alias of each input, so that the graph leads from result
 * to inputs. A hook on the result catches its gradient; a hook on each alias replaces the zeros that flow back
 * through the empty piece by the gradient that {@link Backward} computes.
 * </p>
 * <p>
 * NB: what a hook is called with is a copy on the heap, a reference of its own to the gradient. It would join the
 * scope that surrounds the whole backward pass and keep every gradient alive until its end, so hooks close it. What
 * a hook returns is read after it has returned, so it must not be that copy.
 * </p>
 */
final class Graft {

	/** The operation itself; runs without recording. */
	@FunctionalInterface
	interface Forward {

		Tensor[] apply();
	}

	/** The gradients of the inputs that need one, in the inputs' order; others may be null. */
	@FunctionalInterface
	interface Backward {

		Tensor[] apply(Tensor[] resultGradients);
	}

	private final GradientTape tape;
	private final Backward backward;
	private final long[][] resultShapes;
	private final Tensor[] resultGradients;
	private Tensor[] inputGradients;

	private Graft(final GradientTape tape, final Backward backward, final int results) {
		this.tape = tape;
		this.backward = backward;
		this.resultShapes = new long[results][];
		this.resultGradients = new Tensor[results];
	}

	/** @return whether LibTorch would record an operation on these inputs */
	static boolean isRecorded(final Tensor... inputs) {
		if (!GradMode.is_enabled()) return false;
		for (final Tensor input : inputs)
			if (input.requires_grad()) return true;
		return false;
	}

	/**
	 * @param forward computes the results
	 * @param backward computes the inputs' gradients from the results' gradients
	 * @param inputs all tensors that may need a gradient
	 * @return the results, part of the graph
	 */
	static Tensor[] apply(final Forward forward, final Backward backward, final Tensor... inputs) {
		final Tensor[] raw;
		try (NoGradGuard guard = new NoGradGuard()) {
			raw = forward.apply();
		}
		final Graft graft = new Graft(GradientTape.current(), backward, raw.length);
		final Tensor[] results = new Tensor[raw.length];
		try (TensorScope scope = new TensorScope()) {
			final Tensor[] empties = new Tensor[inputs.length];
			for (int i = 0; i < inputs.length; i++) {
				if (!inputs[i].requires_grad()) continue;
				final Tensor alias = inputs[i].alias();
				alias.register_hook(graft.new InputHook(i));
				empties[i] = alias.reshape(-1).slice(0, new LongOptional(0), new LongOptional(0), 1);
			}
			for (int j = 0; j < raw.length; j++) {
				final TensorVector pieces = new TensorVector(raw[j].reshape(-1));
				for (final Tensor empty : empties)
					if (empty != null) pieces.push_back(empty);
				results[j] = scope.keep(torch.cat(pieces).view(Tensors.shape(raw[j])));
				results[j].register_hook(graft.new ResultHook(j));
				graft.resultShapes[j] = Tensors.shape(raw[j]);
			}
		}
		return results;
	}

	private Tensor gradientOfInput(final int input) {
		if (inputGradients == null) {
			try (TensorScope scope = new TensorScope(); NoGradGuard guard = new NoGradGuard()) {
				inputGradients = backward.apply(completed());
				for (final Tensor gradient : inputGradients)
					if (gradient != null) TensorScope.own(gradient);
			}
			for (final Tensor gradient : resultGradients)
				tape.drop(gradient);
		}
		return tape.handOver(inputGradients[input]);
	}

	/** A result that the loss does not depend on got no gradient: zeros stand for it. */
	private Tensor[] completed() {
		final Tensor[] gradients = resultGradients.clone();
		Tensor known = null;
		for (final Tensor gradient : gradients)
			if (gradient != null) known = gradient;
		for (int j = 0; j < gradients.length; j++)
			if (gradients[j] == null) gradients[j] = torch.zeros(resultShapes[j], Tensors.options(known.scalar_type(), known
				.device()));
		return gradients;
	}

	private final class ResultHook extends TensorTensorHook {

		private final int result;

		ResultHook(final int result) {
			this.result = result;
			tape.hold(this);
		}

		@Override
		public TensorBase call(final TensorBase gradient) {
			tape.beginHook();
			try (TensorScope scope = new TensorScope()) {
				resultGradients[result] = tape.hold(new Tensor(gradient).contiguous());
			}
			gradient.close();
			return tape.unchanged();
		}
	}

	private final class InputHook extends TensorTensorHook {

		private final int input;

		InputHook(final int input) {
			this.input = input;
			tape.hold(this);
		}

		@Override
		public TensorBase call(final TensorBase ignored) {
			tape.beginHook();
			ignored.close();
			return gradientOfInput(input);
		}
	}
}
