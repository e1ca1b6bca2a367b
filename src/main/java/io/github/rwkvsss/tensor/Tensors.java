package io.github.rwkvsss.tensor;

import java.util.Arrays;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Tensors from Java arrays and back, and their shapes. All results belong to the caller's {@link TensorScope}. */
public final class Tensors {

	private Tensors() {}

	/**
	 * @param values row-major, copied
	 * @param shape extents; their product equals the number of values
	 * @return a float32 tensor on the CPU
	 */
	public static Tensor of(final float[] values, final long... shape) {
		checkCount(values.length, shape);
		final Tensor tensor = torch.empty(shape, options(ScalarType.Float), null);
		if (values.length > 0) tensor.data_ptr_float().put(values, 0, values.length);
		return tensor;
	}

	/**
	 * @param values row-major, copied
	 * @param shape extents; their product equals the number of values
	 * @return an int32 tensor on the CPU
	 */
	public static Tensor of(final int[] values, final long... shape) {
		checkCount(values.length, shape);
		final Tensor tensor = torch.empty(shape, options(ScalarType.Int), null);
		if (values.length > 0) tensor.data_ptr_int().put(values, 0, values.length);
		return tensor;
	}

	/**
	 * @param values row-major, copied
	 * @param shape extents; their product equals the number of values
	 * @return an int64 tensor on the CPU
	 */
	public static Tensor of(final long[] values, final long... shape) {
		checkCount(values.length, shape);
		final Tensor tensor = torch.empty(shape, options(ScalarType.Long), null);
		if (values.length > 0) tensor.data_ptr_long().put(values, 0, values.length);
		return tensor;
	}

	/**
	 * @param values one double each
	 * @param shape extents
	 * @return a float64 tensor on the CPU
	 */
	public static Tensor of(final double[] values, final long... shape) {
		checkCount(values.length, shape);
		final Tensor tensor = torch.empty(shape, options(ScalarType.Double), null);
		if (values.length > 0) tensor.data_ptr_double().put(values, 0, values.length);
		return tensor;
	}

	/**
	 * @param tensor of any type, device and layout
	 * @return its values, row-major, as float
	 */
	public static float[] floats(final Tensor tensor) {
		try (TensorScope scope = new TensorScope()) {
			final Tensor flat = onCpu(tensor, ScalarType.Float);
			final float[] values = new float[Math.toIntExact(flat.numel())];
			if (values.length > 0) {
				final FloatPointer data = flat.data_ptr_float();
				data.get(values);
			}
			return values;
		}
	}

	/**
	 * @param tensor of any type, device and layout
	 * @return its values, row-major, as double
	 */
	public static double[] doubles(final Tensor tensor) {
		try (TensorScope scope = new TensorScope()) {
			final Tensor flat = onCpu(tensor, ScalarType.Double);
			final double[] values = new double[Math.toIntExact(flat.numel())];
			if (values.length > 0) flat.data_ptr_double().get(values);
			return values;
		}
	}

	/**
	 * @param tensor of any integer type
	 * @return its values, row-major
	 */
	public static int[] ints(final Tensor tensor) {
		try (TensorScope scope = new TensorScope()) {
			final Tensor flat = onCpu(tensor, ScalarType.Int);
			final int[] values = new int[Math.toIntExact(flat.numel())];
			if (values.length > 0) {
				final IntPointer data = flat.data_ptr_int();
				data.get(values);
			}
			return values;
		}
	}

	/**
	 * @param tensor of any integer type
	 * @return its values, row-major
	 */
	public static long[] longs(final Tensor tensor) {
		try (TensorScope scope = new TensorScope()) {
			final Tensor flat = onCpu(tensor, ScalarType.Long);
			final long[] values = new long[Math.toIntExact(flat.numel())];
			if (values.length > 0) {
				final LongPointer data = flat.data_ptr_long();
				data.get(values);
			}
			return values;
		}
	}

	/**
	 * @param tensor any
	 * @return its extents
	 */
	public static long[] shape(final Tensor tensor) {
		final long[] shape = new long[Math.toIntExact(tensor.dim())];
		Arrays.setAll(shape, d -> tensor.size(d));
		return shape;
	}

	/**
	 * @param features (B, *S, C)
	 * @return the extents *S, {height, width} or {depth, height, width}
	 */
	public static int[] spatial(final Tensor features) {
		final int[] extents = new int[Math.toIntExact(features.dim()) - 2];
		Arrays.setAll(extents, d -> Math.toIntExact(features.size(d + 1)));
		return extents;
	}

	/**
	 * @param type element type
	 * @return options for a tensor of that type on the CPU
	 */
	public static TensorOptions options(final ScalarType type) {
		return new TensorOptions(type);
	}

	/**
	 * @param type element type
	 * @param device where it shall lie
	 * @return options for a tensor of that type there
	 */
	public static TensorOptions options(final ScalarType type, final Device device) {
		return new TensorOptions(type).device(new org.bytedeco.pytorch.DeviceOptional(device));
	}

	/**
	 * @param tensor may be null
	 * @return the optional that holds it, empty for null
	 */
	public static TensorOptional optional(final Tensor tensor) {
		return tensor == null ? new TensorOptional() : new TensorOptional(tensor);
	}

	private static Tensor onCpu(final Tensor tensor, final ScalarType type) {
		// In two steps: float64 exists on the CPU, but not on all devices.
		final Tensor here = tensor.detach().to(new Device("cpu"), tensor.scalar_type());
		return here.to(type).contiguous();
	}

	private static void checkCount(final int count, final long[] shape) {
		long product = 1;
		for (final long extent : shape) product = Math.multiplyExact(product, extent);
		if (product != count) throw new IllegalArgumentException("a tensor of shape " + Arrays.toString(shape) + " holds " +
			product + " values, but " + count + " were given");
	}
}
