package io.github.rwkvsss.ops;

import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;

import io.github.rwkvsss.tensor.TensorScope;

/** {@link BlockOps} through the op library, called by LibTorch's dispatcher; gradients by {@link CustomGradient}. */
final class NativeOps implements BlockOps {

	private static NativeOps instance;

	private final OperatorHandle biWkv = find("bi_wkv");
	private final OperatorHandle biWkvBackward = find("bi_wkv_backward");
	private final OperatorHandle gatedUpsample = find("gated_upsample");
	private final OperatorHandle gatedUpsampleBackward = find("gated_upsample_backward");
	private final OperatorHandle shiftLerp = find("shift_lerp");
	private final OperatorHandle shiftLerpBackward = find("shift_lerp_backward");
	private final OperatorHandle normPool = find("norm_pool");
	private final OperatorHandle normPoolBackward = find("norm_pool_backward");
	private final OperatorHandle dySample = find("dysample");
	private final OperatorHandle dySampleBackward = find("dysample_backward");
	private final OperatorHandle gateAdd = find("gate_add");
	private final OperatorHandle gateAddBackward = find("gate_add_backward");
	private final OperatorHandle depthwise = find("depthwise3");
	private final OperatorHandle depthwiseBackward = find("depthwise3_backward");
	private final OperatorHandle squareRelu = find("square_relu");
	private final OperatorHandle squareReluBackward = find("square_relu_backward");

	private NativeOps() {}

	static synchronized NativeOps instance() {
		if (!OpLibrary.isLoaded()) throw new IllegalStateException("the native op library is not loaded (" + OpLibrary
			.status() + "); use the portable implementation");
		if (instance == null) instance = new NativeOps();
		return instance;
	}

	@Override
	public String form() {
		return "native";
	}

	@Override
	public Tensor biWkv(final Tensor k, final Tensor v, final Tensor w, final Tensor u, final Tensor order) {
		return differentiable(1, biWkv, new Object[] { k, v, w, u, order }, (grads, in) -> biWkvGradients(grads[0], in[0],
			in[1], in[2], in[3], order), k, v, w, u)[0];
	}

	/** @return gradients of k, v, w and u, from that of y */
	Tensor[] biWkvGradients(final Tensor gradient, final Tensor k, final Tensor v, final Tensor w, final Tensor u,
		final Tensor order)
	{
		return call(biWkvBackward, 4, gradient, k, v, w, u, order);
	}

	@Override
	public Tensor gatedUpsample(final Tensor r, final Tensor y, final int[] window) {
		final long wd = window.length == 3 ? window[0] : 1;
		final long wh = window[window.length - 2];
		final long ww = window[window.length - 1];
		return differentiable(1, gatedUpsample, new Object[] { r, y, wd, wh, ww }, (grads, in) -> call(gatedUpsampleBackward, 2,
			grads[0], in[0], in[1], wd, wh, ww), r, y)[0];
	}

	@Override
	public Tensor[] shiftLerp(final Tensor x, final Tensor muA, final Tensor muB, final Tensor neighbours,
		final Tensor groupEnds)
	{
		return differentiable(2, shiftLerp, new Object[] { x, muA, muB, neighbours, groupEnds }, (grads, in) -> call(
			shiftLerpBackward, 3, grads[0], grads[1], in[0], in[1], in[2], neighbours, groupEnds), x, muA, muB);
	}

	@Override
	public Tensor[] normPool(final Tensor x, final Tensor weight, final Tensor bias, final double epsilon,
		final int[] window)
	{
		final long wd = window.length == 3 ? window[0] : 1;
		final long wh = window[window.length - 2];
		final long ww = window[window.length - 1];
		return differentiable(2, normPool, new Object[] { x, weight, bias, epsilon, wd, wh, ww }, (grads, in) -> call(
			normPoolBackward, 3, grads[0], grads[1], in[0], in[1], epsilon, wd, wh, ww), x, weight, bias);
	}

	@Override
	public Tensor dySample(final Tensor x, final Tensor offset, final int groups) {
		return differentiable(1, dySample, new Object[] { x, offset, (long) groups }, (grads, in) -> call(dySampleBackward, 2,
			grads[0], in[0], in[1], (long) groups), x, offset)[0];
	}

	@Override
	public Tensor gateAdd(final Tensor x, final Tensor r, final Tensor v) {
		return differentiable(1, gateAdd, new Object[] { x, r, v }, (grads, in) -> {
			final Tensor[] gated = call(gateAddBackward, 2, grads[0], in[1], in[2]);
			return new Tensor[] { grads[0].alias(), gated[0], gated[1] };
		}, x, r, v)[0];
	}

	@Override
	public Tensor depthwise(final Tensor x, final Tensor weight, final Tensor bias) {
		return differentiable(1, depthwise, new Object[] { x, weight, bias }, (grads, in) -> call(depthwiseBackward, 3,
			grads[0], in[0], in[1]), x, weight, bias)[0];
	}

	@Override
	public Tensor squareRelu(final Tensor x) {
		return differentiable(1, squareRelu, new Object[] { x }, (grads, in) -> call(squareReluBackward, 1, grads[0], in[0]),
			x)[0];
	}

	/** Gradients of the inputs, from those of the results and the saved inputs. */
	@FunctionalInterface
	private interface Gradient {

		Tensor[] apply(Tensor[] resultGradients, Tensor[] inputs);
	}

	private static Tensor[] differentiable(final int results, final OperatorHandle operator, final Object[] arguments,
		final Gradient gradient, final Tensor... inputs)
	{
		if (!CustomGradient.isRecorded(inputs)) return call(operator, results, arguments);
		final GradientTape tape = GradientTape.current();
		final Tensor[] saved = new Tensor[inputs.length];
		for (int i = 0; i < inputs.length; i++) saved[i] = tape.save(inputs[i]);
		return CustomGradient.apply(() -> call(operator, results, arguments), grads -> {
			final Tensor[] gradients = gradient.apply(grads, saved);
			for (final Tensor input : saved) tape.drop(input);
			return gradients;
		}, inputs);
	}

	/** Calls an operator with tensors (null for none), longs and doubles. */
	static Tensor[] call(final OperatorHandle operator, final int results, final Object... arguments) {
		try (TensorScope scope = new TensorScope(); NoGradGuard guard = new NoGradGuard()) {
			final IValueVector stack = new IValueVector();
			for (final Object argument : arguments) stack.push_back(value(argument));
			operator.callBoxed(stack);
			final Tensor[] tensors = new Tensor[results];
			for (int i = 0; i < results; i++)
				// NB: toTensor() points into the stack; the copy holds a reference of its own.
				tensors[i] = scope.keep(new Tensor(stack.get(i).toTensor()));
			return tensors;
		}
	}

	private static IValue value(final Object argument) {
		if (argument == null) return new IValue();
		if (argument instanceof Tensor) return new IValue((Tensor) argument);
		if (argument instanceof Long) return new IValue((long) (Long) argument);
		return new IValue((double) (Double) argument);
	}

	/** @return the operator of that name, kept for the life of the process */
	static OperatorHandle find(final String name) {
		return TensorScope.own(Dispatcher.singleton().findSchemaOrThrow("rwkv_sss::" + name, ""));
	}
}
