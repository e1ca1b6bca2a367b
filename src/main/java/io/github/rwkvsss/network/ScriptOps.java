package io.github.rwkvsss.network;

import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import org.bytedeco.pytorch.Tensor;

import io.github.rwkvsss.ops.JoinedSteps;
import io.github.rwkvsss.scan.TokenShift;
import io.github.rwkvsss.tensor.Tensors;

/**
 * Writes TorchScript, a line per operation, for LibTorch with the op library. Scans and windows depend on the extents, so
 * they become constants; the batch may be of any size.
 */
class ScriptOps implements NetworkOps<ScriptOps.Value> {

	/**
	 * @param name of a variable of the script
	 * @param shape of what it will hold; -1 for the batch
	 */
	record Value(String name, long[] shape) {

		/** So that a value can stand in a line as it is. */
		@Override
		public String toString() {
			return name;
		}

		int axes() {
			return shape.length - 2;
		}
	}

	private final ScriptedNetwork.Precision precision;
	private final Map<Tensor, String> names = new IdentityHashMap<>();
	private final Map<String, String> converted = new HashMap<>();
	private final StringBuilder code = new StringBuilder();
	private final Map<String, Tensor> tensors = new LinkedHashMap<>();
	private int variables;

	ScriptOps(final Weights weights, final ScriptedNetwork.Precision precision) {
		this.precision = precision;
		for (final String name : weights.names()) names.put(weights.get(name), name);
	}

	/** @return the lines so far */
	String code() {
		return code.toString();
	}

	/** @return what the lines name of self: weights belong to the network, the rest to the caller's scope */
	Map<String, Tensor> tensors() {
		return tensors;
	}

	/**
	 * @param image variable that holds (B, C, *S)
	 * @param shape (-1, *S, C)
	 * @return the same with channels last
	 */
	Value image(final String image, final long... shape) {
		return let(shape, "torch.contiguous(torch.permute(%s, %s))", image, toLast(shape.length - 2));
	}

	/** Writes the last line, which gives back the value as (B, C, *S). */
	void giveBack(final Value x) {
		code.append(form("    return torch.contiguous(%s)\n", first(x)));
	}

	/** Lines hold no memory. */
	@Override
	public Scope<Value> scope() {
		return new Scope<>() {

			@Override
			public Value keep(final Value value) {
				return value;
			}

			@Override
			public void close() {}
		};
	}

	@Override
	public long[] shape(final Value x) {
		return x.shape().clone();
	}

	@Override
	public Value view(final Value x, final long... shape) {
		return let(shape, "torch.view(%s, %s)", x, list(shape));
	}

	@Override
	public Value reshape(final Value x, final long... shape) {
		return let(shape, "torch.reshape(%s, %s)", x, list(shape));
	}

	@Override
	public Value transpose(final Value x, final int first, final int second) {
		final long[] shape = shape(x);
		shape[first] = x.shape()[second];
		shape[second] = x.shape()[first];
		return let(shape, "torch.transpose(%s, %d, %d)", x, first, second);
	}

	@Override
	public Value narrow(final Value x, final int axis, final int start, final int length) {
		final long[] shape = shape(x);
		shape[axis] = length;
		return let(shape, "torch.narrow(%s, %d, %d, %d)", x, axis, start, length);
	}

	@Override
	public Value contiguous(final Value x) {
		return let(x.shape(), "torch.contiguous(%s)", x);
	}

	@Override
	public Value cat(final List<Value> values, final int axis) {
		final long[] shape = shape(values.get(0));
		shape[axis] = values.stream().mapToLong(value -> value.shape()[axis]).sum();
		return let(shape, "torch.cat(%s, %d)", values, axis);
	}

	@Override
	public Value weight(final Tensor weight) {
		return new Value(name(weight), Tensors.shape(weight));
	}

	@Override
	public Value times(final Value x, final double factor) {
		return let(x.shape(), "torch.mul(%s, %s)", x, number(factor));
	}

