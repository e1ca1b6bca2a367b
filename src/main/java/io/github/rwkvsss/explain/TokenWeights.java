package io.github.rwkvsss.explain;

import org.bytedeco.pytorch.Tensor;

import io.github.rwkvsss.network.TokenMixing;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * The weights that Bi-WKV gives to tokens, one target at a time, in float64. Of draft 001, equation 8: the weight of
 * token i for token t is exp(-(|t-i|-1) w/T + k_i), of the token itself exp(u + k_t), over the sum of all; t and i are
 * places in the sequence that a scan makes of the tokens. Immutable.
 */
public final class TokenWeights {

	private final int tokens;
	private final int channels;
	/** (C, T) each. */
	private final double[] key;
	private final double[] value;
	private final double[] decay;
	private final double[] bonus;

	private TokenWeights(final int tokens, final int channels, final double[] key, final double[] value,
		final double[] decay, final double[] bonus)
	{
		this.tokens = tokens;
		this.channels = channels;
		this.key = key;
		this.value = value;
		this.decay = decay;
		this.bonus = bonus;
	}

	/** Copies what the first image of the batch mixed. */
	static TokenWeights of(final TokenMixing mixing) {
		return new TokenWeights((int) mixing.key().size(1), (int) mixing.key().size(2), byChannel(mixing.key()), byChannel(
			mixing.value()), Tensors.doubles(mixing.decay()), Tensors.doubles(mixing.bonus()));
	}

	private static double[] byChannel(final Tensor tokens) {
		try (TensorScope scope = new TensorScope()) {
			return Tensors.doubles(tokens.select(0, 0).t().contiguous());
		}
	}

	/** @return number of tokens T */
	public int tokens() {
		return tokens;
	}

	/** @return number of channels C */
	public int channels() {
		return channels;
	}

	/** @return value of a token */
	public double value(final int channel, final int token) {
		return value[channel * tokens + token];
	}

	/** @return decay w of a channel, before the division by T */
	public double decay(final int channel) {
		return decay[channel];
	}

	/**
	 * @param target token
	 * @param positions place of each token in the sequence
	 * @param weights filled with (C, T): of each channel the weights of all tokens, which sum to 1
	 */
	public void of(final int target, final int[] positions, final double[] weights) {
		for (int c = 0; c < channels; c++) {
			final int from = c * tokens;
			final double step = decay[c] / tokens;
			double largest = Double.NEGATIVE_INFINITY;
			for (int i = 0; i < tokens; i++) {
				final int distance = Math.abs(positions[target] - positions[i]);
				final double exponent = key[from + i] + (i == target ? bonus[c] : -(distance - 1) * step);
				weights[from + i] = exponent;
				largest = Math.max(largest, exponent);
			}
			double sum = 0;
			for (int i = from; i < from + tokens; i++) {
				weights[i] = Math.exp(weights[i] - largest);
				sum += weights[i];
			}
			for (int i = from; i < from + tokens; i++) weights[i] /= sum;
		}
	}
}
