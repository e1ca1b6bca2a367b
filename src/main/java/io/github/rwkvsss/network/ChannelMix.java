package io.github.rwkvsss.network;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.ops.BlockOps;
import io.github.rwkvsss.ops.JoinedSteps;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/** x + sigmoid(W_r x_r) W_v relu(W_k x_k)^2 on the normalised features, with the plain shift (Vision-RWKV). */
final class ChannelMix {

	private static final double EPSILON = 1e-5;

	private final TokenPaths paths;
	private final int channels;
	private final Tensor normWeight;
	private final Tensor normBias;
	private final Tensor muKey;
	private final Tensor muReceptance;
	private final Linear receptance;
	private final Linear key;
	private final Linear value;

	ChannelMix(final Weights weights, final String name, final TokenPaths paths, final int channels, final int rate) {
		this.paths = paths;
		this.channels = channels;
		normWeight = weights.constant(name + ".norm.weight", 1, channels);
		normBias = weights.constant(name + ".norm.bias", 0, channels);
		muKey = weights.constant(name + ".mu_key", 0.5, channels);
		muReceptance = weights.constant(name + ".mu_receptance", 0.5, channels);
		receptance = Linear.withoutBias(weights, name + ".receptance", channels, channels);
		key = Linear.withoutBias(weights, name + ".key", channels, rate * channels);
		value = Linear.withoutBias(weights, name + ".value", rate * channels, channels);
	}

	/**
	 * @param x features (B, *S, C)
	 * @return features of the same shape
	 */
	Tensor apply(final Tensor x, final Pass pass) {
		final BlockOps ops = pass.ops();
		try (TensorScope scope = new TensorScope()) {
			final TokenPaths.Path path = paths.plain(Tensors.spatial(x), channels, x.device());
			final Tensor tokens = x.view(x.size(0), -1, channels);
			if (pass.joins(x)) {
				pass.probe().macs(key.macs(x.numel()) + receptance.macs(x.numel()) + value.macs(x.numel() * key.weight().size(0) /
					channels));
				return scope.keep(JoinedSteps.instance().channelMix(tokens, new JoinedSteps.Norm(normWeight, normBias, EPSILON),
					muKey, muReceptance, path.neighbours(), path.groupEnds(ops), key.weight(), receptance.weight(), value.weight())
					.view(Tensors.shape(x)));
			}
			final Tensor normed = torch.layer_norm(x, new long[] { channels }, Tensors.optional(normWeight), Tensors.optional(
				normBias), EPSILON, false).view(x.size(0), -1, channels);
			final Tensor[] shifted = ops.shiftLerp(normed, muKey, muReceptance, path.neighbours(), path.groupEnds(ops));
			final Tensor hidden = ops.squareRelu(key.apply(shifted[0], pass));
			final Tensor gate = receptance.apply(shifted[1], pass);
			final Tensor mixed = value.apply(hidden, pass);
			return scope.keep(ops.gateAdd(tokens, gate, mixed).view(Tensors.shape(x)));
		}
	}
}
