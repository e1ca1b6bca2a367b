package io.github.rwkvsss.train;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.model.Safetensors;
import io.github.rwkvsss.model.WeightArrays;
import io.github.rwkvsss.network.Weights;
import io.github.rwkvsss.tensor.TensorScope;

/**
 * AdamW (Loshchilov and Hutter 2019) with gradient clipping. Weight decay falls on tensors of two axes or more.
 * Its state can be written and read, which LibTorch's own optimiser does by pickling only.
 */
final class AdamW implements AutoCloseable {

	private static final double BETA_1 = 0.9;
	private static final double BETA_2 = 0.999;
	private static final double EPSILON = 1e-8;
	private static final double LARGEST_NORM = 1;

	private final Weights weights;
	private final double weightDecay;
	private final Map<String, Tensor> first = new LinkedHashMap<>();
	private final Map<String, Tensor> second = new LinkedHashMap<>();

	AdamW(final Weights weights, final double weightDecay) {
		this.weights = weights;
		this.weightDecay = weightDecay;
		try (TensorScope scope = new TensorScope(); NoGradGuard guard = new NoGradGuard()) {
			for (final String name : weights.parameters()) {
				first.put(name, TensorScope.own(torch.zeros_like(weights.get(name))));
				second.put(name, TensorScope.own(torch.zeros_like(weights.get(name))));
			}
		}
	}

	/**
	 * Clips the gradients to a norm of one, moves the weights and clears the gradients.
	 *
	 * @param step from 0
	 * @param learningRate of this step
	 */
	void step(final int step, final double learningRate) {
		try (TensorScope scope = new TensorScope(); NoGradGuard guard = new NoGradGuard()) {
			final TensorVector all = new TensorVector();
			for (final String name : weights.parameters()) all.push_back(weights.get(name));
			torch.clip_grad_norm_(all, LARGEST_NORM);
			final double correction1 = 1 - Math.pow(BETA_1, step + 1);
			final double correction2 = Math.sqrt(1 - Math.pow(BETA_2, step + 1));
			final Scalar toFirst = new Scalar(1 - BETA_1);
			final Scalar keepSecond = new Scalar(BETA_2);
			final Scalar toSecond = new Scalar(1 - BETA_2);
			final Scalar stretch = new Scalar(1 / correction2);
			final Scalar epsilon = new Scalar(EPSILON);
			final Scalar move = new Scalar(-learningRate / correction1);
			final Scalar shrink = new Scalar(1 - learningRate * weightDecay);
			for (final String name : weights.parameters()) {
				final Tensor weight = weights.get(name);
				final Tensor gradient = weight.grad();
				if (!gradient.defined()) continue;
				final Tensor m = first.get(name);
				final Tensor v = second.get(name);
				m.lerp_(gradient, toFirst);
				v.mul_(keepSecond).addcmul_(gradient, gradient, toSecond);
				if (weight.dim() >= 2) weight.mul_(shrink);
				weight.addcdiv_(m, v.sqrt().mul_(stretch).add_(epsilon), move);
				gradient.zero_();
			}
		}
		weights.touch();
	}

	/** Adds the moments to a checkpoint. */
	void save(final Map<String, Safetensors.Array> arrays) {
		first.forEach((name, tensor) -> arrays.put("adamw.first." + name, WeightArrays.of(tensor)));
		second.forEach((name, tensor) -> arrays.put("adamw.second." + name, WeightArrays.of(tensor)));
	}

	/** Takes the moments from a checkpoint. */
	void load(final Map<String, Safetensors.Array> arrays) throws IOException {
		for (final String name : weights.parameters()) {
			WeightArrays.copy(arrays.get("adamw.first." + name), "adamw.first." + name, first.get(name));
			WeightArrays.copy(arrays.get("adamw.second." + name), "adamw.second." + name, second.get(name));
		}
	}

	@Override
	public void close() {
		first.values().forEach(TensorScope::free);
		second.values().forEach(TensorScope::free);
	}
}
