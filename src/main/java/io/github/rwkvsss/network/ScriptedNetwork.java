package io.github.rwkvsss.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import org.bytedeco.pytorch.Tensor;

import io.github.rwkvsss.scan.ScanOrder;
import io.github.rwkvsss.scan.TokenShift;
import io.github.rwkvsss.tensor.Tensors;

/**
 * A trained network as a TorchScript function of an image of fixed extents, calling the op library's operations. Scans
 * and windows depend on the extents, so they become constants.
 * <p>
 * NB: written beside the modules, not by them: it must say the same as their {@code apply}; the test that runs both
 * sees to it.
 * </p>
 *
 * @param code body of {@code forward(self, image)}: image (B, C, *S) to logits (B, K, *S)
 * @param tensors attributes of self that the code names; weights belong to the network, the rest to the caller's scope
 */
public record ScriptedNetwork(String code, Map<String, Tensor> tensors) {

	/**
	 * @param network RWKV-SSS or U-Net
	 * @param extents of the images, slowest first; multiples of the network's stride
	 * @throws IllegalArgumentException if the extents do not fit
	 */
	public static ScriptedNetwork of(final SegmentationNetwork network, final int... extents) {
		return of(network, Precision.SINGLE, extents);
	}

	/** How weights are stored; arithmetic is in single precision either way. */
	public enum Precision {
			/** As float32. */
			SINGLE,
			/** As float16, converted at every call: half the size, and lossless for weights that were rounded so before. */
			HALF
	}

	/**
	 * @param network RWKV-SSS or U-Net
	 * @param precision in which the caller stores the weights
	 * @param extents as above
	 */
	public static ScriptedNetwork of(final SegmentationNetwork network, final Precision precision, final int... extents) {
		final NetworkConfig config = network.config();
		final int[] stride = config.stride();
		for (int d = 0; d < extents.length; d++) if (extents[d] < stride[d] || extents[d] % stride[d] != 0)
			throw new IllegalArgumentException("tile edge " + extents[d] + " is not a multiple of " + stride[d] + "; choose " +
				Math.max(1, (extents[d] + stride[d] / 2) / stride[d]) * stride[d]);
		final Writer writer = new Writer(network, precision);
		if (config.architecture() == Architecture.UNET) writer.unet(extents);
		else writer.network(extents);
		return new ScriptedNetwork(writer.code.toString(), Collections.unmodifiableMap(writer.tensors));
	}

	/** Features: a variable of the code, and what it holds. */
	private record Features(String name, int[] extents, int channels) {}

	private static final class Writer {

		private final Precision precision;
		private final Map<String, String> converted = new HashMap<>();
		private final NetworkConfig config;
		private final Weights weights;
		private final int axes;
		private final StringBuilder code = new StringBuilder();
		private final Map<String, Tensor> tensors = new LinkedHashMap<>();
		private int variables;

		Writer(final SegmentationNetwork network, final Precision precision) {
			this.precision = precision;
			config = network.config();
			weights = network.weights();
			axes = config.dimensions();
		}

		void network(final int[] extents) {
			final Features image = new Features(let("torch.contiguous(torch.permute(image, %s))", toLast()), extents, config
				.inputChannels());
			final long[] whole = config.stemStride().stream().mapToLong(Integer::longValue).toArray();
			final long[] second = Arrays.stream(whole).map(s -> Math.min(2, s)).toArray();
			final long[] first = new long[axes];
			Arrays.setAll(first, d -> whole[d] / second[d]);
			final Features half = convolutions("stem.convolution", gelu(convNorm("stem.first", image, first)), config
				.convolutions().stem());
			final Features deep = gelu(convNorm("stem.second", half, second));
			Features x = add(deep, convNorm("stem.branch", image, whole));

			final long[] two = filled(2);
			final List<Features> skips = new ArrayList<>();
			final int stages = config.widths().size();
			for (int i = 1; i <= stages; i++) {
				if (i > 1) x = convNorm("down." + i, x, two);
				if (i <= config.convolutions().stages()) x = residual("dense." + i, x);
				x = blocks("encoder." + i, x, i, 0, config.encoderBlocks().get(i - 1));
				skips.add(x);
			}
			for (int i = stages - 1; i >= 1; i--) {
				x = decoder("decoder." + i, x, skips.get(i - 1), axes, i <= config.convolutions().stages());
				x = blocks("decoder." + i + ".block", x, i, config.encoderBlocks().get(i - 1), config.decoderBlocks().get(stages -
					1 - i));
			}
			head(x, half, image, first, second);
		}

