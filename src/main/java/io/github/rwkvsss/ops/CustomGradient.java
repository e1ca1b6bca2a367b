package io.github.rwkvsss.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.TensorTensorHook;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * Puts an operation that LibTorch cannot differentiate into the graph, with a gradient of our own.
 * <p>
 * Each result gets a history that leads to all inputs and computes nothing of their size. An input of the result's shape
 * is added, as zeros that take no memory, and the sum is given the result's values afterwards; of another input an empty
 * piece is added at no index. A hook on the result catches its gradient; a hook on an alias of each input replaces what
 * flows back to it by the gradient that {@link Backward} computes.
 * </p>
 * <p>
 * NB: what a hook is called with is a copy on the heap, a reference of its own to the gradient. It would join the
 * scope that surrounds the whole backward pass and keep every gradient alive until its end, so hooks close it. What
 * a hook returns is read after it has returned, so it must not be that copy.
 * </p>
 */
final class CustomGradient {

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

	private CustomGradient(final GradientTape tape, final Backward backward, final int results) {
		this.tape = tape;
		this.backward = backward;
		this.resultShapes = new long[results][];
		this.resultGradients = new Tensor[results];
	}

	/** @return whether LibTorch would record an operation on these inputs */
	static boolean isRecorded(final Tensor... inputs) {
		if (!GradMode.is_enabled()) return false;
		for (final Tensor input : inputs) if (input.requires_grad()) return true;
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
		final CustomGradient gradient = new CustomGradient(GradientTape.current(), backward, raw.length);
		final Tensor[] results = new Tensor[raw.length];
		try (TensorScope scope = new TensorScope()) {
			final List<InputBranch> branches = new ArrayList<>();
			for (int i = 0; i < inputs.length; i++) {
				if (inputs[i].requires_grad()) branches.add(new InputBranch(inputs[i], gradient.new InputHook(i)));
			}
			for (int j = 0; j < raw.length; j++) {
				gradient.resultShapes[j] = Tensors.shape(raw[j]);
				results[j] = scope.keep(grown(raw[j], gradient.resultShapes[j], branches));
				results[j].register_hook(gradient.new ResultHook(j));
			}
		}
		return results;
	}

	/** @return a tensor of that value and shape, whose history leads to all branches; nothing of its size is computed */
	private static Tensor grown(final Tensor value, final long[] shape, final List<InputBranch> branches) {
		Tensor stem = null;
		for (final InputBranch branch : branches) {
			if (!Arrays.equals(branch.shape, shape)) continue;
			if (stem == null) stem = zeros(value, shape);
			stem = stem.add(branch.zeros());
		}
		if (stem == null) stem = value;
		else stem.set_data(value);
		final long[] none = shape.clone();
		none[0] = 0;
		final Tensor nowhere = torch.empty(new long[] { 0 }, Tensors.options(ScalarType.Long, value.device()), null);
		for (final InputBranch branch : branches) {
			if (!Arrays.equals(branch.shape, shape)) stem = stem.index_add_(0, nowhere, branch.empty.view(none));
		}
		return stem;
	}

	/** @return zeros without memory */
	private static Tensor zeros(final Tensor like, final long[] shape) {
		return torch.torch__efficientzerotensor(shape, Tensors.options(like.scalar_type(), like.device()));
	}

	/** An input as results grow from it: what flows back to it is replaced by its gradient. */
	private static final class InputBranch {

		private final long[] shape;
		private final Tensor alias;
		/** A piece of it. */
		private final Tensor empty;
		private boolean zero;

		InputBranch(final Tensor input, final InputHook hook) {
			shape = Tensors.shape(input);
			alias = input.alias();
			alias.register_hook(hook);
			empty = alias.reshape(-1).slice(0, new LongOptional(0), new LongOptional(0), 1);
		}

		/** @return itself, with zeros for its values */
		Tensor zeros() {
			if (!zero) alias.set_data(CustomGradient.zeros(alias, shape));
			zero = true;
			return alias;
		}
	}

	private Tensor gradientOfInput(final int input) {
		if (inputGradients == null) {
			try (TensorScope scope = new TensorScope(); NoGradGuard guard = new NoGradGuard()) {
				inputGradients = backward.apply(completed());
				for (final Tensor gradient : inputGradients) if (gradient != null) TensorScope.own(gradient);
			}
			for (final Tensor gradient : resultGradients) tape.drop(gradient);
		}
		return tape.handOver(inputGradients[input]);
	}

	/** A result that the loss does not depend on got no gradient: zeros stand for it. */
	private Tensor[] completed() {
		final Tensor[] gradients = resultGradients.clone();
		Tensor known = null;
		for (final Tensor gradient : gradients) if (gradient != null) known = gradient;
		for (int j = 0; j < gradients.length; j++) if (gradients[j] == null) gradients[j] = torch.zeros(resultShapes[j], Tensors
			.options(known.scalar_type(), known.device()));
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
