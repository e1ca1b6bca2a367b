package io.github.rwkvsss.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.bytedeco.pytorch.Tensor;

import io.github.rwkvsss.ops.JoinedSteps;
import io.github.rwkvsss.scan.TokenShift;
import io.github.rwkvsss.tensor.Tensors;

/**
 * Writes TorchScript of LibTorch's own operations alone, for programs that cannot load the op library: the same steps as
 * {@link io.github.rwkvsss.ops.BlockOps#portable} does one by one. Bi-WKV (draft 001, equation 8) is summed in double
 * precision, where the exponents of its cumulative sums have room.
 */
final class PortableScriptOps extends ScriptOps {

	/** Smallest exponent, relative to a channel's largest key, whose exponential is a normal float64. */
	private static final String LEAST_EXPONENT = "-600.";
	/** What TorchScript calls float32 and float64. */
	private static final int SINGLE = 6;
	private static final int DOUBLE = 7;

	/** The order of which a constant is the way back, by the order's name. */
	private final Map<String, Value> back = new HashMap<>();

	PortableScriptOps(final Weights weights, final ScriptedNetwork.Precision precision) {
		super(weights, precision);
	}

	@Override
	public Value order(final TokenPaths paths, final String name, final Value tokens, final TokenMixing.Path path) {
		final Value order = super.order(paths, name, tokens, path);
		final int[] forth = Tensors.ints(constant(order));
		final int[] places = new int[forth.length];
		for (int i = 0; i < places.length; i++) places[forth[i]] = i;
		back.put(order.name(), constant(name + ".back", places, places.length));
		return order;
	}

	@Override
	public Value biWkv(final Value keys, final Value values, final Value decay, final Value bonus, final Value order) {
		final long[] shape = shape(values);
		final int length = Math.toIntExact(shape[1]);
		final long[] perChannel = { shape[2] };
		final long[] perToken = { length, shape[2] };
		final Value key = let(shape, "torch.to(%s, %d)", ordered(keys, order), DOUBLE);
		final Value value = let(shape, "torch.to(%s, %d)", ordered(values, order), DOUBLE);
		final Value step = let(perChannel, "torch.div(torch.to(%s, %d), %s)", decay, DOUBLE, number(length));
		// Counted by a sum over ones, so that they lie on the device that computes: 1 to T, then around 0.
		final Value place = let(new long[] { length, 1 },
			"torch.unsqueeze(torch.sub(torch.cumsum(torch.ones_like(torch.select(torch.select(%s, 0, 0), 1, 0)), 0), %s), 1)",
			key, number((length + 1) / 2.0));
		final Value s = let(perToken, "torch.mul(%s, %s)", place, step);
		final Value kappa = let(shape, "torch.clamp_min(torch.sub(%s, torch.amax(%1$s, [1], True)), %s)", key, LEAST_EXPONENT);
		final Value p = let(shape, "torch.exp(torch.add(%s, %s))", kappa, s);
		final Value q = let(shape, "torch.exp(torch.sub(%s, %s))", kappa, s);
		final Value own = let(shape, "torch.exp(torch.add(%s, torch.to(%s, %d)))", kappa, bonus, DOUBLE);
		final Value past = let(perToken, "torch.exp(torch.sub(%s, %s))", step, s);
		final Value future = let(perToken, "torch.exp(torch.add(%s, %s))", step, s);
		final String weighted = "torch.mul(%s, " + value + ")";
		final Value numerator = sum(shape, past, before(p, weighted), future, after(q, weighted), form(weighted, own));
		final Value denominator = sum(shape, past, before(p, "%s"), future, after(q, "%s"), own.name());
		final Value mixed = let(shape, "torch.to(torch.div(%s, %s), %d)", numerator, denominator, SINGLE);
		return order == null ? mixed : let(shape, "torch.index_select(%s, 1, %s)", mixed, back.get(order.name()));
	}

	private static String ordered(final Value tokens, final Value order) {
		return order == null ? tokens.name() : form("torch.index_select(%s, 1, %s)", tokens, order);
	}

