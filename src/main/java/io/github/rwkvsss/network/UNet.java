package io.github.rwkvsss.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.ops.ChannelsLast;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * A plain U-Net (Ronneberger et al. 2015) for comparison: two 3x3 convolutions with batch norm and ReLU per level,
 * max pooling, transposed convolution, concatenated skips. Padding is "same", as in later use.
 */
final class UNet implements SegmentationNetwork {

	private final NetworkConfig config;
	private final Weights weights;
	private final List<ConvNorm[]> encoder = new ArrayList<>();
	private final List<ConvNorm[]> decoder = new ArrayList<>();
	private final List<Tensor> upKernels = new ArrayList<>();
	private final List<Tensor> upBiases = new ArrayList<>();
	private final Linear logits;
	private final long[] two;

	UNet(final NetworkConfig config, final long seed, final ComputeDevice device) {
		this.config = config;
		weights = new Weights(seed, device);
		final List<Integer> widths = config.widths();
		two = new long[config.dimensions()];
		Arrays.fill(two, 2);
		for (int i = 0; i < widths.size(); i++) encoder.add(pair("encoder." + i, i == 0 ? config.inputChannels() : widths.get(
			i - 1), widths.get(i)));
		for (int i = widths.size() - 2; i >= 0; i--) {
			final long[] shape = new long[config.dimensions() + 2];
			Arrays.fill(shape, 2);
			shape[0] = widths.get(i + 1);
			shape[1] = widths.get(i);
			upKernels.add(weights.uniform("up." + i + ".weight", 1 / Math.sqrt(widths.get(i + 1)), shape));
			upBiases.add(weights.constant("up." + i + ".bias", 0, widths.get(i)));
			decoder.add(pair("decoder." + i, 2 * widths.get(i), widths.get(i)));
		}
		logits = Linear.withBias(weights, "logits", widths.get(0), config.classes(), 1 / Math.sqrt(widths.get(0)));
	}

	private ConvNorm[] pair(final String name, final int in, final int out) {
		final long[] ones = new long[config.dimensions()];
		Arrays.fill(ones, 1);
		return new ConvNorm[] { new ConvNorm(weights, name + ".first", in, out, 3, ones), new ConvNorm(weights, name +
			".second", out, out, 3, ones) };
	}

	@Override
	public NetworkConfig config() {
		return config;
	}

	@Override
	public Weights weights() {
		return weights;
	}

	@Override
	public Tensor forward(final Tensor image, final Pass pass) {
		try (TensorScope scope = new TensorScope()) {
			return scope.keep(Padding.around(image, config, padded -> run(padded, pass)));
		}
	}

	private Tensor run(final Tensor image, final Pass pass) {
		final ModuleProbe probe = pass.probe();
		try (TensorScope scope = new TensorScope()) {
			final List<Tensor> skips = new ArrayList<>();
			Tensor x = image;
			for (int i = 0; i < encoder.size(); i++) {
				probe.enter("encoder." + i);
				if (i > 0) x = pool(x);
				x = convolve(encoder.get(i), x, pass);
				skips.add(x);
				probe.exit("encoder." + i);
			}
			for (int j = 0; j < decoder.size(); j++) {
				final int i = decoder.size() - 1 - j;
				probe.enter("decoder." + i);
				final Tensor kernel = upKernels.get(j);
				final long[] none = new long[two.length];
				final long[] ones = new long[two.length];
				Arrays.fill(ones, 1);
				final Tensor up = ChannelsLast.channelsLast(torch.convolution(ChannelsLast.channelsFirst(x), kernel, Tensors
					.optional(upBiases.get(j)), two, none, ones, true, none, 1));
				probe.macs(x.numel() * kernel.numel() / kernel.size(0));
				x = convolve(decoder.get(j), torch.cat(new TensorVector(skips.get(i), up), x.dim() - 1), pass);
				probe.exit("decoder." + i);
			}
			probe.enter("head");
			final Tensor result = logits.apply(x, pass);
			probe.exit("head");
			return scope.keep(result);
		}
	}

	private Tensor pool(final Tensor x) {
		final Tensor image = ChannelsLast.channelsFirst(x);
		final long[] none = new long[two.length];
		final long[] ones = new long[two.length];
		Arrays.fill(ones, 1);
		return ChannelsLast.channelsLast(two.length == 2 ? torch.max_pool2d(image, two, two, none, ones, false) : torch
			.max_pool3d(image, two, two, none, ones, false));
	}

	private static Tensor convolve(final ConvNorm[] pair, final Tensor x, final Pass pass) {
		return torch.relu(pair[1].apply(torch.relu(pair[0].apply(x, pass)), pass));
	}

	@Override
	public void close() {
		weights.close();
		for (final ConvNorm[] pair : encoder) for (final ConvNorm layer : pair) layer.close();
		for (final ConvNorm[] pair : decoder) for (final ConvNorm layer : pair) layer.close();
	}
}
