package io.github.rwkvsss.network;

import org.bytedeco.pytorch.Tensor;

/** Residual depthwise convolution of edge 3. */
final class Depthwise {

	private final Tensor weight;
	private final Tensor bias;

	Depthwise(final Weights weights, final String name, final int dimensions, final int channels) {
		final double bound = Math.pow(3, -dimensions / 2.0);
		weight = dimensions == 2 ? weights.uniform(name + ".weight", bound, 3, 3, channels) : weights.uniform(name + ".weight",
			bound, 3, 3, 3, channels);
		bias = weights.constant(name + ".bias", 0, channels);
	}

	/** @return its taps (3, 3, C) or (3, 3, 3, C) */
	Tensor weight() {
		return weight;
	}

	/** @return (C) */
	Tensor bias() {
		return bias;
	}

	/**
	 * @param x features (B, *S, C)
	 * @return x plus its convolution
	 */
	Tensor apply(final Tensor x, final Pass pass) {
		pass.probe().macs(x.numel() * weight.numel() / weight.size(weight.dim() - 1));
		return pass.ops().depthwise(x, weight, bias);
	}
}
