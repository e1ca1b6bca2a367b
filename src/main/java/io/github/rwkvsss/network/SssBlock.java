package io.github.rwkvsss.network;

import org.bytedeco.pytorch.Tensor;

import io.github.rwkvsss.ops.Recompute;
import io.github.rwkvsss.tensor.TensorScope;

/** Depthwise convolution, global branch, local branch, channel mix, each added to its input (draft III.B). */
final class SssBlock {

	private final Depthwise depthwise;
	private final SpatialMix global;
	private final SpatialMix local;
	private final ChannelMix mix;

	/**
	 * @param stage 1 to 4
	 * @param block index within the stage; encoder and decoder count on
	 */
	SssBlock(final Weights weights, final String name, final NetworkConfig config, final TokenPaths paths,
		final int stage, final int block)
	{
		final int channels = config.widths().get(stage - 1);
		depthwise = new Depthwise(weights, name + ".depthwise", config.dimensions(), channels);
		global = new SpatialMix(weights, name + ".global", config, paths, SpatialMix.Branch.GLOBAL, stage, block);
		local = new SpatialMix(weights, name + ".local", config, paths, SpatialMix.Branch.LOCAL, stage, block);
		mix = new ChannelMix(weights, name + ".channel_mix", paths, channels, config.mixRate());
	}

	/**
	 * @param x features (B, *S, C)
	 * @return features of the same shape
	 */
	Tensor apply(final Tensor x, final Pass pass) {
		return pass.recompute() ? Recompute.apply(input -> run(input, pass), x) : run(x, pass);
	}

	private Tensor run(final Tensor x, final Pass pass) {
		try (TensorScope scope = new TensorScope()) {
			final Tensor convolved = depthwise.apply(x, pass);
			final Tensor seen = global.apply(convolved, pass);
			final Tensor refined = local.apply(seen, pass);
			return scope.keep(mix.apply(refined, pass));
		}
	}
}
