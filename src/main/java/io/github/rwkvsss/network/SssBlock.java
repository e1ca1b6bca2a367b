package io.github.rwkvsss.network;

import java.util.ArrayList;
import java.util.List;

import org.bytedeco.pytorch.Tensor;

import io.github.rwkvsss.ops.Recompute;
import io.github.rwkvsss.tensor.TensorScope;

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
	Tensor apply(final Tensor x, final Pass pass) {
		return pass.recompute() ? Recompute.apply(input -> run(input, pass), x) : run(x, pass);
	}

	private Tensor run(final Tensor x, final Pass pass) {
		try (TensorScope scope = new TensorScope()) {
			Tensor features = depthwise.apply(x, pass);
			for (final SpatialMix branch : branches) features = branch.apply(features, pass);
			return scope.keep(mix.apply(features, pass));
		}
	}
}
