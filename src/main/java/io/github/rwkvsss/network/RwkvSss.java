package io.github.rwkvsss.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.rwkvsss.tensor.ComputeDevice;

/**
 * RWKV-SSS: residual stem, two to four encoder stages of {@link SssBlock}s, a decoder with dynamic upsampling, and a
 * narrow head at full resolution. 2D and 3D alike.
 */
final class RwkvSss implements WrittenNetwork {

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
	public <T> T run(final T image, final NetworkOps<T> ops) {
		final ModuleProbe probe = ops.probe();
		try (ValueOps.Scope<T> scope = ops.scope()) {
			probe.enter("stem");
			final Stem.Features<T> entry = stem.apply(image, ops);
			probe.exit("stem");
			final int stages = encoder.size();
			final List<T> skips = new ArrayList<>();
			T x = entry.quarter();
			for (int i = 1; i <= stages; i++) {
				probe.enter("encoder." + i);
				if (i > 1) x = ops.convNorm(x, down.get(i - 2));
				x = ConvNorm.addAll(dense.get(i - 1), x, ops);
				for (final SssBlock block : encoder.get(i - 1)) x = block.apply(x, ops);
				skips.add(x);
				probe.exit("encoder." + i);
			}
			for (int i = stages - 1; i >= 1; i--) {
				probe.enter("decoder." + i);
				x = decoder.get(stages - 1 - i).apply(x, skips.get(i - 1), ops);
				probe.exit("decoder." + i);
			}
			probe.enter("head");
			final T logits = head.apply(x, entry.half(), image, ops);
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
}
