package io.github.rwkvsss.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.rwkvsss.model.Safetensors;

/**
 * Weights of a trained network for one that sees other channels or tells other classes: the body's are taken as they are.
 * Kernels on the image are spread over the channels, so that a grey image in three channels gives what it gave in one, and
 * the other way round. Logits of other classes are random.
 *
 * @param weights all that the network has, by name
 * @param spread names of those that were spread over other channels
 * @param random names of those that are random, because they belong to other classes
 */
record StartWeights(Map<String, Safetensors.Array> weights, List<String> spread, List<String> random) {

	/**
	 * @param given weights of the trained network
	 * @param own random weights of the network to train, which has the same names
	 * @param channels of the trained network's images
	 * @param ownChannels of the images to train on
	 */
	static StartWeights of(final Map<String, Safetensors.Array> given, final Map<String, Safetensors.Array> own,
		final int channels, final int ownChannels)
	{
		return of(given, own, channels, ownChannels, null);
	}

	/**
	 * @param logits of each of the own network's logits the number of the trained network's that it begins as, or -1 for a
	 *          random beginning; null to take all if they are as many, and else none
	 */
	static StartWeights of(final Map<String, Safetensors.Array> given, final Map<String, Safetensors.Array> own,
		final int channels, final int ownChannels, final int[] logits)
	{
		final Map<String, Safetensors.Array> weights = new LinkedHashMap<>();
		final List<String> spread = new ArrayList<>();
		final List<String> random = new ArrayList<>();
		own.forEach((name, array) -> {
			final Safetensors.Array from = given.get(name);
			if (from != null && logits != null && name.contains("logits.")) {
				weights.put(name, chosen(from, array, logits));
				random.add(name);
			}
			else if (from != null && Arrays.equals(array.shape(), from.shape())) weights.put(name, from);
			else if (from != null && isOnImage(from.shape(), array.shape(), channels, ownChannels)) {
				weights.put(name, spread(from, array.shape()));
				spread.add(name);
			}
			else {
				weights.put(name, array);
				random.add(name);
			}
		});
		return new StartWeights(weights, spread, random);
	}

	/** Weights (out, ...) of which each row is one of the trained network's, or stays. */
	private static Safetensors.Array chosen(final Safetensors.Array from, final Safetensors.Array own, final int[] logits) {
		final float[] values = own.values().clone();
		final int row = values.length / logits.length;
		for (int k = 0; k < logits.length; k++) if (logits[k] >= 0) System.arraycopy(from.values(), logits[k] * row, values, k *
			row, row);
		return new Safetensors.Array(own.shape(), values);
	}

	/** Kernels (out, in, *S) that differ in their input channels alone, and those are the images'. */
	private static boolean isOnImage(final long[] from, final long[] to, final int channels, final int ownChannels) {
		if (from.length < 3 || from.length != to.length || from[1] != channels || to[1] != ownChannels) return false;
		for (int d = 0; d < to.length; d++) if (d != 1 && from[d] != to[d]) return false;
		return true;
	}

	private static Safetensors.Array spread(final Safetensors.Array from, final long[] shape) {
		final int before = (int) from.shape()[1];
		final int after = (int) shape[1];
		final int taps = from.values().length / (int) from.shape()[0] / before;
		final float[] values = new float[from.values().length / before * after];
		for (int out = 0; out < shape[0]; out++) for (int tap = 0; tap < taps; tap++) {
			double sum = 0;
			for (int c = 0; c < before; c++) sum += from.values()[(out * before + c) * taps + tap];
			for (int c = 0; c < after; c++) values[(out * after + c) * taps + tap] = (float) (sum / after);
		}
		return new Safetensors.Array(shape, values);
	}
}