		/** Plain LibTorch runs it: all operations are its own. */
		void unet(final int[] extents) {
			Features x = new Features(let("torch.contiguous(torch.permute(image, %s))", toLast()), extents, config
				.inputChannels());
			final int levels = config.widths().size();
			final List<Features> skips = new ArrayList<>();
			for (int i = 0; i < levels; i++) {
				if (i > 0) x = pooled(x);
				x = reluPair("encoder." + i, x);
				skips.add(x);
			}
			for (int i = levels - 2; i >= 0; i--) {
				final Features skip = skips.get(i);
				final String up = let("torch.convolution(torch.permute(%s, %s), %s, %s, %s, %s, %s, True, %s, 1)", x.name(),
					toFirst(), weight("up." + i + ".weight"), weight("up." + i + ".bias"), list(filled(2)), list(filled(0)), list(
						filled(1)), list(filled(0)));
				x = reluPair("decoder." + i, new Features(let("torch.cat([%s, %s], %d)", skip.name(), last(up), axes + 1), skip
					.extents(), 2 * skip.channels()));
			}
			final String logits = linear("logits", x, true).name();
			code.append("    return torch.contiguous(torch.permute(").append(logits).append(", ").append(toFirst()).append(
				"))\n");
		}

		private Features pooled(final Features x) {
			final int[] half = Arrays.stream(x.extents()).map(extent -> extent / 2).toArray();
			return new Features(last(let("torch.max_pool%dd(torch.permute(%s, %s), %s, %s, %s, %s, False)", axes, x.name(),
				toFirst(), list(filled(2)), list(filled(2)), list(filled(0)), list(filled(1)))), half, x.channels());
		}

		private Features reluPair(final String name, final Features input) {
			Features x = input;
			for (final String layer : new String[] { ".first", ".second" }) {
				final Features normed = convNorm(name + layer, x, filled(1));
				x = new Features(let("torch.relu(%s)", normed.name()), normed.extents(), normed.channels());
			}
			return x;
		}

		private void head(final Features quarter, final Features half, final Features image, final long[] toFull,
			final long[] toHalf)
		{
			final Features fused = convolutions("head.convolution", decoder("head.half", quarter, half, Upsample.scaledAxes(
				toHalf), false), config.convolutions().half());
			String joined = fused.name();
			// With a stride of two the stem's first features are the detail: see Head.
			if (Upsample.scaledAxes(toFull) > 0) {
				final Features full = upsample("head.upsample", linear("head.narrow", fused, false), Upsample.scaledAxes(toFull));
				final Features fine = gelu(convNorm("head.detail", image, filled(1)));
				joined = let("torch.cat([%s, %s], %d)", full.name(), fine.name(), axes + 1);
			}
			final String logits = convolution(joined, "head.logits", weight("head.logits.bias"), filled(1), 3);
			code.append("    return torch.contiguous(").append(logits).append(")\n");
		}

		private Features convolutions(final String name, final Features input, final int count) {
			Features x = input;
			for (int i = 0; i < count; i++) x = gelu(convNorm(name + "." + i, x, filled(1)));
			return x;
		}

		private Features residual(final String name, final Features input) {
			Features x = input;
			for (int i = 0; i < config.convolutions().perStage(); i++) x = add(x, gelu(convNorm(name + "." + i, x, filled(1))));
			return x;
		}

		private Features decoder(final String name, final Features below, final Features skip, final int scaled,
			final boolean convolves)
		{
			final Features up = upsample(name + ".upsample", linear(name + ".narrow", below, false), scaled);
			final Features joined = add(linear(name + ".from_below", up, false), linear(name + ".from_skip", skip, false));
			final String normed = batchNorm(name + ".norm", let("torch.permute(%s, %s)", joined.name(), toFirst()));
			final Features active = gelu(new Features(last(normed), joined.extents(), joined.channels()));
			return convolves ? residual(name + ".dense", active) : depthwise(name + ".depthwise", active);
		}

