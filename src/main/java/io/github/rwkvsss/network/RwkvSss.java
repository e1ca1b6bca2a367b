package io.github.rwkvsss.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.ops.JoinedSteps;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * RWKV-SSS: residual stem, two to four encoder stages of {@link SssBlock}s, a decoder with dynamic upsampling, and a
 * narrow head at full resolution. 2D and 3D alike.
 */
final class RwkvSss implements SegmentationNetwork {

	private final NetworkConfig config;
	private final Weights weights;
	private final TokenPaths paths;
	private final Stem stem;
	private final List<List<SssBlock>> encoder = new ArrayList<>();
	private final List<ConvNorm> down = new ArrayList<>();
	private final List<List<ConvNorm>> dense = new ArrayList<>();
	private final List<DecoderStage> decoder = new ArrayList<>();
	private final Head head;

	RwkvSss(final NetworkConfig config, final long seed, final ComputeDevice device) {
		this.config = config;
		weights = new Weights(seed, device);
		paths = new TokenPaths(config);
		stem = new Stem(weights, "stem", config);
		final long[] two = new long[config.dimensions()];
		Arrays.fill(two, 2);
		final int stages = config.widths().size();
		for (int i = 1; i <= stages; i++) {
			if (i > 1) down.add(new ConvNorm(weights, "down." + i, config.widths().get(i - 2), config.widths().get(i - 1), 3,
				two));
			dense.add(ConvNorm.list(weights, "dense." + i, residuals(i), config.widths().get(i - 1), config.dimensions()));
			encoder.add(blocks("encoder." + i, i, 0, config.encoderBlocks().get(i - 1)));
		}
		for (int i = stages - 1; i >= 1; i--) decoder.add(new DecoderStage(weights, "decoder." + i, config, config.widths().get(
			i), config.widths().get(i - 1), config.widths().get(i - 1), Upsample.scaledAxes(two), residuals(i), blocks(
				"decoder." + i + ".block", i, config.encoderBlocks().get(i - 1), config.decoderBlocks().get(stages - 1 - i))));
		head = new Head(weights, "head", config, stem);
	}

	private int residuals(final int stage) {
		return stage <= config.convolutions().stages() ? config.convolutions().perStage() : 0;
	}

	private List<SssBlock> blocks(final String name, final int stage, final int first, final int count) {
		final List<SssBlock> blocks = new ArrayList<>();
		for (int j = 0; j < count; j++) blocks.add(new SssBlock(weights, name + "." + j, config, paths, stage, first + j));
		return blocks;
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
			probe.enter("stem");
			final Stem.Features entry = stem.apply(image, pass);
			probe.exit("stem");
			final int stages = encoder.size();
			final Tensor[] skips = new Tensor[stages];
			Tensor x = entry.quarter();
			for (int i = 1; i <= stages; i++) {
				probe.enter("encoder." + i);
				if (i > 1) x = down.get(i - 2).apply(x, pass);
				x = ConvNorm.addAll(dense.get(i - 1), x, pass);
				for (final SssBlock block : encoder.get(i - 1)) x = block.apply(x, pass);
				skips[i - 1] = x;
				probe.exit("encoder." + i);
			}
			for (int i = stages - 1; i >= 1; i--) {
				probe.enter("decoder." + i);
				x = decoder.get(stages - 1 - i).apply(x, skips[i - 1], pass);
				probe.exit("decoder." + i);
			}
			probe.enter("head");
			final Tensor logits = head.apply(x, entry.half(), image, pass);
			probe.exit("head");
			return scope.keep(logits);
		}
	}

	@Override
	public void close() {
		weights.close();
		paths.close();
		stem.close();
		down.forEach(ConvNorm::close);
		dense.forEach(layers -> layers.forEach(ConvNorm::close));
		decoder.forEach(DecoderStage::close);
		head.close();
	}

	/**
	 * Upsampling onto a skip connection: 1x1 to the skip's width, DySample, W_a up + W_b skip, batch norm, GELU,
	 * residual convolution (depthwise, or over all channels), blocks.
	 */
	static final class DecoderStage implements AutoCloseable {

		private final Linear narrow;
		private final Upsample upsample;
		private final Linear fromBelow;
		private final Linear fromSkip;
		private final ConvNorm.BatchNorm norm;
		private final Depthwise depthwise;
		private final List<ConvNorm> dense;
		private final List<SssBlock> blocks;

		/** @param residuals convolutions over all channels in place of the depthwise one; 0 to keep that */
		DecoderStage(final Weights weights, final String name, final NetworkConfig config, final int in, final int skip,
			final int out, final int scaledAxes, final int residuals, final List<SssBlock> blocks)
		{
			narrow = Linear.withoutBias(weights, name + ".narrow", in, out);
			upsample = new Upsample(weights, name + ".upsample", scaledAxes, out, config);
			fromBelow = Linear.withoutBias(weights, name + ".from_below", out, out);
			fromSkip = Linear.withoutBias(weights, name + ".from_skip", skip, out);
			norm = new ConvNorm.BatchNorm(weights, name + ".norm", out);
			depthwise = residuals > 0 ? null : new Depthwise(weights, name + ".depthwise", config.dimensions(), out);
			dense = ConvNorm.list(weights, name + ".dense", residuals, out, config.dimensions());
			this.blocks = blocks;
		}

		/** W_a up + W_b skip and batch norm; the norm is folded into both if the pass fuses. */
		private Tensor join(final Tensor up, final Tensor skip, final Pass pass) {
			if (!pass.fuses()) return norm.apply(fromBelow.apply(up, pass).add_(fromSkip.apply(skip, pass)), pass);
			final Tensor scale = norm.scale();
			final Tensor rows = scale.unsqueeze(1);
			final Tensor below = fromBelow.weight().mul(rows);
			final Tensor beside = fromSkip.weight().mul(rows);
			if (pass.joins(up)) {
				pass.probe().macs(fromBelow.macs(up.numel()) + fromSkip.macs(skip.numel()));
				return JoinedSteps.instance().linearSum(up, below, skip, beside, norm.shift(scale));
			}
			final Tensor joined = torch.linear(up, below, Tensors.optional(norm.shift(scale)));
			joined.view(-1, below.size(0)).addmm_(skip.view(-1, beside.size(1)), beside.t());
			pass.probe().macs(joined.numel() * (below.size(1) + beside.size(1)));
			return joined;
		}

		Tensor apply(final Tensor below, final Tensor skip, final Pass pass) {
			try (TensorScope scope = new TensorScope()) {
				final Tensor up = upsample.apply(narrow.apply(below, pass), pass);
				final Tensor joined = pass.gelu(join(up, skip, pass));
				Tensor x = depthwise == null ? ConvNorm.addAll(dense, joined, pass) : depthwise.apply(joined, pass);
				for (final SssBlock block : blocks) x = block.apply(x, pass);
				return scope.keep(x);
			}
		}

		@Override
		public void close() {
			dense.forEach(ConvNorm::close);
		}
	}
}
