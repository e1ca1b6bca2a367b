package io.github.rwkvsss.ops;

import java.util.Arrays;

import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/** {@link BlockOps} in LibTorch's own operations, differentiated by LibTorch. */
final class PortableOps implements BlockOps {

	static final PortableOps INSTANCE = new PortableOps();

	private static final long BILINEAR = 0;
	private static final long BORDER = 1;

	private PortableOps() {}

	@Override
	public String form() {
		return "portable";
	}

	@Override
	public Tensor biWkv(final Tensor k, final Tensor v, final Tensor w, final Tensor u, final Tensor order) {
		return BiWkvForms.cumulative(k, v, w, u, order);
	}

	@Override
	public Tensor gatedUpsample(final Tensor r, final Tensor y, final int[] window) {
		try (TensorScope scope = new TensorScope()) {
			final int[] extents = Tensors.spatial(r);
			final long[] size = new long[window.length];
			Arrays.setAll(size, d -> y.size(d + 1) * window[d]);
			final double[] scale = new double[window.length];
			Arrays.setAll(scale, d -> window[d]);
			final Tensor first = ChannelsLast.channelsFirst(y);
			Tensor up = window.length == 2 //
				? torch.upsample_bilinear2d(first, size, false, new org.bytedeco.pytorch.DoubleOptional(scale[0]),
					new org.bytedeco.pytorch.DoubleOptional(scale[1])) //
				: torch.upsample_trilinear3d(first, size, false, new org.bytedeco.pytorch.DoubleOptional(scale[0]),
					new org.bytedeco.pytorch.DoubleOptional(scale[1]), new org.bytedeco.pytorch.DoubleOptional(scale[2]));
			for (int d = 0; d < extents.length; d++) up = up.narrow(d + 2, 0, extents[d]);
			return scope.keep(r.sigmoid().mul(ChannelsLast.channelsLast(up)));
		}
	}

	@Override
	public Tensor[] shiftLerp(final Tensor x, final Tensor muA, final Tensor muB, final Tensor neighbours,
		final Tensor groupEnds)
	{
		try (TensorScope scope = new TensorScope()) {
			final long tokens = x.size(1);
			final Tensor none = torch.zeros(new long[] { x.size(0), 1, x.size(2) }, Tensors.options(x.scalar_type(), x.device()));
			final Tensor padded = torch.cat(new TensorVector(x, none), 1);
			final Tensor index = neighbours.masked_fill(neighbours.lt(new Scalar(0)), new Scalar(tokens));
			final int[] ends = Tensors.ints(groupEnds);
			final TensorVector groups = new TensorVector();
			int start = 0;
			for (int g = 0; g < ends.length; g++) {
				groups.push_back(padded.narrow(2, start, ends[g] - start).index_select(1, index.select(0, g)));
				start = ends[g];
			}
			groups.push_back(x.narrow(2, start, x.size(2) - start));
			final Tensor shifted = torch.cat(groups, 2);
			return new Tensor[] { scope.keep(shifted.lerp(x, muA)), scope.keep(shifted.lerp(x, muB)) };
		}
	}

	@Override
	public Tensor[] normPool(final Tensor x, final Tensor weight, final Tensor bias, final double epsilon,
		final int[] window)
	{
		try (TensorScope scope = new TensorScope()) {
			final Tensor normed = torch.layer_norm(x, new long[] { x.size(x.dim() - 1) }, new TensorOptional(weight),
				new TensorOptional(bias), epsilon, false);
			final long[] kernel = Arrays.stream(window).asLongStream().toArray();
			final long[] none = new long[window.length];
			final Tensor first = ChannelsLast.channelsFirst(normed);
			// Ceiling mode, padding not counted: a partial window is the mean of what it holds.
			final Tensor pooled = window.length == 2 //
				? torch.avg_pool2d(first, kernel, kernel, none, true, false, new LongOptional()) //
				: torch.avg_pool3d(first, kernel, kernel, none, true, false, new LongOptional());
			return new Tensor[] { scope.keep(normed), scope.keep(ChannelsLast.channelsLast(pooled)) };
		}
	}

