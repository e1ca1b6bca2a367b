package io.github.rwkvsss.network;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.ops.ChannelsLast;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * Tokens as learned weighted sums of their windows: a depthwise convolution whose stride is its edge. The weights begin
 * as those of the mean.
 * <p>
 * A window may be narrower than the kernel, in small features or where many tokens are asked for. Then the kernel is
 * interpolated linearly to the window and scaled by how many times fewer pixels that has, so that the kernel of the mean
 * stays one. Where the features are no multiple of the window their last pixels are repeated.
 * </p>
 */
final class WindowPooling {

	private final Tensor kernel;
	private final int edge;

	/** @param edge of the widest window in pixels */
	WindowPooling(final Weights weights, final String name, final int dimensions, final int channels, final int edge) {
		this.edge = edge;
		final long[] shape = new long[dimensions + 2];
		Arrays.fill(shape, edge);
		shape[0] = channels;
		shape[1] = 1;
		kernel = weights.constant(name + ".weight", Math.pow(edge, -dimensions), shape);
	}

	/**
	 * @param x features (B, *S, C)
	 * @param window pixels per token and axis, none above the kernel's edge
	 * @return tokens (B, *ceil(S / window), C)
	 */
	Tensor apply(final Tensor x, final int[] window, final Pass pass) {
		try (TensorScope scope = new TensorScope()) {
			final int axes = window.length;
			final Tensor padded = padded(ChannelsLast.channelsFirst(x), window);
			final long[] stride = Arrays.stream(window).asLongStream().toArray();
			final long[] ones = new long[axes];
			Arrays.fill(ones, 1);
			final Tensor tokens = torch.convolution(padded, kernelFor(window), Tensors.optional(null), stride, new long[axes],
				ones, false, new long[axes], x.size(axes + 1));
			pass.probe().macs(padded.numel());
			return scope.keep(ChannelsLast.channelsLast(tokens));
		}
	}

	/** @return the kernel interpolated to a window, (C, 1, *window) */
	private Tensor kernelFor(final int[] window) {
		if (Arrays.stream(window).allMatch(w -> w == edge)) return kernel;
		final long[] size = Arrays.stream(window).asLongStream().toArray();
		return resized(kernel, size).mul(new Scalar(shrinkage(window)));
	}

	/** @return its taps (C, 1, *edges) of the widest window */
	Tensor kernel() {
		return kernel;
	}

	/** @return how many times fewer pixels a window has than the kernel */
	double shrinkage(final int[] window) {
		double factor = 1;
		for (final int w : window) factor *= (double) edge / w;
		return factor;
	}

	private static Tensor resized(final Tensor image, final long[] size) {
		return size.length == 2 ? torch.upsample_bilinear2d(image, size, false, new DoubleOptional(), new DoubleOptional())
			: torch.upsample_trilinear3d(image, size, false, new DoubleOptional(), new DoubleOptional(), new DoubleOptional());
	}

	/**
	 * @return by how much to pad features of these extents to multiples of the window; LibTorch counts axes from the last,
	 *         each with what comes before and after it
	 */
	static long[] missing(final int[] extents, final int[] window) {
		final long[] missing = new long[2 * window.length];
		for (int d = 0; d < window.length; d++) missing[2 * (window.length - 1 - d) + 1] = Math.floorMod(-extents[d],
			window[d]);
		return missing;
	}

	private static Tensor padded(final Tensor image, final int[] window) {
		final long[] missing = missing(IntStream.range(0, window.length).map(d -> Math.toIntExact(image.size(d + 2))).toArray(),
			window);
		if (Arrays.stream(missing).allMatch(m -> m == 0)) return image;
		return window.length == 2 ? torch.replication_pad2d(image, missing) : torch.replication_pad3d(image, missing);
	}
}
