package io.github.rwkvsss.network;

import java.util.List;

/**
 * Upsampling onto a skip connection: 1x1 to the skip's width, DySample, W_a up + W_b skip, batch norm, GELU,
 * residual convolution (depthwise, or over all channels), blocks.
 */
final class DecoderStage implements AutoCloseable {

	private final Linear narrow;
	private final Upsample upsample;
	private final Linear fromBelow;
	private final Linear fromSkip;
	private final ConvNorm.BatchNorm norm;
	private final Depthwise depthwise;
	private final List<ConvNorm> dense;
	private final List<SssBlock> blocks;

	/** @param residuals convolutions over all channels in place of the depthwise one; 0 to keep that */
	DecoderStage(final Weights weights, final String name, final NetworkConfig config, final int in, final int skip,
		final int out, final int scaledAxes, final int residuals, final List<SssBlock> blocks)
	{
		narrow = Linear.withoutBias(weights, name + ".narrow", in, out);
		upsample = new Upsample(weights, name + ".upsample", scaledAxes, out, config);
		fromBelow = Linear.withoutBias(weights, name + ".from_below", out, out);
		fromSkip = Linear.withoutBias(weights, name + ".from_skip", skip, out);
		norm = new ConvNorm.BatchNorm(weights, name + ".norm", out);
		depthwise = residuals > 0 ? null : new Depthwise(weights, name + ".depthwise", config.dimensions(), out);
		dense = ConvNorm.list(weights, name + ".dense", residuals, out, config.dimensions());
		this.blocks = blocks;
	}

	<T> T apply(final T below, final T skip, final NetworkOps<T> ops) {
		try (ValueOps.Scope<T> scope = ops.scope()) {
			final T up = upsample.apply(ops.linear(below, narrow), ops);
			final T joined = ops.gelu(ops.sumNormed(up, fromBelow, skip, fromSkip, norm));
			T x = depthwise == null ? ConvNorm.addAll(dense, joined, ops) : ops.depthwise(joined, depthwise);
			for (final SssBlock block : blocks) x = block.apply(x, ops);
			return scope.keep(x);
		}
	}

	@Override
	public void close() {
		dense.forEach(ConvNorm::close);
	}
}
