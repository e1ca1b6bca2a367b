package io.github.rwkvsss.network;

import java.util.Arrays;
import java.util.Optional;

import org.bytedeco.pytorch.Tensor;

import io.github.rwkvsss.ops.JoinedSteps;

/** x + sigmoid(W_r x_r) W_v relu(W_k x_k)^2 on the normalised features, with the plain shift (Vision-RWKV). */
final class ChannelMix {

	private static final double EPSILON = 1e-5;

	private final String name;
	private final TokenPaths paths;
	private final int channels;
	private final JoinedSteps.Norm norm;
	private final Tensor muKey;
	private final Tensor muReceptance;
	private final Linear receptance;
	private final Linear key;
	private final Linear value;

	ChannelMix(final Weights weights, final String name, final TokenPaths paths, final int channels, final int rate) {
		this.paths = paths;
		this.name = name;
		this.channels = channels;
		norm = new JoinedSteps.Norm(weights.constant(name + ".norm.weight", 1, channels), weights.constant(name + ".norm.bias",
			0, channels), EPSILON);
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
	<T> T apply(final T x, final NetworkOps<T> ops) {
		try (ValueOps.Scope<T> scope = ops.scope()) {
			final long[] shape = ops.shape(x);
			final long length = Arrays.stream(ops.extents(x)).asLongStream().reduce(1, (a, b) -> a * b);
			final NetworkOps.Shift<T> shift = ops.plain(paths, name, x);
			final T tokens = ops.view(x, shape[0], length, channels);
			final Optional<T> atOnce = ops.atOnce(this, tokens, shift);
			if (atOnce.isPresent()) return scope.keep(ops.view(atOnce.get(), shape));
			final NetworkOps.Two<T> shifted = ops.shiftLerp(ops.layerNorm(tokens, norm), muKey, muReceptance, shift);
			final T hidden = ops.squareRelu(ops.linear(shifted.first(), key));
			final T gate = ops.linear(shifted.second(), receptance);
			final T mixed = ops.linear(hidden, value);
			return scope.keep(ops.view(ops.gateAdd(tokens, gate, mixed), shape));
		}
	}

	/** What {@link #apply} computes op by op, in one step of the op library. */
	Tensor joined(final Tensor tokens, final NetworkOps.Shift<Tensor> shift, final Pass pass) {
		pass.probe().macs(key.macs(tokens.numel()) + receptance.macs(tokens.numel()) + value.macs(tokens.numel() * key.weight()
			.size(0) / channels));
		return JoinedSteps.instance().channelMix(tokens, norm, muKey, muReceptance, shift.neighbours(), shift.ends(), key
			.weight(), receptance.weight(), value.weight());
	}
}
