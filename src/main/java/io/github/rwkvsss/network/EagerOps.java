package io.github.rwkvsss.network;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.ops.ChannelsLast;
import io.github.rwkvsss.ops.JoinedSteps;
import io.github.rwkvsss.ops.Recompute;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * Computes, as a {@link Pass} says: fused operations of the op library, in-place results and folded matrices where it
 * predicts, differentiable operations where it trains.
 *
 * @param pass how to run
 */
record EagerOps(Pass pass) implements NetworkOps<Tensor> {

	private record Temporaries(TensorScope scope) implements Scope<Tensor> {

		@Override
		public Tensor keep(final Tensor value) {
			return scope.keep(value);
		}

		@Override
		public void close() {
			scope.close();
		}
	}

	@Override
	public Scope<Tensor> scope() {
		return new Temporaries(new TensorScope());
	}

	@Override
	public ModuleProbe probe() {
		return pass.probe();
	}

	@Override
	public Tensor recomputed(final UnaryOperator<Tensor> part, final Tensor x) {
		return pass.recompute() ? Recompute.apply(part, x) : part.apply(x);
	}

	@Override
	public void mixed(final SpatialMix branch, final Tensor keys, final Tensor values, final Tensor mixed, final int[] grid,
		final int[] window)
	{
		if (probe() != ModuleProbe.NONE) probe().mixed(branch.told(this, keys, values, mixed, grid, window));
	}

	@Override
	public long[] shape(final Tensor x) {
		return Tensors.shape(x);
	}

	@Override
	public Tensor view(final Tensor x, final long... shape) {
		return x.view(shape);
	}

	@Override
	public Tensor reshape(final Tensor x, final long... shape) {
		return x.reshape(shape);
	}

	@Override
	public Tensor transpose(final Tensor x, final int first, final int second) {
		return x.transpose(first, second);
	}

	@Override
	public Tensor narrow(final Tensor x, final int axis, final int start, final int length) {
		return x.narrow(axis, start, length);
	}

	@Override
	public Tensor contiguous(final Tensor x) {
		return x.contiguous();
	}

	@Override
	public Tensor cat(final List<Tensor> values, final int axis) {
		return torch.cat(new TensorVector(values.toArray(new Tensor[0])), axis);
	}

	@Override
	public Tensor weight(final Tensor weight) {
		return weight;
	}

	@Override
	public Tensor times(final Tensor x, final double factor) {
		return x.mul(new Scalar(factor));
	}

	@Override
	public Tensor over(final Tensor x, final double divisor) {
		return x.div(new Scalar(divisor));
	}

	@Override
	public Tensor means(final Tensor sequences) {
		return sequences.mean(new long[] { 1 }, true, new ScalarTypeOptional())
			// Expanded to each token's own row: what follows takes contiguous tokens.
			.expand_as(sequences).contiguous();
	}

	@Override
	public Tensor linear(final Tensor x, final Linear layer) {
		return layer.apply(x, pass);
	}

	@Override
	public Tensor addTo(final Tensor sum, final Tensor x) {
		if (!pass.fuses()) return sum.add(x);
		// NB: what an in-place call returns does not own its tensor; sum does.
		sum.add_(x);
		return sum;
	}

	@Override
	public Tensor addTo(final Tensor sum, final Tensor x, final Linear layer) {
		return layer.addTo(sum, x, pass);
	}

	@Override
	public Tensor convNorm(final Tensor x, final ConvNorm layer) {
		return layer.apply(x, pass);
	}

	@Override
	public Tensor batchNorm(final Tensor x, final ConvNorm.BatchNorm norm) {
		return norm.apply(x, pass);
	}

