package io.github.rwkvsss.network;

import org.bytedeco.pytorch.Tensor;

import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * DySample (Liu et al. 2023) by two along every axis, along the last two only, or not at all. The offsets are
 * learned by a linear layer, in quarters of a pixel, and start near zero.
 */
final class Upsample {

	private final int scaled;
	private final int groups;
	private final Linear offset;

	/** @param scaled how many of the last axes are upsampled: 0, 2 or 3 */
	Upsample(final Weights weights, final String name, final int scaled, final int channels, final int groups) {
		this.scaled = scaled;
		this.groups = groups;
		offset = scaled == 0 ? null : Linear.withBias(weights, name + ".offset", channels, (1 << scaled) * groups * scaled,
			0.001);
	}

	/**
	 * @param x features (B, *S, C)
	 * @return (B, *2S, C), the first axis kept if only two are scaled
	 */
	Tensor apply(final Tensor x, final Pass pass) {
		if (scaled == 0) return x;
		try (TensorScope scope = new TensorScope()) {
			final long[] shape = Tensors.shape(x);
			if (shape.length - 2 == scaled) return scope.keep(pass.ops().dySample(x, offset.apply(x, pass), groups));
			// Slices are scaled one by one: depth joins the batch.
			final Tensor slices = x.view(shape[0] * shape[1], shape[2], shape[3], shape[4]);
			final Tensor fine = pass.ops().dySample(slices, offset.apply(slices, pass), groups);
			return scope.keep(fine.view(shape[0], shape[1], 2 * shape[2], 2 * shape[3], shape[4]));
		}
	}

	/** @return how many of the last axes a stride of twos and ones scales */
	static int scaledAxes(final long[] stride) {
		int scaled = 0;
		for (final long s : stride)
			if (s == 2) scaled++;
		return scaled;
	}
}
