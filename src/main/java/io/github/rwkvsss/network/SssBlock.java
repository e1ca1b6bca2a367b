package io.github.rwkvsss.network;

import java.util.ArrayList;
import java.util.List;

/**
 * Depthwise convolution, global branch, local branch, channel mix, each added to its input (draft III.B). Other designs
 * have one of the branches, or none.
 */
final class SssBlock {

	private final Depthwise depthwise;
	private final List<SpatialMix> branches = new ArrayList<>();
	private final ChannelMix mix;

	/**
	 * @param stage 1 to 4
	 * @param block index within the stage; encoder and decoder count on
	 */
	SssBlock(final Weights weights, final String name, final NetworkConfig config, final TokenPaths paths, final int stage,
		final int block)
	{
		final int channels = config.widths().get(stage - 1);
		depthwise = new Depthwise(weights, name + ".depthwise", config.dimensions(), channels);
		for (final SpatialMix.Branch branch : SpatialMix.Branch.values()) if (config.design().branches().have(branch)) branches
			.add(new SpatialMix(weights, name + branch.suffix(), config, paths, branch, stage, block));
		mix = new ChannelMix(weights, name + ".channel_mix", paths, channels, config.mixRate());
	}

	/**
	 * @param x features (B, *S, C)
	 * @return features of the same shape
	 */
	<T> T apply(final T x, final NetworkOps<T> ops) {
		return ops.recomputed(input -> run(input, ops), x);
	}

	private <T> T run(final T x, final NetworkOps<T> ops) {
		try (ValueOps.Scope<T> scope = ops.scope()) {
			T features = ops.depthwise(x, depthwise);
			for (final SpatialMix branch : branches) features = branch.apply(features, ops);
			return scope.keep(mix.apply(features, ops));
		}
	}
}
