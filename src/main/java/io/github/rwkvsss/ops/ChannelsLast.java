package io.github.rwkvsss.ops;

import org.bytedeco.pytorch.Tensor;

/** Views between (B, *S, C), this project's layout, and (B, C, *S), LibTorch's. Neither copies what lies channels-last already. */
public final class ChannelsLast {

	private ChannelsLast() {}

	/**
	 * @param features contiguous (B, *S, C)
	 * @return the same memory as (B, C, *S), which LibTorch recognises as channels-last
	 */
	public static Tensor channelsFirst(final Tensor features) {
		final int dims = (int) features.dim();
		final long[] axes = new long[dims];
		axes[1] = dims - 1;
		for (int d = 2; d < dims; d++) axes[d] = d - 1;
		return features.permute(axes);
	}

	/**
	 * @param image (B, C, *S)
	 * @return contiguous (B, *S, C); the same memory if the image lay channels-last
	 */
	public static Tensor channelsLast(final Tensor image) {
		final int dims = (int) image.dim();
		final long[] axes = new long[dims];
		axes[dims - 1] = 1;
		for (int d = 1; d < dims - 1; d++) axes[d] = d + 1;
		return image.permute(axes).contiguous();
	}
}