	@Override
	public Tensor dySample(final Tensor x, final Tensor offset, final int groups) {
		try (TensorScope scope = new TensorScope()) {
			final int[] extents = Tensors.spatial(x);
			final int axes = extents.length;
			final long batch = x.size(0);
			final long channels = x.size(axes + 1);
			final TensorOptions options = Tensors.options(x.scalar_type(), x.device());
			final long[] split = new long[2 * axes + 3];
			split[0] = batch;
			for (int d = 0; d < axes; d++) {
				split[1 + d] = extents[d];
				split[1 + axes + d] = 2;
			}
			split[2 * axes + 1] = groups;
			split[2 * axes + 2] = axes;
			// (B, *S, *2, G, D) -> (B, G, S0, 2, S1, 2, .., D)
			final long[] interleave = new long[split.length];
			interleave[1] = 2 * axes + 1;
			for (int d = 0; d < axes; d++) {
				interleave[2 + 2 * d] = 1 + d;
				interleave[3 + 2 * d] = 1 + axes + d;
			}
			interleave[split.length - 1] = 2 * axes + 2;
			final long[] fine = new long[axes + 2];
			fine[0] = batch * groups;
			for (int d = 0; d < axes; d++) fine[1 + d] = 2L * extents[d];
			fine[axes + 1] = axes;
			final Tensor move = offset.reshape(split).permute(interleave).reshape(fine).mul(new Scalar(0.25));

			final TensorVector coordinates = new TensorVector();
			for (int d = axes - 1; d >= 0; d--) {
				final long[] along = new long[axes + 1];
				Arrays.fill(along, 1);
				along[1 + d] = fine[1 + d];
				final Tensor centre = torch.arange(new Scalar(fine[1 + d]), options).mul(new Scalar(0.5)).sub(new Scalar(0.25))
					.view(along);
				// grid_sampler wants -1 to 1 from border to border.
				coordinates.push_back(move.select(axes + 1, d).add(centre).mul(new Scalar(2.0 / extents[d])).add(new Scalar(1.0 /
					extents[d] - 1)));
			}
			final Tensor grid = torch.stack(coordinates, axes + 1);

			final long[] grouped = new long[axes + 3];
			grouped[0] = batch;
			for (int d = 0; d < axes; d++) grouped[1 + d] = extents[d];
			grouped[axes + 1] = groups;
			grouped[axes + 2] = channels / groups;
			final long[] first = new long[axes + 3];
			first[1] = axes + 1;
			first[2] = axes + 2;
			for (int d = 0; d < axes; d++) first[3 + d] = 1 + d;
			final long[] merged = new long[axes + 2];
			merged[0] = batch * groups;
			merged[1] = channels / groups;
			for (int d = 0; d < axes; d++) merged[2 + d] = extents[d];
			final Tensor source = x.reshape(grouped).permute(first).reshape(merged);
			final Tensor sampled = torch.grid_sampler(source, grid, BILINEAR, BORDER, false);
			final long[] back = new long[axes + 2];
			back[0] = batch;
			back[1] = channels;
			for (int d = 0; d < axes; d++) back[2 + d] = fine[1 + d];
			return scope.keep(ChannelsLast.channelsLast(sampled.reshape(back)));
		}
	}

	@Override
	public Tensor gateAdd(final Tensor x, final Tensor r, final Tensor v) {
		try (TensorScope scope = new TensorScope()) {
			return scope.keep(x.add(r.sigmoid().mul(v)));
		}
	}

	@Override
	public Tensor depthwise(final Tensor x, final Tensor weight, final Tensor bias) {
		try (TensorScope scope = new TensorScope()) {
			final int axes = (int) x.dim() - 2;
			final long[] ones = new long[axes];
			Arrays.fill(ones, 1);
			final long[] outFirst = new long[axes + 1];
			outFirst[0] = axes;
			for (int d = 0; d < axes; d++) outFirst[1 + d] = d;
			final Tensor taps = weight.permute(outFirst).unsqueeze(1);
			final Tensor mixed = torch.convolution(ChannelsLast.channelsFirst(x), taps, new TensorOptional(bias), ones, ones,
				ones, false, new long[axes], x.size(x.dim() - 1));
			return scope.keep(x.add(ChannelsLast.channelsLast(mixed)));
		}
	}

	@Override
	public Tensor squareRelu(final Tensor x) {
		try (TensorScope scope = new TensorScope()) {
			return scope.keep(x.relu().square());
		}
	}
}
