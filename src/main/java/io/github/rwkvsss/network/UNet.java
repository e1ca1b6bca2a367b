package io.github.rwkvsss.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.bytedeco.pytorch.Tensor;

import io.github.rwkvsss.tensor.ComputeDevice;

/**
 * A plain U-Net (Ronneberger et al. 2015) for comparison: two 3x3 convolutions with batch norm and ReLU per level,
 * max pooling, transposed convolution, concatenated skips. Padding is "same", as in later use.
 */
final class UNet implements WrittenNetwork {

	private final NetworkConfig config;
	private final Weights weights;
	private final List<ConvNorm[]> encoder = new ArrayList<>();
	private final List<ConvNorm[]> decoder = new ArrayList<>();
	private final List<Tensor> upKernels = new ArrayList<>();
	private final List<Tensor> upBiases = new ArrayList<>();
	private final Linear logits;

	UNet(final NetworkConfig config, final long seed, final ComputeDevice device) {
		this.config = config;
		weights = new Weights(seed, device);
		final List<Integer> widths = config.widths();
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
	public <T> T run(final T image, final NetworkOps<T> ops) {
		final ModuleProbe probe = ops.probe();
		try (ValueOps.Scope<T> scope = ops.scope()) {
			final List<T> skips = new ArrayList<>();
			T x = image;
			for (int i = 0; i < encoder.size(); i++) {
				probe.enter("encoder." + i);
				if (i > 0) x = ops.maxPool(x);
				x = convolve(encoder.get(i), x, ops);
				skips.add(x);
				probe.exit("encoder." + i);
			}
			for (int j = 0; j < decoder.size(); j++) {
				final int i = decoder.size() - 1 - j;
				probe.enter("decoder." + i);
				final T up = ops.transposedConvolve(x, upKernels.get(j), upBiases.get(j));
				x = convolve(decoder.get(j), ops.cat(List.of(skips.get(i), up), config.dimensions() + 1), ops);
				probe.exit("decoder." + i);
			}
			probe.enter("head");
			final T result = ops.linear(x, logits);
			probe.exit("head");
			return scope.keep(result);
		}
	}

	private static <T> T convolve(final ConvNorm[] pair, final T x, final NetworkOps<T> ops) {
		return ops.relu(ops.convNorm(ops.relu(ops.convNorm(x, pair[0])), pair[1]));
	}

	@Override
	public void close() {
		weights.close();
		for (final ConvNorm[] pair : encoder) for (final ConvNorm layer : pair) layer.close();
		for (final ConvNorm[] pair : decoder) for (final ConvNorm layer : pair) layer.close();
	}
}
