package io.github.rwkvsss.explain;

import java.util.Arrays;

/** One channel of the attention alone. */
record SingleChannel(int channel) implements ChannelView {

	@Override
	public double[] combine(final double[] weights, final TokenWeights tokens) {
		if (channel < 1 || channel > tokens.channels()) throw new IllegalArgumentException("channel " + channel +
			" does not exist; this block has channels 1 to " + tokens.channels());
		return Arrays.copyOfRange(weights, (channel - 1) * tokens.tokens(), channel * tokens.tokens());
	}
}
