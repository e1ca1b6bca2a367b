package io.github.rwkvsss.explain;

import java.util.List;
import java.util.Locale;

import io.github.rwkvsss.network.Architecture;
import io.github.rwkvsss.network.NetworkConfig;

/**
 * A branch of a block of the network, counted as people count.
 *
 * @param part on the way down or on the way up
 * @param stage 1 to 4 at 1/4 to 1/32 of the image (of a stem of stride 4); the decoder has no stage 4
 * @param block from 1, within part and stage
 * @param branch global or local
 */
public record BranchChoice(Part part, int stage, int block, Branch branch) {

	/** The two halves of the U. */
	public enum Part {
			ENCODER, DECODER
	}

	/** The two scales that a block mixes at. */
	public enum Branch {
			GLOBAL, LOCAL
	}

	/**
	 * @return the name of the branch's weights
	 * @throws IllegalArgumentException in one sentence if the network has no such block
	 */
	public String nameIn(final NetworkConfig network) {
		if (network.architecture() != Architecture.RWKV_SSS) throw new IllegalArgumentException("the model is a " + network
			.architecture() + ", which has no attention to show; choose a model of the RWKV-SSS kind");
		final int there = count(network, part, stage);
		if (block < 1 || block > there) throw new IllegalArgumentException("the model has no block " + block + " in " + word(
			part) + " stage " + stage + "; it has " + offered(network));
		return word(part) + "." + stage + (part == Part.DECODER ? ".block." : ".") + (block - 1) + "." + branch.name()
			.toLowerCase(Locale.ROOT);
	}

	private static int count(final NetworkConfig network, final Part part, final int stage) {
		final List<Integer> encoder = network.encoderBlocks();
		if (part == Part.ENCODER) return stage < 1 || stage > encoder.size() ? 0 : encoder.get(stage - 1);
		// The configuration lists the decoder from its deepest stage, which is one above the encoder's.
		final int at = encoder.size() - 1 - stage;
		return at < 0 || at >= network.decoderBlocks().size() ? 0 : network.decoderBlocks().get(at);
	}

	private static String offered(final NetworkConfig network) {
		final StringBuilder text = new StringBuilder();
		for (final Part part : Part.values()) {
			for (int stage = 1; stage <= network.widths().size(); stage++) {
				final int there = count(network, part, stage);
				if (there > 0) text.append(text.length() == 0 ? "" : ", ").append(there).append(" in ").append(word(part)).append(
					" stage ").append(stage);
			}
		}
		return text.toString();
	}

	private static String word(final Part part) {
		return part.name().toLowerCase(Locale.ROOT);
	}

	@Override
	public String toString() {
		return word(part) + " stage " + stage + " block " + block + " " + branch.name().toLowerCase(Locale.ROOT);
	}
}
