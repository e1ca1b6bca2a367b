package io.github.rwkvsss.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * The weights of a network, by name, in the order of their making. Owns the tensors.
 * <p>
 * Parameters are trained; buffers (the statistics of batch norms) only follow.
 * </p>
 */
public final class Weights implements AutoCloseable {

	private final Map<String, Tensor> all = new LinkedHashMap<>();
	private final List<String> parameters = new ArrayList<>();
	private final SplittableRandom random;
	private final ComputeDevice device;
	private long version;

	/**
	 * @param seed of the initial values, which are drawn on the processor and so the same everywhere
	 * @param device where they path
	 */
	Weights(final long seed, final ComputeDevice device) {
		random = new SplittableRandom(seed);
		this.device = device;
	}

	/** @return where they path */
	public ComputeDevice device() {
		return device;
	}

	/** @return all names, parameters and buffers */
	public List<String> names() {
		return List.copyOf(all.keySet());
	}

	/** @return names of what is trained */
	public List<String> parameters() {
		return Collections.unmodifiableList(parameters);
	}

	/**
	 * @param name one of {@link #names}
	 * @return the tensor, not the caller's to free
	 */
	public Tensor get(final String name) {
		final Tensor tensor = all.get(name);
		if (tensor == null) throw new IllegalArgumentException("this network has no weight \"" + name + "\"");
		return tensor;
	}

	/** @return number of trained values */
	public long parameterCount() {
		return parameters.stream().mapToLong(name -> get(name).numel()).sum();
	}

	/**
	 * @param prefix of names
	 * @return number of trained values under these names
	 */
	public long parameterCount(final String prefix) {
		return parameters.stream().filter(name -> name.startsWith(prefix)).mapToLong(name -> get(name).numel()).sum();
	}

	/** @return a number that changes when values were changed; folded copies of weights compare it */
	public long version() {
		return version;
	}

	/** To be called by whoever changed values in place. */
	public void touch() {
		version++;
	}

	/** Copies all values of equally named weights of another network of the same configuration, on whatever device. */
	public void copyFrom(final Weights other) {
		try (TensorScope scope = new TensorScope(); NoGradGuard guard = new NoGradGuard()) {
			for (final String name : all.keySet()) get(name).copy_(other.get(name));
		}
		touch();
	}

	@Override
	public void close() {
		all.values().forEach(TensorScope::free);
		all.clear();
	}

	/** Values drawn evenly from -bound to bound. */
	Tensor uniform(final String name, final double bound, final long... shape) {
		final float[] values = new float[count(shape)];
		for (int i = 0; i < values.length; i++) values[i] = (float) (bound * (2 * random.nextDouble() - 1));
		return parameter(name, values, shape);
	}

	Tensor constant(final String name, final double value, final long... shape) {
		final float[] values = new float[count(shape)];
		java.util.Arrays.fill(values, (float) value);
		return parameter(name, values, shape);
	}

	Tensor parameter(final String name, final float[] values, final long... shape) {
		final Tensor tensor = add(name, values, shape);
		tensor.set_requires_grad(true);
		parameters.add(name);
		return tensor;
	}

	Tensor buffer(final String name, final double value, final long... shape) {
		final float[] values = new float[count(shape)];
		java.util.Arrays.fill(values, (float) value);
		return add(name, values, shape);
	}

	private Tensor add(final String name, final float[] values, final long[] shape) {
		try (TensorScope scope = new TensorScope()) {
			final Tensor tensor = TensorScope.own(device.take(Tensors.of(values, shape)));
			if (all.put(name, tensor) != null) throw new IllegalStateException("two weights are named " + name);
			return tensor;
		}
	}

	private static int count(final long[] shape) {
		long count = 1;
		for (final long extent : shape) count *= extent;
		return Math.toIntExact(count);
	}
}