	private Value sum(final long[] shape, final Value past, final Value before, final Value future, final Value after,
		final String own)
	{
		return let(shape, "torch.add(torch.add(torch.mul(%s, %s), torch.mul(%s, %s)), %s)", past, before, future, after, own);
	}

	/** @return running sum over the tokens before each token; a difference of sums would lose the small ones */
	private Value before(final Value terms, final String of) {
		return runningSum(terms.shape(), let(terms.shape(), of, terms));
	}

	/** @return running sum over the tokens after each token */
	private Value after(final Value terms, final String of) {
		return let(terms.shape(), "torch.flip(%s, [1])", runningSum(terms.shape(), let(terms.shape(), "torch.flip(" + of +
			", [1])", terms)));
	}

	private Value runningSum(final long[] shape, final Value terms) {
		return let(shape,
			"torch.cat([torch.zeros_like(torch.narrow(%s, 1, 0, 1)), torch.cumsum(torch.narrow(%1$s, 1, 0, %d), 1)], 1)", terms,
			shape[1] - 1);
	}

	@Override
	Shift<Value> shift(final String name, final TokenShift shift, final int channels) {
		final int[][] neighbours = shift.neighbours();
		final int[] flat = Arrays.stream(neighbours).flatMapToInt(Arrays::stream).toArray();
		// What has no neighbour takes zeros, which are put after the last token.
		final int tokens = neighbours[0].length;
		for (int i = 0; i < flat.length; i++) if (flat[i] < 0) flat[i] = tokens;
		final int[] ends = shift.groupEnds(channels);
		return new Shift<>(constant(name + ".neighbours", flat, neighbours.length, tokens), constant(name + ".group_ends", ends,
			ends.length));
	}

	@Override
	public Two<Value> shiftLerp(final Value tokens, final Tensor muA, final Tensor muB, final Shift<Value> shift) {
		final long[] shape = shape(tokens);
		final int[] ends = Tensors.ints(constant(shift.ends()));
		final Value padded = let(new long[] { shape[0], shape[1] + 1, shape[2] },
			"torch.cat([%s, torch.zeros_like(torch.narrow(%1$s, 1, 0, 1))], 1)", tokens);
		final List<String> groups = new ArrayList<>();
		int start = 0;
		for (int g = 0; g < ends.length; g++) {
			if (ends[g] > start) groups.add(form("torch.index_select(torch.narrow(%s, 2, %d, %d), 1, torch.select(%s, 0, %d))",
				padded, start, ends[g] - start, shift.neighbours(), g));
			start = ends[g];
		}
		if (start < shape[2]) groups.add(form("torch.narrow(%s, 2, %d, %d)", tokens, start, shape[2] - start));
		final Value shifted = let(shape, "torch.cat(%s, 2)", groups);
		return new Two<>(let(shape, "torch.lerp(%s, %s, %s)", shifted, tokens, name(muA)), let(shape, "torch.lerp(%s, %s, %s)",
			shifted, tokens, name(muB)));
	}

	@Override
	public Pooled<Value> normPool(final Value x, final JoinedSteps.Norm norm, final int[] window) {
		final Value normed = layerNorm(x, norm);
		final int axes = x.axes();
		final long[] edges = Arrays.stream(window).asLongStream().toArray();
		// Ceiling mode, padding not counted: a partial window is the mean of what it holds.
		return new Pooled<>(normed, last(pooled(x, window), form("torch.avg_pool%dd(%s, %s, %3$s, %s, True, False)", axes,
			first(normed), list(edges), list(filled(axes, 0)))));
	}

	@Override
	public Value gatedUpsample(final Value receptance, final Value low, final int[] window) {
		final int axes = receptance.axes();
		final long[] size = new long[axes];
		Arrays.setAll(size, d -> low.shape()[d + 1] * window[d]);
		String up = resized(first(low), size);
		for (int d = 0; d < axes; d++) up = form("torch.narrow(%s, %d, 0, %d)", up, d + 2, receptance.shape()[d + 1]);
		return let(receptance.shape(), "torch.mul(torch.sigmoid(%s), %s)", receptance, last(receptance.shape(), up));
	}