	@Override
	public Value over(final Value x, final double divisor) {
		return let(x.shape(), "torch.div(%s, %s)", x, number(divisor));
	}

	@Override
	public Value means(final Value sequences) {
		return let(sequences.shape(), "torch.contiguous(torch.expand_as(torch.mean(%s, [1], True), %1$s))", sequences);
	}

	@Override
	public Value linear(final Value x, final Linear layer) {
		final long[] shape = shape(x);
		shape[shape.length - 1] = layer.weight().size(0);
		return let(shape, "torch.linear(%s, %s, %s)", x, name(layer.weight()), name(layer.bias()));
	}

	@Override
	public Value addTo(final Value sum, final Value x) {
		return let(sum.shape(), "torch.add(%s, %s)", sum, x);
	}

	@Override
	public Value convNorm(final Value x, final ConvNorm layer) {
		final long[] stride = layer.stride();
		final long[] shape = shape(x);
		for (int d = 1; d <= x.axes(); d++) shape[d] = (shape[d] + stride[d - 1] - 1) / stride[d - 1];
		shape[x.axes() + 1] = layer.kernel().size(0);
		return last(shape, normed(convolution(x, layer.kernel(), null, stride), layer.norm()));
	}

	@Override
	public Value batchNorm(final Value x, final ConvNorm.BatchNorm norm) {
		return last(x.shape(), normed(first(x), norm));
	}

	@Override
	public Value convolve(final Value x, final Tensor kernel, final Tensor bias) {
		final long[] shape = shape(x);
		shape[x.axes() + 1] = kernel.size(0);
		return last(shape, convolution(x, kernel, bias, filled(x.axes(), 1)));
	}

	@Override
	public Value transposedConvolve(final Value x, final Tensor kernel, final Tensor bias) {
		final int axes = x.axes();
		final long[] shape = doubled(x);
		shape[axes + 1] = kernel.size(1);
		return last(shape, form("torch.convolution(%s, %s, %s, %s, %s, %s, True, %5$s, 1)", first(x), name(kernel), name(bias),
			list(filled(axes, 2)), list(filled(axes, 0)), list(filled(axes, 1))));
	}

	@Override
	public Value maxPool(final Value x) {
		final int axes = x.axes();
		final long[] shape = shape(x);
		for (int d = 1; d <= axes; d++) shape[d] /= 2;
		return last(shape, form("torch.max_pool%dd(%s, %s, %3$s, %s, %s, False)", axes, first(x), list(filled(axes, 2)), list(
			filled(axes, 0)), list(filled(axes, 1))));
	}

	@Override
	public Value interpolate(final Value x) {
		final long[] shape = doubled(x);
		return last(shape, resized(first(x), Arrays.copyOfRange(shape, 1, shape.length - 1)));
	}

	@Override
	public Value depthwise(final Value x, final Depthwise layer) {
		return let(x.shape(), "ops.rwkv_sss.depthwise3(%s, %s, %s)", x, name(layer.weight()), name(layer.bias()));
	}

	@Override
	public Value layerNorm(final Value x, final JoinedSteps.Norm norm) {
		return let(x.shape(), "torch.layer_norm(%s, [%d], %s, %s, %s, False)", x, channels(x), name(norm.weight()), name(norm
			.bias()), number(norm.epsilon()));
	}

	@Override
	public Value gelu(final Value x) {
		return let(x.shape(), "torch.gelu(%s)", x);
	}

	@Override
	public Value relu(final Value x) {
		return let(x.shape(), "torch.relu(%s)", x);
	}

	@Override
	public Value squareRelu(final Value x) {
		return let(x.shape(), "ops.rwkv_sss.square_relu(%s)", x);
	}

	@Override
	public Value gateAdd(final Value x, final Value gate, final Value values) {
		return let(x.shape(), "ops.rwkv_sss.gate_add(%s, %s, %s)", x, gate, values);
	}