		private Features blocks(final String name, final Features input, final int stage, final int first, final int count) {
			Features x = input;
			for (int j = 0; j < count; j++) {
				final String block = name + "." + j;
				x = depthwise(block + ".depthwise", x);
				for (final SpatialMix.Branch branch : SpatialMix.Branch.values()) if (config.design().branches().have(branch)) x =
					spatialMix(block + branch.suffix(), x, branch, stage, first + j);
				x = channelMix(block + ".channel_mix", x);
			}
			return x;
		}

		private Features spatialMix(final String name, final Features x, final SpatialMix.Branch branch, final int stage,
			final int block)
		{
			final int[] window = SpatialMix.window(config, branch, stage, x.extents());
			final int[] grid = new int[axes];
			Arrays.setAll(grid, d -> (x.extents()[d] + window[d] - 1) / window[d]);
			final long length = Arrays.stream(grid).asLongStream().reduce(1, (a, b) -> a * b);
			final String edges = (axes == 3 ? window[0] : 1) + ", " + window[axes - 2] + ", " + window[axes - 1];
			final ScanOrder order = ScanOrder.of(config.scan(), SpatialMix.quarterTurns(config, stage, block),
				branch == SpatialMix.Branch.LOCAL, grid);

			final String[] pooled = normPooled(name, x, branch, stage, window, edges);
			final Features normed = new Features(pooled[0], x.extents(), x.channels());
			final String tokens = let("torch.view(%s, [-1, %d, %d])", pooled[1], length, x.channels());
			final String y = mixed(name, tokens, order, grid, x.channels());
			final String low = let("torch.view(torch.layer_norm(%s, [%d], %s, %s, %s, False), %s)", y, x.channels(), weight(name +
				".wkv_norm.weight"), weight(name + ".wkv_norm.bias"), number(SpatialMix.EPSILON), shape(grid, x.channels()));
			final Features gated = new Features(let("ops.rwkv_sss.gated_upsample(%s, %s, %s)", linear(name + ".receptance",
				normed, false).name(), low, edges), x.extents(), x.channels());
			return add(x, linear(name + ".output", gated, false));
		}

		/** @return the normalised features and the tokens */
		private String[] normPooled(final String name, final Features x, final SpatialMix.Branch branch, final int stage,
			final int[] window, final String edges)
		{
			final String weight = weight(name + ".norm.weight");
			final String bias = weight(name + ".norm.bias");
			if (config.design().pooling() == NetworkDesign.Pooling.MEAN) return letTwo(
				"ops.rwkv_sss.norm_pool(%s, %s, %s, %s, %s)", x.name(), weight, bias, number(SpatialMix.EPSILON), edges);
			final String normed = let("torch.layer_norm(%s, [%d], %s, %s, %s, False)", x.name(), x.channels(), weight, bias,
				number(SpatialMix.EPSILON));
			final long[] size = Arrays.stream(window).asLongStream().toArray();
			final long[] after = new long[2 * axes];
			for (int d = 0; d < axes; d++) after[2 * (axes - 1 - d) + 1] = Math.floorMod(-x.extents()[d], window[d]);
			final String padded = let("torch.replication_pad%dd(torch.permute(%s, %s), %s)", axes, normed, toFirst(), list(
				after));
			final int edge = SpatialMix.widest(config, branch, stage);
			final String kernel = let("torch.mul(torch.upsample_%s(%s, %s, False, %s), %s)", axes == 2 ? "bilinear2d"
				: "trilinear3d", weight(name + ".pooling.weight"), list(size), "None, ".repeat(axes - 1) + "None", number(
					WindowPooling.shrinkage(edge, window)));
			final String tokens = let("torch.convolution(%s, %s, None, %s, %s, %s, False, %s, %d)", padded, kernel, list(size),
				list(filled(0)), list(filled(1)), list(filled(0)), x.channels());
			return new String[] { normed, last(tokens) };
		}