	@Override
	public Value gateAdd(final Value x, final Value gate, final Value values) {
		return let(x.shape(), "torch.add(%s, torch.mul(torch.sigmoid(%s), %s))", x, gate, values);
	}

	@Override
	public Value squareRelu(final Value x) {
		return let(x.shape(), "torch.square(torch.relu(%s))", x);
	}

	@Override
	public Value depthwise(final Value x, final Depthwise layer) {
		final int axes = x.axes();
		final String taps = form("torch.unsqueeze(torch.permute(%s, [%d, %s]), 1)", name(layer.weight()), axes, axes == 2
			? "0, 1" : "0, 1, 2");
		return addTo(x, last(x.shape(), form("torch.convolution(%s, %s, %s, %s, %4$s, %4$s, False, %s, %d)", first(x), taps,
			name(layer.bias()), list(filled(axes, 1)), list(filled(axes, 0)), x.shape()[axes + 1])));
	}

	/** By LibTorch's grid sampler, which wants places from -1 to 1 from border to border. */
	@Override
	public Value dySample(final Value x, final Value offset, final int groups) {
		final int axes = x.axes();
		final long[] fine = doubled(x);
		final long channels = x.shape()[axes + 1];
		final List<Long> split = new ArrayList<>(List.of(-1L));
		final List<Integer> interleave = new ArrayList<>(List.of(0, 2 * axes + 1));
		for (int d = 0; d < axes; d++) {
			split.add(x.shape()[1 + d]);
			interleave.add(1 + d);
			interleave.add(1 + axes + d);
		}
		for (int d = 0; d < axes; d++) split.add(2L);
		split.add((long) groups);
		split.add((long) axes);
		interleave.add(2 * axes + 2);
		final long[] places = new long[axes + 2];
		places[0] = -1;
		for (int d = 0; d < axes; d++) places[1 + d] = fine[1 + d];
		places[axes + 1] = axes;
		// (B, *S, *2, G, D) becomes (B G, S0 2, S1 2, .., D).
		final Value move = let(places, "torch.reshape(torch.permute(torch.reshape(%s, %s), %s), %s)", offset, split, interleave,
			list(places));
		final List<String> coordinates = new ArrayList<>();
		for (int d = axes - 1; d >= 0; d--) {
			final double extent = x.shape()[1 + d];
			final String along = form("torch.select(%s, %d, %d)", move, axes + 1, d);
			// A pixel's number from 1, by a sum over ones; its centre is half of it less three quarters.
			final String centre = form("torch.sub(torch.mul(torch.cumsum(torch.ones_like(%s), %d), 0.5), 0.75)", along, 1 + d);
			coordinates.add(form("torch.add(torch.mul(torch.add(torch.mul(%s, 0.25), %s), %s), %s)", along, centre, number(2 /
				extent), number(1 / extent - 1)));
		}
		final Value grid = let(places, "torch.stack(%s, %d)", coordinates, axes + 1);
		final List<Long> grouped = new ArrayList<>(List.of(-1L));
		final List<Long> merged = new ArrayList<>(List.of(-1L, channels / groups));
		final List<Integer> firsts = new ArrayList<>(List.of(0, axes + 1, axes + 2));
		final List<Long> joined = new ArrayList<>(List.of(-1L, channels));
		for (int d = 0; d < axes; d++) {
			grouped.add(x.shape()[1 + d]);
			merged.add(x.shape()[1 + d]);
			firsts.add(1 + d);
			joined.add(fine[1 + d]);
		}
		grouped.add((long) groups);
		grouped.add(channels / groups);
		final String source = form("torch.reshape(torch.permute(torch.reshape(%s, %s), %s), %s)", x, grouped, firsts, merged);
		// Linear between pixels, the border's beyond it, borders being pixels' outer edges.
		return last(fine, form("torch.reshape(torch.grid_sampler(%s, %s, 0, 1, False), %s)", source, grid, joined));
	}
}
