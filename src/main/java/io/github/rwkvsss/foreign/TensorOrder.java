package io.github.rwkvsss.foreign;

import org.bytedeco.pytorch.Tensor;

/** Turns tensors of this program's order (batch, channels, z, y, x) into that of a script, and back. */
final class TensorOrder {

	private final String own;

	/** @param dimensions 2 or 3 */
	TensorOrder(final int dimensions) {
		own = dimensions == 3 ? "bczyx" : "bcyx";
	}

	/**
	 * @param tensor in our order
	 * @param axes letters wanted; those of b and c that are missing must be of extent 1
	 * @return contiguous
	 */
	Tensor from(final Tensor tensor, final String axes) {
		Tensor result = tensor;
		final StringBuilder left = new StringBuilder(own);
		for (int d = own.length() - 1; d >= 0; d--) {
			if (axes.indexOf(own.charAt(d)) >= 0) continue;
			result = result.squeeze(d);
			left.deleteCharAt(d);
		}
		final long[] places = new long[axes.length()];
		for (int i = 0; i < places.length; i++) places[i] = left.indexOf(axes.substring(i, i + 1));
		return result.permute(places).contiguous();
	}

	/**
	 * @param tensor in a script's order
	 * @param axes its letters
	 * @return in our order, contiguous
	 * @throws IllegalArgumentException in one sentence if the tensor has another number of axes
	 */
	Tensor back(final Tensor tensor, final String axes) {
		if (tensor.dim() != axes.length()) throw new IllegalArgumentException("the model gives a tensor of " + tensor.dim() +
			" axes, not of the " + axes.length() + " that " + axes + " names");
		final StringBuilder order = new StringBuilder();
		for (final char letter : own.toCharArray()) if (axes.indexOf(letter) >= 0) order.append(letter);
		final long[] places = new long[axes.length()];
		for (int i = 0; i < places.length; i++) places[i] = axes.indexOf(order.charAt(i));
		Tensor result = tensor.permute(places);
		for (int d = 0; d < own.length(); d++) if (axes.indexOf(own.charAt(d)) < 0) result = result.unsqueeze(d);
		return result.contiguous();
	}
}