		/** @return what the tokens mixed to (B, T, C) */
		private String mixed(final String name, final String tokens, final ScanOrder order, final int[] grid,
			final int channels)
		{
			final boolean keys = config.design().mixture() != NetworkDesign.Mixture.MEAN;
			final TokenShift shift = TokenPaths.shift(config.design().shift(), order, config.onPathShare());
			final String muValue = shift == null ? null : weight(name + ".mu_value");
			final String[] shifted = shift == null ? new String[] { tokens, tokens } : shiftLerp(tokens, keys ? weight(name +
				".mu_key") : muValue, muValue, shift, channels, name);
			final Features v = linear(name + ".value", new Features(shifted[1], grid, channels), false);
			final boolean axial = config.design().sequences() == NetworkDesign.Sequences.AXIAL;
			if (!keys && axial) return alongAxes(grid, channels, (d, start, end) -> {
				final String lines = lines(v.name(), grid, d, start, end);
				return let("torch.contiguous(torch.expand_as(torch.mean(%s, [1], True), %s))", lines, lines);
			});
			if (!keys) return let("torch.contiguous(torch.expand_as(torch.mean(%s, [1], True), %s))", v.name(), v.name());
			final Features k = linear(name + ".key", new Features(shifted[0], grid, channels), false);
			if (axial) return alongAxes(grid, channels, (d, start, end) -> let("ops.rwkv_sss.bi_wkv(%s, %s, %s, %s, None)", lines(
				k.name(), grid, d, start, end), lines(v.name(), grid, d, start, end), share(decay(name, grid[d]), start, end),
				share(bonus(name, grid[d]), start, end)));
			final long length = order.tokens().length;
			final String path = constant(name + ".order", Tensors.of(order.tokens(), order.tokens().length));
			return let("ops.rwkv_sss.bi_wkv(%s, %s, %s, %s, %s)", k.name(), v.name(), decay(name, length), bonus(name, length),
				path);
		}

		/** What the channels of an axis, from one to before another, become along its lines. */
		private interface Lines {

			String mix(int axis, int start, int end);
		}

		/** @return (B, T, C) of what each axis' share became, see {@link AxialSequences} */
		private String alongAxes(final int[] grid, final int channels, final Lines lines) {
			final int[] ends = AxialSequences.ends(channels, axes);
			final long length = AxialSequences.product(grid, 0, axes);
			final List<String> shares = new ArrayList<>();
			for (int d = 0; d < axes; d++) {
				final int start = d == 0 ? 0 : ends[d - 1];
				final String mixed = lines.mix(d, start, ends[d]);
				shares.add(let("torch.reshape(torch.transpose(torch.view(%s, [-1, %d, %d, %d, %d]), 2, 3), [-1, %d, %d])", mixed,
					AxialSequences.product(grid, 0, d), AxialSequences.product(grid, d + 1, axes), grid[d], ends[d] - start, length,
					ends[d] - start));
			}
			return let("torch.cat([%s], 2)", String.join(", ", shares));
		}

		private String lines(final String tokens, final int[] grid, final int axis, final int start, final int end) {
			return let(
				"torch.reshape(torch.transpose(torch.reshape(torch.narrow(%s, 2, %d, %d), [-1, %d, %d, %d, %d]), 2, 3), [-1, %d, %d])",
				tokens, start, end - start, AxialSequences.product(grid, 0, axis), grid[axis], AxialSequences.product(grid, axis +
					1, axes), end - start, grid[axis], end - start);
		}

		private String share(final String channels, final int start, final int end) {
			return let("torch.contiguous(torch.narrow(%s, 0, %d, %d))", channels, start, end - start);
		}

		private String decay(final String name, final long length) {
			final String decay = weight(name + ".decay");
			return config.decayLength() == 0 ? decay : let("torch.mul(%s, %s)", decay, number((double) length / config
				.decayLength()));
		}

		private String bonus(final String name, final long length) {
			final String bonus = weight(name + ".bonus");
			return config.bonusOverLength() ? let("torch.div(%s, %s)", bonus, number(length)) : bonus;
		}

