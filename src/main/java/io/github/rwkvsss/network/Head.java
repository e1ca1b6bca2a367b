package io.github.rwkvsss.network;

import java.util.Arrays;
import java.util.List;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.ops.ChannelsLast;
import io.github.rwkvsss.ops.JoinedSteps;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * From quarter to full resolution: DySample onto the stem's half-resolution features, convolutions there, DySample of
 * a narrow map to full resolution, joined there with a narrow detail branch from the image, and a convolution to the logits.
 * <p>
 * Where the stem's stride is two at most, its first features are at full resolution already: they are the detail, and
 * the convolution to the logits follows the first DySample.
 * </p>
 */
final class Head implements AutoCloseable {

	private final RwkvSss.DecoderStage toHalf;
	private final List<ConvNorm> convolutions;
	private final Linear narrow;
	private final Upsample upsample;
	private final ConvNorm detail;
	private final Tensor kernel;
	private final Tensor bias;

	Head(final Weights weights, final String name, final NetworkConfig config, final Stem stem) {
		final int width = config.widths().get(0);
		final int halfWidth = config.halfChannels();
		final int slim = config.headWidth();
		final long[] toFull = stem.firstStride();
		final long[] toHalfStride = new long[toFull.length];
		for (int d = 0; d < toFull.length; d++) toHalfStride[d] = config.stemStride().get(d) / toFull[d];
		toHalf = new RwkvSss.DecoderStage(weights, name + ".half", config, width, halfWidth, halfWidth, Upsample.scaledAxes(
			toHalfStride), 0, List.of());
		convolutions = ConvNorm.list(weights, name + ".convolution", config.convolutions().half(), halfWidth, config
			.dimensions());
		final boolean full = Upsample.scaledAxes(toFull) == 0;
		final long[] ones = new long[config.dimensions()];
		Arrays.fill(ones, 1);
		narrow = full ? null : Linear.withoutBias(weights, name + ".narrow", halfWidth, slim);
		upsample = full ? null : new Upsample(weights, name + ".upsample", Upsample.scaledAxes(toFull), slim, config);
		detail = full ? null : new ConvNorm(weights, name + ".detail", config.inputChannels(), slim, 3, ones);
		final long[] shape = new long[config.dimensions() + 2];
		Arrays.fill(shape, 3);
		shape[0] = config.classes();
		shape[1] = full ? halfWidth : 2L * slim;
		kernel = weights.uniform(name + ".logits.weight", 1 / Math.sqrt(shape[1] * Math.pow(3, config.dimensions())), shape);
		bias = weights.constant(name + ".logits.bias", 0, config.classes());
	}

	Tensor apply(final Tensor quarter, final Tensor half, final Tensor image, final Pass pass) {
		try (TensorScope scope = new TensorScope()) {
			final Tensor joined = ConvNorm.through(convolutions, toHalf.apply(quarter, half, pass), pass);
			if (detail == null) {
				final Tensor logits = convolve(joined, kernel, bias);
				pass.probe().macs(logits.numel() * kernel.numel() / kernel.size(0));
				return scope.keep(ChannelsLast.channelsLast(logits));
			}
			final Tensor slim = narrow.apply(joined, pass);
			final Tensor full = upsample.apply(slim, pass);
			final Tensor fine = pass.gelu(detail.apply(image, pass));
			final Tensor logits;
			if (pass.joins(full) && full.dim() == 4) {
				final Tensor joint = JoinedSteps.instance().convolveJoined(full, fine, kernel, bias);
				pass.probe().macs(joint.numel() * kernel.numel() / kernel.size(0));
				return scope.keep(joint);
			}
			if (pass.fuses()) {
				// Two convolutions into one sum: the joined maps would be the largest tensor of all.
				final long slimWidth = fine.size(fine.dim() - 1);
				logits = convolve(full, kernel.narrow(1, 0, slimWidth).contiguous(), bias);
				logits.add_(convolve(fine, kernel.narrow(1, slimWidth, slimWidth).contiguous(), null));
			}
			else logits = convolve(torch.cat(new TensorVector(full, fine), full.dim() - 1), kernel, bias);
			pass.probe().macs(logits.numel() * kernel.numel() / kernel.size(0));
			return scope.keep(ChannelsLast.channelsLast(logits));
		}
	}

	private static Tensor convolve(final Tensor features, final Tensor taps, final Tensor shift) {
		final long[] ones = new long[(int) features.dim() - 2];
		Arrays.fill(ones, 1);
		return torch.convolution(ChannelsLast.channelsFirst(features), taps, Tensors.optional(shift), ones, ones, ones, false,
			new long[ones.length], 1);
	}

	@Override
	public void close() {
		toHalf.close();
		convolutions.forEach(ConvNorm::close);
		if (detail != null) detail.close();
	}
}
