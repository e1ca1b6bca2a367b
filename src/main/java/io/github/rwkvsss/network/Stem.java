package io.github.rwkvsss.network;

import java.util.List;

import org.bytedeco.pytorch.Tensor;

import io.github.rwkvsss.tensor.TensorScope;

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
	record Features(Tensor half, Tensor quarter) {}

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

	Features apply(final Tensor image, final Pass pass) {
		try (TensorScope scope = new TensorScope()) {
			final Tensor half = ConvNorm.through(halfConvolutions, pass.gelu(first.apply(image, pass)), pass);
			final Tensor deep = pass.gelu(second.apply(half, pass));
			final Tensor direct = branch.apply(image, pass);
			if (!pass.fuses()) return new Features(scope.keep(half), scope.keep(deep.add(direct)));
			deep.add_(direct);
			return new Features(scope.keep(half), scope.keep(deep));
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