	@Override
	public Pooled<Value> normPool(final Value x, final JoinedSteps.Norm norm, final int[] window) {
		final Two<Value> results = two(x.shape(), pooled(x, window), "ops.rwkv_sss.norm_pool(%s, %s, %s, %s, %s)", x, name(norm
			.weight()), name(norm.bias()), number(norm.epsilon()), edges(window));
		return new Pooled<>(results.first(), results.second());
	}

	@Override
	public Value pool(final Value x, final WindowPooling layer, final int[] window) {
		final int axes = x.axes();
		final long[] size = Arrays.stream(window).asLongStream().toArray();
		final String padded = form("torch.replication_pad%dd(%s, %s)", axes, first(x), list(WindowPooling.missing(extents(x),
			window)));
		final String kernel = form("torch.mul(%s, %s)", resized(name(layer.kernel()), size), number(layer.shrinkage(window)));
		return last(pooled(x, window), form("torch.convolution(%s, %s, None, %s, %s, %s, False, %4$s, %d)", padded, kernel,
			list(size), list(filled(axes, 0)), list(filled(axes, 1)), channels(x)));
	}

	@Override
	public Value order(final TokenPaths paths, final String name, final Value tokens, final TokenMixing.Path path) {
		final int[] order = paths.order(extents(tokens), path).tokens();
		return constant(name + ".order", order, order.length);
	}

	@Override
	public Optional<Shift<Value>> shift(final TokenPaths paths, final String name, final Value tokens,
		final TokenMixing.Path path)
	{
		return Optional.ofNullable(paths.shift(paths.order(extents(tokens), path))).map(shift -> shift(name, shift, channels(
			tokens)));
	}

	@Override
	public Shift<Value> plain(final TokenPaths paths, final String name, final Value x) {
		return shift(name, TokenShift.plain(extents(x)), channels(x));
	}

	Shift<Value> shift(final String name, final TokenShift shift, final int channels) {
		final int[][] neighbours = shift.neighbours();
		final int[] flat = Arrays.stream(neighbours).flatMapToInt(Arrays::stream).toArray();
		final int[] ends = shift.groupEnds(channels);
		return new Shift<>(constant(name + ".neighbours", flat, neighbours.length, neighbours[0].length), constant(name +
			".group_ends", ends, ends.length));
	}

	@Override
	public Two<Value> shiftLerp(final Value tokens, final Tensor muA, final Tensor muB, final Shift<Value> shift) {
		return two(tokens.shape(), tokens.shape(), "ops.rwkv_sss.shift_lerp(%s, %s, %s, %s, %s)", tokens, name(muA), name(muB),
			shift.neighbours(), shift.ends());
	}

	@Override
	public Value biWkv(final Value keys, final Value values, final Value decay, final Value bonus, final Value order) {
		return let(values.shape(), "ops.rwkv_sss.bi_wkv(%s, %s, %s, %s, %s)", keys, values, decay, bonus, order == null ? "None"
			: order);
	}

	@Override
	public Value gatedUpsample(final Value receptance, final Value low, final int[] window) {
		return let(receptance.shape(), "ops.rwkv_sss.gated_upsample(%s, %s, %s)", receptance, low, edges(window));
	}

	@Override
	public Value dySample(final Value x, final Value offset, final int groups) {
		return let(doubled(x), "ops.rwkv_sss.dysample(%s, %s, %d)", x, offset, groups);
	}

	/** @return expression of the convolution with zero padding, (B, C, *S) */
	private String convolution(final Value x, final Tensor kernel, final Tensor bias, final long[] stride) {
		final int axes = x.axes();
		return form("torch.convolution(%s, %s, %s, %s, %s, %s, False, %s, 1)", first(x), name(kernel), name(bias), list(stride),
			list(filled(axes, kernel.size(2) / 2)), list(filled(axes, 1)), list(filled(axes, 0)));
	}

