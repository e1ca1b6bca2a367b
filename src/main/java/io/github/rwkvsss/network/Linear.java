package io.github.rwkvsss.network;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.ops.JoinedSteps;
import io.github.rwkvsss.tensor.Tensors;

/** A linear layer over the last axis. */
final class Linear {

	private static final long PACKED_ROWS = 64;

	private final Tensor weight;
	private final Tensor bias;

	private Linear(final Tensor weight, final Tensor bias) {
		this.weight = weight;
		this.bias = bias;
	}

	static Linear withoutBias(final Weights weights, final String name, final int in, final int out) {
		return new Linear(weights.uniform(name + ".weight", 1 / Math.sqrt(in), out, in), null);
	}

	static Linear withBias(final Weights weights, final String name, final int in, final int out, final double bound) {
		return new Linear(weights.uniform(name + ".weight", bound, out, in), weights.constant(name + ".bias", 0, out));
	}

	/** @return its weight (out, in) */
	Tensor weight() {
		return weight;
	}

	/** @return its bias (out), or null */
	Tensor bias() {
		return bias;
	}

	/** @return multiply-accumulate operations for that many numbers of input */
	long macs(final long inputs) {
		return inputs * weight.size(0);
	}

	/**
	 * @param sum contiguous (..., out); if the pass fuses, nobody else may hold it: it is written over
	 * @param x contiguous (..., in)
	 * @return sum plus this layer of x, which must have no bias
	 */
	Tensor addTo(final Tensor sum, final Tensor x, final Pass pass) {
		if (!pass.fuses()) return sum.add(apply(x, pass));
		pass.probe().macs(macs(x.numel()));
		sum.view(-1, weight.size(0)).addmm_(x.view(-1, weight.size(1)), weight.t());
		return sum;
	}

	/**
	 * @param x (..., in)
	 * @return (..., out)
	 */
	Tensor apply(final Tensor x, final Pass pass) {
		pass.probe().macs(macs(x.numel()));
		// Fewer rows are done before their weights are packed.
		final boolean worthPacking = x.numel() >= PACKED_ROWS * weight.size(1);
		if (worthPacking && pass.joins(x)) return JoinedSteps.instance().linear(x, weight, bias);
		return torch.linear(x, weight, Tensors.optional(bias));
	}
}
