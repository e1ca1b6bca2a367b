package io.github.rwkvsss.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/** Random tensors, comparisons and gradients for the tests of operations. */
final class Numbers {

	/** A differentiable operation on tensors. */
	@FunctionalInterface
	interface Operation {

		Tensor[] apply(Tensor[] inputs);
	}

	private Numbers() {}

	/** @return normal numbers of the given deviation, float64 */
	static Tensor normal(final Random random, final double deviation, final long... shape) {
		final double[] values = new double[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
		Arrays.setAll(values, i -> deviation * random.nextGaussian());
		return Tensors.of(values, shape);
	}

	/** @return a random order of tokens, int32 */
	static Tensor permutation(final Random random, final int count) {
		final int[] order = new int[count];
		Arrays.setAll(order, i -> i);
		for (int i = count - 1; i > 0; i--) {
			final int j = random.nextInt(i + 1);
			final int swapped = order[i];
			order[i] = order[j];
			order[j] = swapped;
		}
		return Tensors.of(order, count);
	}

	/** Largest difference, in units of the largest expected magnitude (at least 0.001). */
	static double error(final Tensor expected, final Tensor actual) {
		assertArrayEquals(Tensors.shape(expected), Tensors.shape(actual), "shape");
		return error(Tensors.doubles(expected), Tensors.doubles(actual));
	}

	/** @see #error(Tensor, Tensor) */
	static double error(final double[] expected, final double[] actual) {
		double largest = 1e-3;
		for (final double e : expected) largest = Math.max(largest, Math.abs(e));
		double error = 0;
		for (int i = 0; i < expected.length; i++)
			// NB: written so that NaN is an error.
			if (!(Math.abs(expected[i] - actual[i]) <= error)) error = Math.abs(expected[i] - actual[i]);
		return error / largest;
	}

	static void assertClose(final Tensor expected, final Tensor actual, final double tolerance, final String what) {
		final double error = error(expected, actual);
		assertTrue(error <= tolerance, () -> what + ": relative error " + error + " above " + tolerance);
	}

	/**
	 * @param inputs float64; none needs a gradient yet
	 * @param directions one per result: the gradient that reaches it
	 * @return the results' values, then the gradients of all inputs, in the caller's scope
	 */
	static Tensor[] valuesAndGradients(final Operation operation, final Tensor[] inputs, final Tensor[] directions) {
		try (TensorScope scope = new TensorScope(); GradientTape tape = GradientTape.open()) {
			final Tensor[] leaves = new Tensor[inputs.length];
			for (int i = 0; i < leaves.length; i++) leaves[i] = inputs[i].detach().clone().set_requires_grad(true);
			final Tensor[] results = operation.apply(leaves);
			Tensor sum = Tensors.of(new double[] { 0 }).to(results[0].scalar_type());
			for (int j = 0; j < results.length; j++) sum = sum.add(results[j].mul(directions[j].to(results[j].scalar_type()))
				.sum());
			sum.backward();
			final Tensor[] all = new Tensor[results.length + leaves.length];
			for (int j = 0; j < results.length; j++) all[j] = scope.keep(results[j].detach().clone());
			for (int i = 0; i < leaves.length; i++) {
				final Tensor gradient = leaves[i].grad();
				assertTrue(gradient.defined(), "input " + i + " got no gradient");
				all[results.length + i] = scope.keep(gradient.clone());
			}
			return all;
		}
	}

	/** Central differences of sum(directions * results) in float64, for one input. */
	static double[] finiteDifferences(final Operation operation, final Tensor[] inputs, final Tensor[] directions,
		final int which, final double step)
	{
		final double[] values = Tensors.doubles(inputs[which]);
		final double[] gradient = new double[values.length];
		for (int i = 0; i < values.length; i++) {
			final double middle = values[i];
			values[i] = middle + step;
			final double above = weighted(operation, inputs, directions, which, values);
			values[i] = middle - step;
			final double below = weighted(operation, inputs, directions, which, values);
			values[i] = middle;
			gradient[i] = (above - below) / (2 * step);
		}
		return gradient;
	}

	private static double weighted(final Operation operation, final Tensor[] inputs, final Tensor[] directions,
		final int which, final double[] values)
	{
		try (TensorScope scope = new TensorScope()) {
			final Tensor[] changed = inputs.clone();
			changed[which] = Tensors.of(values, Tensors.shape(inputs[which]));
			final Tensor[] results = operation.apply(changed);
			double sum = 0;
			for (int j = 0; j < results.length; j++) sum += results[j].mul(directions[j]).sum().item_double();
			return sum;
		}
	}

	static Tensor single(final Tensor tensor) {
		return tensor.to(ScalarType.Float);
	}
}