		private Features channelMix(final String name, final Features x) {
			final long length = Arrays.stream(x.extents()).asLongStream().reduce(1, (a, b) -> a * b);
			final String flat = let("torch.view(%s, [-1, %d, %d])", x.name(), length, x.channels());
			final String normed = let("torch.layer_norm(%s, [%d], %s, %s, %s, False)", flat, x.channels(), weight(name +
				".norm.weight"), weight(name + ".norm.bias"), number(SpatialMix.EPSILON));
			final String[] shifted = shiftLerp(normed, weight(name + ".mu_key"), weight(name + ".mu_receptance"), TokenShift
				.plain(x.extents()), x.channels(), name);
			final Features key = linear(name + ".key", new Features(shifted[0], x.extents(), x.channels()), false);
			final String hidden = let("ops.rwkv_sss.square_relu(%s)", key.name());
			final Features gate = linear(name + ".receptance", new Features(shifted[1], x.extents(), x.channels()), false);
			final Features mixed = linear(name + ".value", new Features(hidden, x.extents(), key.channels()), false);
			return new Features(let("torch.view(ops.rwkv_sss.gate_add(%s, %s, %s), %s)", flat, gate.name(), mixed.name(), shape(x
				.extents(), x.channels())), x.extents(), x.channels());
		}

		private String[] shiftLerp(final String tokens, final String muA, final String muB, final TokenShift shift,
			final int channels, final String name)
		{
			final int[][] neighbours = shift.neighbours();
			final int count = neighbours[0].length;
			final int[] flat = new int[neighbours.length * count];
			for (int g = 0; g < neighbours.length; g++) System.arraycopy(neighbours[g], 0, flat, g * count, count);
			final int[] ends = shift.groupEnds(channels);
			return letTwo("ops.rwkv_sss.shift_lerp(%s, %s, %s, %s, %s)", tokens, muA, muB, constant(name + ".neighbours", Tensors
				.of(flat, neighbours.length, count)), constant(name + ".group_ends", Tensors.of(ends, ends.length)));
		}

		private Features upsample(final String name, final Features x, final int scaled) {
			if (scaled == 0) return x;
			final int[] fine = x.extents().clone();
			for (int d = axes - scaled; d < axes; d++) fine[d] *= 2;
			String source = x.name();
			if (scaled < axes) source = let("torch.view(%s, %s)", source, shape(Arrays.copyOfRange(x.extents(), 1, axes), x
				.channels()));
			String result = doubled(name, source, scaled, Arrays.copyOfRange(fine, axes - scaled, axes), x);
			if (scaled < axes) result = let("torch.view(%s, %s)", result, shape(fine, x.channels()));
			return new Features(result, fine, x.channels());
		}

		/** @param size what its last axes become */
		private String doubled(final String name, final String source, final int scaled, final int[] size, final Features x) {
			if (config.design().upsampling() == NetworkDesign.Upsampling.DYSAMPLE) {
				final String offset = linear(name + ".offset", new Features(source, x.extents(), x.channels()), true).name();
				return let("ops.rwkv_sss.dysample(%s, %s, %d)", source, offset, config.sampleGroups());
			}
			final String first = scaled == 2 ? "[0, 3, 1, 2]" : "[0, 4, 1, 2, 3]";
			final String last = scaled == 2 ? "[0, 2, 3, 1]" : "[0, 2, 3, 4, 1]";
			final String image = let("torch.permute(%s, %s)", source, first);
			final String zeros = Arrays.toString(new long[scaled]);
			final String fine = config.design().upsampling() == NetworkDesign.Upsampling.LINEAR ? let(
				"torch.upsample_%s(%s, %s, False, %s)", scaled == 2 ? "bilinear2d" : "trilinear3d", image, Arrays.toString(size),
				"None, ".repeat(scaled - 1) + "None") : let("torch.convolution(%s, %s, %s, %s, %s, %s, True, %s, 1)", image, weight(
					name + ".weight"), weight(name + ".bias"), zeros.replace('0', '2'), zeros, zeros.replace('0', '1'), zeros);
			return let("torch.contiguous(torch.permute(%s, %s))", fine, last);
		}

