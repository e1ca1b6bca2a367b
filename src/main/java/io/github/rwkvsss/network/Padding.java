package io.github.rwkvsss.network;

import java.util.Arrays;
import java.util.function.UnaryOperator;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.ops.ChannelsLast;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/** Makes an image's extents multiples of the network's stride by repeating its far border, and cuts the result. */
final class Padding {

	private Padding() {}

	/**
	 * @param image (B, *S, C)
	 * @param config whose stride and channels count
	 * @param network applied to the padded image
	 * @return the network's result, cut to S
	 */
	static Tensor around(final Tensor image, final NetworkConfig config, final UnaryOperator<Tensor> network) {
		check(image, config);
		final int[] extents = Tensors.spatial(image);
		final int[] stride = config.stride();
		// LibTorch lists paddings from the last axis, near side before far side.
		final long[] pads = new long[2 * extents.length];
		for (int d = 0; d < extents.length; d++) pads[2 * (extents.length - 1 - d) + 1] = (stride[d] - extents[d] % stride[d]) %
			stride[d];
		if (Arrays.stream(pads).allMatch(p -> p == 0)) return network.apply(image);
		try (TensorScope scope = new TensorScope()) {
			final Tensor first = ChannelsLast.channelsFirst(image);
			final Tensor padded = extents.length == 2 ? torch.replication_pad2d(first, pads) : torch.replication_pad3d(first,
				pads);
			Tensor result = network.apply(ChannelsLast.channelsLast(padded));
			for (int d = 0; d < extents.length; d++) result = result.narrow(d + 1, 0, extents[d]);
			return scope.keep(result.contiguous());
		}
	}

	private static void check(final Tensor image, final NetworkConfig config) {
		if (image.dim() != config.dimensions() + 2 || image.size(image.dim() - 1) != config.inputChannels())
			throw new IllegalArgumentException("the network takes images of " + config.dimensions() + " spatial axes and " +
				config.inputChannels() + " channels as (B, *S, C), got shape " + Arrays.toString(Tensors.shape(image)));
		for (int d = 1; d < image.dim() - 1; d++) if (image.size(d) < 1) throw new IllegalArgumentException(
			"the network needs at least one pixel per axis, got shape " + Arrays.toString(Tensors.shape(image)));
	}
}
