package io.github.rwkvsss.model;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

import io.github.rwkvsss.network.Weights;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/** Weights of a network as arrays, and back. */
public final class WeightArrays {

	private WeightArrays() {}

	/**
	 * @param weights of a network
	 * @return copies of all its tensors, by name
	 */
	public static Map<String, Safetensors.Array> of(final Weights weights) {
		final Map<String, Safetensors.Array> arrays = new LinkedHashMap<>();
		for (final String name : weights.names()) arrays.put(name, of(weights.get(name)));
		return arrays;
	}

	/**
	 * @param tensor any
	 * @return a copy
	 */
	public static Safetensors.Array of(final Tensor tensor) {
		return new Safetensors.Array(Tensors.shape(tensor), Tensors.floats(tensor));
	}

	/**
	 * @param arrays by name; all weights must be there with their shapes, nothing else
	 * @param weights to overwrite; on an error some may be overwritten already
	 * @throws IOException in one sentence if they do not fit
	 */
	public static void into(final Map<String, Safetensors.Array> arrays, final Weights weights) throws IOException {
		for (final String name : arrays.keySet()) if (!weights.names().contains(name)) throw new IOException(
			"the model has weights \"" + name + "\" that its network does not have");
		for (final String name : weights.names()) copy(arrays.get(name), name, weights.get(name));
		weights.touch();
	}

	/**
	 * @param array may be null
	 * @param name for messages
	 * @param target to overwrite
	 * @throws IOException in one sentence if there is no such array or it has another shape or is not finite
	 */
	public static void copy(final Safetensors.Array array, final String name, final Tensor target) throws IOException {
		if (array == null) throw new IOException("the model lacks the weights \"" + name + "\"");
		if (!Arrays.equals(array.shape(), Tensors.shape(target))) throw new IOException("the model's weights \"" + name +
			"\" have the shape " + Arrays.toString(array.shape()) + ", its network wants " + Arrays.toString(Tensors.shape(
				target)));
		for (final float value : array.values()) if (!Float.isFinite(value)) throw new IOException("the model's weights \"" +
			name + "\" are not all finite numbers");
		try (TensorScope scope = new TensorScope(); NoGradGuard guard = new NoGradGuard()) {
			target.copy_(Tensors.of(array.values(), array.shape()));
		}
	}
}