	/** The norm is folded into both layers if the pass fuses. */
	@Override
	public Tensor sumNormed(final Tensor x, final Linear a, final Tensor y, final Linear b, final ConvNorm.BatchNorm norm) {
		if (!pass.fuses()) return batchNorm(linear(x, a).add_(linear(y, b)), norm);
		final Tensor scale = norm.scale();
		final Tensor rows = scale.unsqueeze(1);
		final Tensor scaledA = a.weight().mul(rows);
		final Tensor scaledB = b.weight().mul(rows);
		probe().macs(a.macs(x.numel()) + b.macs(y.numel()));
		if (pass.joins(x)) return JoinedSteps.instance().linearSum(x, scaledA, y, scaledB, norm.shift(scale));
		final Tensor joined = torch.linear(x, scaledA, Tensors.optional(norm.shift(scale)));
		joined.view(-1, scaledA.size(0)).addmm_(y.view(-1, scaledB.size(1)), scaledB.t());
		return joined;
	}

	@Override
	public Tensor convolve(final Tensor x, final Tensor kernel, final Tensor bias) {
		return counted(convolved(x, kernel, bias), kernel);
	}

	@Override
	public Tensor convolveJoined(final Tensor x, final Tensor y, final Tensor kernel, final Tensor bias) {
		if (pass.joins(x) && x.dim() == 4) return counted(JoinedSteps.instance().convolveJoined(x, y, kernel, bias), kernel);
		if (!pass.fuses()) return NetworkOps.super.convolveJoined(x, y, kernel, bias);
		// Two convolutions into one sum: the joined maps would be the largest tensor of all.
		final long split = x.size(x.dim() - 1);
		final Tensor result = convolved(x, kernel.narrow(1, 0, split).contiguous(), bias);
		result.add_(convolved(y, kernel.narrow(1, split, y.size(y.dim() - 1)).contiguous(), null));
		return counted(result, kernel);
	}

	private Tensor counted(final Tensor result, final Tensor kernel) {
		probe().macs(result.numel() * kernel.numel() / kernel.size(0));
		return result;
	}

	private static Tensor convolved(final Tensor x, final Tensor kernel, final Tensor bias) {
		final long[] ones = filled((int) x.dim() - 2, 1);
		return ChannelsLast.channelsLast(torch.convolution(ChannelsLast.channelsFirst(x), kernel, Tensors.optional(bias), ones,
			ones, ones, false, new long[ones.length], 1));
	}

	@Override
	public Tensor transposedConvolve(final Tensor x, final Tensor kernel, final Tensor bias) {
		final int axes = (int) x.dim() - 2;
		probe().macs(x.numel() * kernel.numel() / kernel.size(0));
		return ChannelsLast.channelsLast(torch.convolution(ChannelsLast.channelsFirst(x), kernel, Tensors.optional(bias),
			filled(axes, 2), new long[axes], filled(axes, 1), true, new long[axes], 1));
	}

	@Override
	public Tensor maxPool(final Tensor x) {
		final Tensor image = ChannelsLast.channelsFirst(x);
		final int axes = (int) x.dim() - 2;
		final long[] two = filled(axes, 2);
		final long[] none = new long[axes];
		final long[] ones = filled(axes, 1);
		return ChannelsLast.channelsLast(axes == 2 ? torch.max_pool2d(image, two, two, none, ones, false) : torch.max_pool3d(
			image, two, two, none, ones, false));
	}

	@Override
	public Tensor interpolate(final Tensor x) {
		final long[] size = Arrays.stream(Tensors.spatial(x)).mapToLong(extent -> 2L * extent).toArray();
		final Tensor image = ChannelsLast.channelsFirst(x);
		final DoubleOptional unset = new DoubleOptional();
		return ChannelsLast.channelsLast(size.length == 2 ? torch.upsample_bilinear2d(image, size, false, unset, unset) : torch
			.upsample_trilinear3d(image, size, false, unset, unset, unset));
	}

	@Override
	public Tensor depthwise(final Tensor x, final Depthwise layer) {
		return layer.apply(x, pass);
	}

	@Override
	public Tensor layerNorm(final Tensor x, final JoinedSteps.Norm norm) {
		return torch.layer_norm(x, new long[] { norm.weight().size(0) }, Tensors.optional(norm.weight()), Tensors.optional(norm
			.bias()), norm.epsilon(), false);
	}