		private Features convNorm(final String name, final Features x, final long[] stride) {
			final int edge = Math.toIntExact(weights.get(name + ".weight").size(2));
			final int[] coarse = new int[axes];
			Arrays.setAll(coarse, d -> (int) ((x.extents()[d] + stride[d] - 1) / stride[d]));
			final String result = batchNorm(name + ".norm", convolution(x.name(), name, "None", stride, edge));
			return new Features(last(result), coarse, Math.toIntExact(weights.get(name + ".weight").size(0)));
		}

		/** Of features (B, *S, C); gives an image (B, C, *S). */
		private String convolution(final String features, final String name, final String bias, final long[] stride,
			final int edge)
		{
			return let("torch.convolution(torch.permute(%s, %s), %s, %s, %s, %s, %s, False, %s, 1)", features, toFirst(), weight(
				name + ".weight"), bias, list(stride), list(filled(edge / 2)), list(filled(1)), list(filled(0)));
		}

		private String batchNorm(final String name, final String image) {
			return let("torch.batch_norm(%s, %s, %s, %s, %s, False, 0.10000000000000001, %s, False)", image, weight(name +
				".weight"), weight(name + ".bias"), weight(name + ".mean"), weight(name + ".variance"), number(ConvNorm.EPSILON));
		}

		private String last(final String image) {
			return let("torch.contiguous(torch.permute(%s, %s))", image, toLast());
		}

		private Features depthwise(final String name, final Features x) {
			return new Features(let("ops.rwkv_sss.depthwise3(%s, %s, %s)", x.name(), weight(name + ".weight"), weight(name +
				".bias")), x.extents(), x.channels());
		}

		private Features linear(final String name, final Features x, final boolean bias) {
			return new Features(let("torch.linear(%s, %s, %s)", x.name(), weight(name + ".weight"), bias ? weight(name + ".bias")
				: "None"), x.extents(), Math.toIntExact(weights.get(name + ".weight").size(0)));
		}

		private Features gelu(final Features x) {
			return new Features(let("torch.gelu(%s)", x.name()), x.extents(), x.channels());
		}

		private Features add(final Features x, final Features other) {
			return new Features(let("torch.add(%s, %s)", x.name(), other.name()), x.extents(), x.channels());
		}

		private String let(final String expression, final Object... arguments) {
			final String name = "x" + variables++;
			code.append("    ").append(name).append(" = ").append(String.format(Locale.ROOT, expression, arguments)).append('\n');
			return name;
		}

		private String[] letTwo(final String expression, final Object... arguments) {
			final String[] names = { "x" + variables++, "x" + variables++ };
			code.append("    ").append(names[0]).append(", ").append(names[1]).append(", = ").append(String.format(Locale.ROOT,
				expression, arguments)).append('\n');
			return names;
		}

		private String weight(final String name) {
			final String stored = constant(name, weights.get(name));
			if (precision == Precision.SINGLE) return stored;
			// 6 is what TorchScript calls float32.
			final String known = converted.get(name);
			if (known != null) return known;
			final String value = let("torch.to(%s, 6)", stored);
			converted.put(name, value);
			return value;
		}

		private String constant(final String name, final Tensor tensor) {
			final String attribute = name.replace('.', '_');
			tensors.put(attribute, tensor);
			return "self." + attribute;
		}

		private String toFirst() {
			return "[0, " + (axes + 1) + LongStream.rangeClosed(1, axes).mapToObj(d -> ", " + d).collect(Collectors.joining()) +
				"]";
		}

		private String toLast() {
			return "[0" + LongStream.rangeClosed(2, axes + 1).mapToObj(d -> ", " + d).collect(Collectors.joining()) + ", 1]";
		}

		/** Of features, whatever the batch. */
		private static String shape(final int[] extents, final int channels) {
			return "[-1" + Arrays.stream(extents).mapToObj(e -> ", " + e).collect(Collectors.joining()) + ", " + channels + "]";
		}

		private static String list(final long[] values) {
			return Arrays.toString(values);
		}

		private static String number(final double value) {
			return String.format(Locale.ROOT, "%.17g", value);
		}

		private long[] filled(final long value) {
			final long[] values = new long[axes];
			Arrays.fill(values, value);
			return values;
		}
	}
}
