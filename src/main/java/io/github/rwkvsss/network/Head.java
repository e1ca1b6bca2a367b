package io.github.rwkvsss.network;

import java.util.Arrays;
import java.util.List;

import org.bytedeco.pytorch.Tensor;

/**
 * From quarter to full resolution: DySample onto the stem's half-resolution features, convolutions there, DySample of
 * a narrow map to full resolution, joined there with a narrow detail branch from the image, and a convolution to the logits.
 * <p>
 * Where the stem's stride is two at most, its first features are at full resolution already: they are the detail, and
 * the convolution to the logits follows the first DySample.
 * </p>
 */
final class Head implements AutoCloseable {

	private final DecoderStage toHalf;
	private final List<ConvNorm> convolutions;
	private final Linear narrow;
	private final Upsample upsample;
	private final ConvNorm detail;
	private final Tensor kernel;
	private final Tensor bias;

	Head(final Weights weights, final String name, final NetworkConfig config, final Stem stem) {
		final int width = config.widths().get(0);
		final int halfWidth = config.halfChannels();
		final int slim = config.headWidth();
		final long[] toFull = stem.firstStride();
		final long[] toHalfStride = new long[toFull.length];
		for (int d = 0; d < toFull.length; d++) toHalfStride[d] = config.stemStride().get(d) / toFull[d];
		toHalf = new DecoderStage(weights, name + ".half", config, width, halfWidth, halfWidth, Upsample.scaledAxes(
			toHalfStride), 0, List.of());
		convolutions = ConvNorm.list(weights, name + ".convolution", config.convolutions().half(), halfWidth, config
			.dimensions());
		final boolean full = Upsample.scaledAxes(toFull) == 0;
		final long[] ones = new long[config.dimensions()];
		Arrays.fill(ones, 1);
		narrow = full ? null : Linear.withoutBias(weights, name + ".narrow", halfWidth, slim);
		upsample = full ? null : new Upsample(weights, name + ".upsample", Upsample.scaledAxes(toFull), slim, config);
		detail = full ? null : new ConvNorm(weights, name + ".detail", config.inputChannels(), slim, 3, ones);
		final long[] shape = new long[config.dimensions() + 2];
		Arrays.fill(shape, 3);
		shape[0] = config.classes();
		shape[1] = full ? halfWidth : 2L * slim;
		kernel = weights.uniform(name + ".logits.weight", 1 / Math.sqrt(shape[1] * Math.pow(3, config.dimensions())), shape);
		bias = weights.constant(name + ".logits.bias", 0, config.classes());
	}

	<T> T apply(final T quarter, final T half, final T image, final NetworkOps<T> ops) {
		try (ValueOps.Scope<T> scope = ops.scope()) {
			final T joined = ConvNorm.through(convolutions, toHalf.apply(quarter, half, ops), ops);
			if (detail == null) return scope.keep(ops.convolve(joined, kernel, bias));
			final T full = upsample.apply(ops.linear(joined, narrow), ops);
			final T fine = ops.gelu(ops.convNorm(image, detail));
			return scope.keep(ops.convolveJoined(full, fine, kernel, bias));
		}
	}

	@Override
	public void close() {
		toHalf.close();
		convolutions.forEach(ConvNorm::close);
		if (detail != null) detail.close();
	}
}
