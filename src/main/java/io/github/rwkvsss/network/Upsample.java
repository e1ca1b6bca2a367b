package io.github.rwkvsss.network;

import java.util.Arrays;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.ops.ChannelsLast;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

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
	Tensor apply(final Tensor x, final Pass pass) {
		if (scaled == 0) return x;
		try (TensorScope scope = new TensorScope()) {
			final long[] shape = Tensors.shape(x);
			if (shape.length - 2 == scaled) return scope.keep(doubled(x, pass));
			// Slices are scaled one by one: depth joins the batch.
			final Tensor slices = x.view(shape[0] * shape[1], shape[2], shape[3], shape[4]);
			return scope.keep(doubled(slices, pass).view(shape[0], shape[1], 2 * shape[2], 2 * shape[3], shape[4]));
		}
	}

	private Tensor doubled(final Tensor x, final Pass pass) {
		return switch (way) {
			case DYSAMPLE -> pass.ops().dySample(x, offset.apply(x, pass), groups);
			case LINEAR -> interpolated(x);
			case TRANSPOSED -> convolved(x, pass);
		};
	}

	private Tensor interpolated(final Tensor x) {
		final long[] size = Arrays.stream(Tensors.spatial(x)).mapToLong(extent -> 2L * extent).toArray();
		final Tensor image = ChannelsLast.channelsFirst(x);
		final DoubleOptional unset = new DoubleOptional();
		return ChannelsLast.channelsLast(scaled == 2 ? torch.upsample_bilinear2d(image, size, false, unset, unset) : torch
			.upsample_trilinear3d(image, size, false, unset, unset, unset));
	}

	private Tensor convolved(final Tensor x, final Pass pass) {
		final long[] two = new long[scaled];
		Arrays.fill(two, 2);
		final long[] ones = new long[scaled];
		Arrays.fill(ones, 1);
		pass.probe().macs(x.numel() * kernel.numel() / kernel.size(0));
		return ChannelsLast.channelsLast(torch.convolution(ChannelsLast.channelsFirst(x), kernel, Tensors.optional(bias), two,
			new long[scaled], ones, true, new long[scaled], 1));
	}

	/** @return how many of the last axes a stride of twos and ones scales */
	static int scaledAxes(final long[] stride) {
		int scaled = 0;
		for (final long s : stride) if (s == 2) scaled++;
		return scaled;
	}
}
