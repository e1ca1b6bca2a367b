package io.github.rwkvsss.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.ops.ChannelsLast;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * A convolution of edge 3 (or 1) with batch norm, on features (B, *S, C). When predicting, the norm is folded
 * into the convolution's weights.
 */
final class ConvNorm implements AutoCloseable {

	static final double MOMENTUM = 0.1;
	static final double EPSILON = 1e-5;

	private final Weights weights;
	private final Tensor kernel;
	private final BatchNorm norm;
	private final long[] stride;
	private final long[] padding;
	private Tensor foldedKernel;
	private Tensor foldedBias;
	private long foldedVersion = -1;

	ConvNorm(final Weights weights, final String name, final int in, final int out, final int edge, final long[] stride) {
		this.weights = weights;
		this.stride = stride.clone();
		padding = new long[stride.length];
		Arrays.fill(padding, edge / 2);
		final long[] shape = new long[stride.length + 2];
		Arrays.fill(shape, edge);
		shape[0] = out;
		shape[1] = in;
		kernel = weights.uniform(name + ".weight", Math.sqrt(3.0 / fanIn(shape)), shape);
		norm = new BatchNorm(weights, name + ".norm", out);
	}

	/** @return so many of stride one in a row, over as many channels in as out */
	static List<ConvNorm> list(final Weights weights, final String name, final int count, final int channels,
		final int dimensions)
	{
		final long[] ones = new long[dimensions];
		Arrays.fill(ones, 1);
		final List<ConvNorm> list = new ArrayList<>();
		for (int i = 0; i < count; i++) list.add(new ConvNorm(weights, name + "." + i, channels, channels, 3, ones));
		return list;
	}

	/**
	 * @param features where no gradient is recorded nobody else may hold them: they may be written over
	 * @return the features after each layer in turn, GELU of which is added to what it saw
	 */
	static <T> T addAll(final List<ConvNorm> layers, final T features, final NetworkOps<T> ops) {
		T x = features;
		for (final ConvNorm layer : layers) {
			try (ValueOps.Scope<T> scope = ops.scope()) {
				x = scope.keep(ops.addTo(x, ops.gelu(ops.convNorm(x, layer))));
			}
		}
		return x;
	}

	/** @return the features after each layer and GELU in turn */
	static <T> T through(final List<ConvNorm> layers, final T features, final NetworkOps<T> ops) {
		T x = features;
		for (final ConvNorm layer : layers) x = ops.gelu(ops.convNorm(x, layer));
		return x;
	}

	/**
	 * @param x (B, *S, in)
	 * @return (B, *ceil(S / stride), out)
	 */
	Tensor apply(final Tensor x, final Pass pass) {
		try (TensorScope scope = new TensorScope()) {
			final Tensor image = ChannelsLast.channelsFirst(x);
			final Tensor result;
			if (pass.learnsStatistics()) result = norm.train(convolve(image, kernel, null));
			else if (pass.training()) result = norm.predict(convolve(image, kernel, null));
			else {
				fold();
				result = convolve(image, foldedKernel, foldedBias);
			}
			pass.probe().macs(result.numel() * kernel.numel() / kernel.size(0));
			return scope.keep(ChannelsLast.channelsLast(result));
		}
	}

	Tensor kernel() {
		return kernel;
	}

	BatchNorm norm() {
		return norm;
	}

	/** @return per axis */
	long[] stride() {
		return stride.clone();
	}

	private Tensor convolve(final Tensor image, final Tensor taps, final Tensor bias) {
		final long[] ones = new long[stride.length];
		Arrays.fill(ones, 1);
		return torch.convolution(image, taps, Tensors.optional(bias), stride, padding, ones, false, new long[stride.length], 1);
	}

	private void fold() {
		if (foldedVersion == weights.version()) return;
		close();
		try (TensorScope scope = new TensorScope(); NoGradGuard guard = new NoGradGuard()) {
			final long[] perKernel = new long[stride.length + 2];
			Arrays.fill(perKernel, 1);
			perKernel[0] = kernel.size(0);
			final Tensor scale = norm.scale();
			foldedKernel = TensorScope.own(kernel.mul(scale.view(perKernel)));
			foldedBias = TensorScope.own(norm.shift(scale));
			foldedVersion = weights.version();
		}
	}

	@Override
	public void close() {
		TensorScope.free(foldedKernel);
		TensorScope.free(foldedBias);
		foldedKernel = null;
		foldedBias = null;
		foldedVersion = -1;
	}

	private static long fanIn(final long[] shape) {
		long product = 1;
		for (int d = 1; d < shape.length; d++) product *= shape[d];
		return product;
	}

	/** Batch norm over all but the channels. */
	record BatchNorm(Tensor weight, Tensor bias, Tensor mean, Tensor variance) {

		BatchNorm(final Weights weights, final String name, final int channels) {
			this(weights.constant(name + ".weight", 1, channels), weights.constant(name + ".bias", 0, channels), weights.buffer(
				name + ".mean", 0, channels), weights.buffer(name + ".variance", 1, channels));
		}

		/** @param image (B, C, *S); updates the running statistics */
		Tensor train(final Tensor image) {
			return torch.batch_norm(image, new TensorOptional(weight), new TensorOptional(bias), new TensorOptional(mean),
				new TensorOptional(variance), true, MOMENTUM, EPSILON, false);
		}

		/** @param image (B, C, *S); normalised by the running statistics */
		Tensor predict(final Tensor image) {
			return torch.batch_norm(image, new TensorOptional(weight), new TensorOptional(bias), new TensorOptional(mean),
				new TensorOptional(variance), false, MOMENTUM, EPSILON, false);
		}

		Tensor apply(final Tensor features, final Pass pass) {
			try (TensorScope scope = new TensorScope()) {
				final Tensor image = ChannelsLast.channelsFirst(features);
				return scope.keep(ChannelsLast.channelsLast(pass.learnsStatistics() ? train(image) : predict(image)));
			}
		}

		/** @return by what the running statistics scale each channel (C) */
		Tensor scale() {
			return weight.div(variance.add(new org.bytedeco.pytorch.Scalar(EPSILON)).sqrt());
		}

		/** @return what the running statistics add to each scaled channel (C) */
		Tensor shift(final Tensor scale) {
			return bias.sub(mean.mul(scale));
		}
	}
}
