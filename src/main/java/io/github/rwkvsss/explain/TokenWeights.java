package io.github.rwkvsss.explain;

import java.util.stream.IntStream;

import org.bytedeco.pytorch.Tensor;

import io.github.rwkvsss.network.TokenMixing;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * The weights that Bi-WKV gives to tokens, one target at a time, in float64. Of draft 001, equation 8: the weight of
 * token i for token t is exp(-(|t-i|-1) w/T + k_i), of the token itself exp(u + k_t), over the sum of all; t and i are
 * places in the sequence that a scan makes of the tokens, or, in channels that are mixed along an axis of the grid, in
 * their line of it: there tokens of other lines have no weight. Immutable.
 */
public final class TokenWeights {

	private final int tokens;
	private final int channels;
	/** (C, T) each. */
	private final double[] key;
	private final double[] value;
	private final double[] decay;
	private final double[] bonus;

	private final int[] grid;
	/** Of each channel the axis of the grid that it is mixed along, or -1 for the path. */
	private final int[] axes;

	private TokenWeights(final int tokens, final int channels, final double[] key, final double[] value, final double[] decay,
		final double[] bonus, final int[] grid, final int[] axes)
	{
		this.tokens = tokens;
		this.channels = channels;
		this.key = key;
		this.value = value;
		this.decay = decay;
		this.bonus = bonus;
		this.grid = grid;
		this.axes = axes;
	}

	/** Copies what the first image of the batch mixed. */
	static TokenWeights of(final TokenMixing mixing) {
		return new TokenWeights((int) mixing.key().size(1), (int) mixing.key().size(2), byChannel(mixing.key()), byChannel(
			mixing.value()), Tensors.doubles(mixing.decay()), Tensors.doubles(mixing.bonus()), mixing.grid().clone(), IntStream
				.range(0, (int) mixing.key().size(2)).map(mixing::axisOf).toArray());
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

	/** @return length of the sequence that a channel is mixed along: T of equation 8 */
	public int length(final int channel) {
		return axes[channel] < 0 ? tokens : grid[axes[channel]];
	}

	/** @return steps between two tokens of one sequence; -1 if no sequence of the channel holds both */
	private int distance(final int channel, final int a, final int b, final int[] positions) {
		final int axis = axes[channel];
		if (axis < 0) return Math.abs(positions[a] - positions[b]);
		int stride = 1;
		for (int d = grid.length - 1; d > axis; d--) stride *= grid[d];
		final int placeA = a / stride % grid[axis];
		final int placeB = b / stride % grid[axis];
		return a - placeA * stride == b - placeB * stride ? Math.abs(placeA - placeB) : -1;
	}

	/**
	 * @param target token
	 * @param positions place of each token in the sequence; channels that are mixed along an axis do not ask
	 * @param weights filled with (C, T): of each channel the weights of all tokens, which sum to 1
	 */
	public void of(final int target, final int[] positions, final double[] weights) {
		for (int c = 0; c < channels; c++) {
			final int from = c * tokens;
			final double step = decay[c] / length(c);
			double largest = Double.NEGATIVE_INFINITY;
			for (int i = 0; i < tokens; i++) {
				final int distance = distance(c, target, i, positions);
				if (distance < 0) {
					weights[from + i] = Double.NEGATIVE_INFINITY;
					continue;
				}
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
