package io.github.rwkvsss.network;

import java.util.List;

/**
 * Residual stem (draft III.A): two strided convolutions with batch norm and GELU, plus one convolution of the
 * whole stride from the input, whose batch norm's scale is the weight of the sum.
 */
final class Stem implements AutoCloseable {

	private final ConvNorm first;
	private final List<ConvNorm> halfConvolutions;
	private final ConvNorm second;
	private final ConvNorm branch;
	private final long[] firstStride;

	/**
	 * @param half features after the first convolution (B, *S/2, Ch)
	 * @param quarter the stem's result (B, *S/4, C0)
	 */
	record Features<T>(T half, T quarter) {}

	Stem(final Weights weights, final String name, final NetworkConfig config) {
		final int width = config.widths().get(0);
		final int halfWidth = config.halfChannels();
		final long[] whole = config.stemStride().stream().mapToLong(Integer::longValue).toArray();
		firstStride = new long[whole.length];
		final long[] secondStride = new long[whole.length];
		for (int d = 0; d < whole.length; d++) {
			secondStride[d] = Math.min(2, whole[d]);
			firstStride[d] = whole[d] / secondStride[d];
		}
		first = new ConvNorm(weights, name + ".first", config.inputChannels(), halfWidth, 3, firstStride);
		halfConvolutions = ConvNorm.list(weights, name + ".convolution", config.convolutions().stem(), halfWidth, config
			.dimensions());
		second = new ConvNorm(weights, name + ".second", halfWidth, width, 3, secondStride);
		branch = new ConvNorm(weights, name + ".branch", config.inputChannels(), width, 3, whole);
	}

	/** @return stride of the first convolution per axis, which the head undoes last */
	long[] firstStride() {
		return firstStride.clone();
	}

	<T> Features<T> apply(final T image, final NetworkOps<T> ops) {
		try (ValueOps.Scope<T> scope = ops.scope()) {
			final T half = ConvNorm.through(halfConvolutions, ops.gelu(ops.convNorm(image, first)), ops);
			final T deep = ops.gelu(ops.convNorm(half, second));
			return new Features<>(scope.keep(half), scope.keep(ops.addTo(deep, ops.convNorm(image, branch))));
		}
	}

	@Override
	public void close() {
		first.close();
		halfConvolutions.forEach(ConvNorm::close);
		second.close();
		branch.close();
	}
}