	/** @return expression of a norm by the running statistics of an image (B, C, *S) */
	private String normed(final String image, final ConvNorm.BatchNorm norm) {
		return form("torch.batch_norm(%s, %s, %s, %s, %s, False, %s, %s, False)", image, name(norm.weight()), name(norm.bias()),
			name(norm.mean()), name(norm.variance()), number(ConvNorm.MOMENTUM), number(ConvNorm.EPSILON));
	}

	private String variable() {
		return "x" + variables++;
	}

	final Value let(final long[] shape, final String expression, final Object... arguments) {
		final Value value = new Value(variable(), shape);
		code.append("    ").append(value).append(" = ").append(form(expression, arguments)).append('\n');
		return value;
	}

	private Two<Value> two(final long[] first, final long[] second, final String expression, final Object... arguments) {
		final Two<Value> values = new Two<>(new Value(variable(), first), new Value(variable(), second));
		code.append("    ").append(values.first()).append(", ").append(values.second()).append(", = ").append(form(expression,
			arguments)).append('\n');
		return values;
	}

	/** @param image expression of what is (B, C, *S) */
	final Value last(final long[] shape, final String image) {
		return let(shape, "torch.contiguous(torch.permute(%s, %s))", image, toLast(shape.length - 2));
	}

	/** @return features as (B, C, *S) */
	static String first(final Value x) {
		final int axes = x.axes();
		return "torch.permute(" + x + ", [0, " + (axes + 1) + LongStream.rangeClosed(1, axes).mapToObj(d -> ", " + d).collect(
			Collectors.joining()) + "])";
	}

	private static String toLast(final int axes) {
		return "[0" + LongStream.rangeClosed(2, axes + 1).mapToObj(d -> ", " + d).collect(Collectors.joining()) + ", 1]";
	}

	static String resized(final String image, final long[] size) {
		return "torch.upsample_" + (size.length == 2 ? "bilinear2d" : "trilinear3d") + "(" + image + ", " + list(size) +
			", False" + ", None".repeat(size.length) + ")";
	}

	static long[] doubled(final Value x) {
		final long[] shape = x.shape().clone();
		for (int d = 1; d < shape.length - 1; d++) shape[d] *= 2;
		return shape;
	}

	static long[] pooled(final Value x, final int[] window) {
		final long[] shape = x.shape().clone();
		for (int d = 1; d < shape.length - 1; d++) shape[d] = (shape[d] + window[d - 1] - 1) / window[d - 1];
		return shape;
	}

	/** @return depth, height and width of a window, as the op library takes them */
	private static String edges(final int[] window) {
		final int axes = window.length;
		return (axes == 3 ? window[0] : 1) + ", " + window[axes - 2] + ", " + window[axes - 1];
	}

	/** @return of one of the network's weights what stands for it in a line */
	final String name(final Tensor weight) {
		if (weight == null) return "None";
		final String name = names.get(weight);
		final String stored = constant(name, weight);
		// 6 is what TorchScript calls float32.
		return precision == ScriptedNetwork.Precision.SINGLE ? stored : converted.computeIfAbsent(name, none -> let(Tensors
			.shape(weight), "torch.to(%s, 6)", stored).name());
	}

	/** @return what a constant's name stands for */
	final Tensor constant(final Value value) {
		return tensors.get(value.name().substring("self.".length()));
	}

	final Value constant(final String name, final int[] values, final long... shape) {
		return new Value(constant(name, Tensors.of(values, shape)), shape);
	}

	private String constant(final String name, final Tensor tensor) {
		final String attribute = name.replace('.', '_');
		tensors.put(attribute, tensor);
		return "self." + attribute;
	}

	static String form(final String expression, final Object... arguments) {
		return String.format(Locale.ROOT, expression, arguments);
	}

	static String list(final long[] values) {
		return Arrays.toString(values);
	}

	static String number(final double value) {
		return String.format(Locale.ROOT, "%.17g", value);
	}

	static long[] filled(final int axes, final long value) {
		final long[] values = new long[axes];
		Arrays.fill(values, value);
		return values;
	}
}