	@Override
	public Tensor gelu(final Tensor x) {
		return pass.gelu(x);
	}

	@Override
	public Tensor relu(final Tensor x) {
		return torch.relu(x);
	}

	@Override
	public Tensor squareRelu(final Tensor x) {
		return pass.ops().squareRelu(x);
	}

	@Override
	public Tensor gateAdd(final Tensor x, final Tensor gate, final Tensor values) {
		return pass.ops().gateAdd(x, gate, values);
	}

	@Override
	public Pooled<Tensor> normPool(final Tensor x, final JoinedSteps.Norm norm, final int[] window) {
		// Joined, normalising twice is cheaper than keeping the result.
		if (pass.joins(x)) return new Pooled<>(null, JoinedSteps.instance().normPooled(x, norm, window));
		final Tensor[] results = pass.ops().normPool(x, norm.weight(), norm.bias(), norm.epsilon(), window);
		return new Pooled<>(results[0], results[1]);
	}

	@Override
	public Tensor pool(final Tensor x, final WindowPooling layer, final int[] window) {
		return layer.apply(x, window, pass);
	}

	@Override
	public Tensor order(final TokenPaths paths, final String name, final Tensor tokens, final TokenMixing.Path path) {
		return scan(paths, tokens, path).order();
	}

	@Override
	public Optional<Shift<Tensor>> shift(final TokenPaths paths, final String name, final Tensor tokens,
		final TokenMixing.Path path)
	{
		return Optional.of(scan(paths, tokens, path)).filter(found -> found.neighbours() != null).map(this::shift);
	}

	@Override
	public Shift<Tensor> plain(final TokenPaths paths, final String name, final Tensor x) {
		return shift(paths.plain(Tensors.spatial(x), channels(x), x.device()));
	}

	private TokenPaths.Path scan(final TokenPaths paths, final Tensor tokens, final TokenMixing.Path path) {
		return paths.scan(Tensors.spatial(tokens), path, channels(tokens), tokens.device());
	}

	private Shift<Tensor> shift(final TokenPaths.Path path) {
		return new Shift<>(path.neighbours(), path.groupEnds(pass.ops()));
	}

	@Override
	public Two<Tensor> shiftLerp(final Tensor tokens, final Tensor muA, final Tensor muB, final Shift<Tensor> shift) {
		final Tensor[] results = pass.ops().shiftLerp(tokens, muA, muB, shift.neighbours(), shift.ends());
		return new Two<>(results[0], results[1]);
	}

	@Override
	public Tensor biWkv(final Tensor keys, final Tensor values, final Tensor decay, final Tensor bonus, final Tensor order) {
		return pass.ops().biWkv(keys, values, decay, bonus, order);
	}

	@Override
	public Tensor gatedUpsample(final Tensor receptance, final Tensor low, final int[] window) {
		return pass.ops().gatedUpsample(receptance, low, window);
	}

	@Override
	public Tensor gateMix(final Tensor x, final JoinedSteps.Norm norm, final Tensor normed, final Tensor low,
		final Linear receptance, final Linear output, final int[] window)
	{
		if (!pass.joins(x)) return NetworkOps.super.gateMix(x, norm, normed, low, receptance, output, window);
		JoinedSteps.instance().gateMix(x, norm, low, receptance.weight(), output.weight(), window);
		probe().macs(receptance.macs(x.numel()) + output.macs(x.numel()));
		return x.alias();
	}

	@Override
	public Optional<Tensor> atOnce(final ChannelMix module, final Tensor tokens, final Shift<Tensor> shift) {
		return pass.joins(tokens) ? Optional.of(module.joined(tokens, shift, pass)) : Optional.empty();
	}

	@Override
	public Tensor dySample(final Tensor x, final Tensor offset, final int groups) {
		return pass.ops().dySample(x, offset, groups);
	}

	private static long[] filled(final int axes, final long value) {
		final long[] values = new long[axes];
		Arrays.fill(values, value);
		return values;
	}
}
