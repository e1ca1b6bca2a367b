package io.github.rwkvsss.explain;

import java.util.Arrays;

/** How the weights of a token's many channels become one number per token. Each channel decays at its own rate. */
public interface ChannelView {

	/** @return the mean over the channels */
	static ChannelView mean() {
		return (weights, tokens) -> {
			final double[] mean = new double[tokens.tokens()];
			for (int c = 0; c < tokens.channels(); c++) {
				for (int i = 0; i < mean.length; i++) mean[i] += weights[c * mean.length + i] / tokens.channels();
			}
			return mean;
		};
	}

	/**
	 * @return the length of what each token adds to the result, its weights times its values, as a share of all: a token
	 *         that is looked at but has nothing to say counts little (Kobayashi et al. 2020, EMNLP, p. 7057)
	 */
	static ChannelView byValue() {
		return (weights, tokens) -> {
			final double[] length = new double[tokens.tokens()];
			for (int c = 0; c < tokens.channels(); c++) {
				for (int i = 0; i < length.length; i++) {
					final double part = weights[c * length.length + i] * tokens.value(c, i);
					length[i] += part * part;
				}
			}
			Arrays.setAll(length, i -> Math.sqrt(length[i]));
			final double sum = Arrays.stream(length).sum();
			// NB: where all values are zero nothing is added by anybody, and the shares stay zero.
			if (sum > 0) Arrays.setAll(length, i -> length[i] / sum);
			return length;
		};
	}

	/**
	 * @param channel counted from 1
	 * @return that channel alone
	 */
	static ChannelView only(final int channel) {
		return new SingleChannel(channel);
	}

	/**
	 * @param weights (C, T) of one target
	 * @param tokens whose
	 * @return one number per token
	 */
	double[] combine(double[] weights, TokenWeights tokens);
}
