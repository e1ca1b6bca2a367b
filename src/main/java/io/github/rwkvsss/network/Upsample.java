package io.github.rwkvsss.network;

import java.util.Arrays;

import org.bytedeco.pytorch.Tensor;

/**
 * Doubles the resolution along every axis, along the last two only, or not at all: by DySample (Liu et al. 2023), whose
 * offsets are learned by a linear layer, in quarters of a pixel, and start near zero; or, in other designs, by linear
 * interpolation or a transposed convolution.
 */
final class Upsample {

	private final int scaled;
	private final int groups;
	private final NetworkDesign.Upsampling way;
	private final Linear offset;
	private final Tensor kernel;
	private final Tensor bias;

	/** @param scaled how many of the last axes are upsampled: 0, 2 or 3 */
	Upsample(final Weights weights, final String name, final int scaled, final int channels, final NetworkConfig config) {
		this.scaled = scaled;
		groups = config.sampleGroups();
		way = config.design().upsampling();
		offset = scaled == 0 || way != NetworkDesign.Upsampling.DYSAMPLE ? null : Linear.withBias(weights, name + ".offset",
			channels, (1 << scaled) * groups * scaled, 0.001);
		final boolean transposed = scaled > 0 && way == NetworkDesign.Upsampling.TRANSPOSED;
		final long[] shape = new long[scaled + 2];
		Arrays.fill(shape, 2);
		shape[0] = channels;
		shape[1] = channels;
		kernel = transposed ? weights.uniform(name + ".weight", 1 / Math.sqrt(channels), shape) : null;
		bias = transposed ? weights.constant(name + ".bias", 0, channels) : null;
	}

	/**
	 * @param x features (B, *S, C)
	 * @return (B, *2S, C), the first axis kept if only two are scaled
	 */
	<T> T apply(final T x, final NetworkOps<T> ops) {
		if (scaled == 0) return x;
		try (ValueOps.Scope<T> scope = ops.scope()) {
			final long[] shape = ops.shape(x);
			if (shape.length - 2 == scaled) return scope.keep(doubled(x, ops));
			// Slices are scaled one by one: depth joins the batch.
			final T slices = ops.view(x, -1, shape[2], shape[3], shape[4]);
			return scope.keep(ops.view(doubled(slices, ops), shape[0], shape[1], 2 * shape[2], 2 * shape[3], shape[4]));
		}
	}

	private <T> T doubled(final T x, final NetworkOps<T> ops) {
		return switch (way) {
			case DYSAMPLE -> ops.dySample(x, ops.linear(x, offset), groups);
			case LINEAR -> ops.interpolate(x);
			case TRANSPOSED -> ops.transposedConvolve(x, kernel, bias);
		};
	}

	/** @return how many of the last axes a stride of twos and ones scales */
	static int scaledAxes(final long[] stride) {
		int scaled = 0;
		for (final long s : stride) if (s == 2) scaled++;
		return scaled;
	}
}
