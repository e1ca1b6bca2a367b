package io.github.rwkvsss.network;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.github.rwkvsss.ops.BlockOps;
import io.github.rwkvsss.scan.ScanCurve;
import io.github.rwkvsss.scan.ScanOrder;
import io.github.rwkvsss.scan.TokenShift;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/** Scan orders and shifts as tensors, kept for the grids seen last. Owns them. */
final class TokenPaths implements AutoCloseable {

	/** Enough for all blocks of a network at several tile sizes. */
	private static final int CAPACITY = 256;

	private final ScanCurve curve;
	private final double onPathShare;
	private final NetworkDesign.Shift shift;
	private final Map<List<Object>, Path> paths = new LinkedHashMap<>(16, 0.75f, true);

	TokenPaths(final NetworkConfig config) {
		curve = config.scan();
		onPathShare = config.onPathShare();
		shift = config.design().shift();
	}

	/**
	 * @param order (T) int32, null for a shift that follows no path
	 * @param neighbours (G, T) int32, null where nothing is shifted
	 * @param ends groups' ends (G) int32, null likewise
	 * @param endsToRead the same on the CPU
	 */
	record Path(Tensor order, Tensor neighbours, Tensor ends, Tensor endsToRead) {

		/** @return groups' ends (G) int32, where that implementation of the operations uses them: LibTorch's own are told in Java */
		Tensor groupEnds(final BlockOps ops) {
			return ops == BlockOps.portable() ? endsToRead : ends;
		}

		private void free() {
			TensorScope.free(order);
			TensorScope.free(neighbours);
			TensorScope.free(ends);
			TensorScope.free(endsToRead);
		}
	}

	/** The scan of a grid of tokens and the shift that goes with it. */
	Path scan(final int[] grid, final TokenMixing.Path path, final int channels, final Device device) {
		final List<Object> key = List.of(Arrays.toString(grid), path, channels, device.str().getString());
		return cached(key, () -> {
			final ScanOrder order = order(grid, path);
			return path(order.tokens(), shift(order), channels, device);
		});
	}

	/** @return the scan of a grid of tokens */
	ScanOrder order(final int[] grid, final TokenMixing.Path path) {
		return path.along(curve, grid);
	}

	/** @return the shift before key and value; null for none */
	TokenShift shift(final ScanOrder order) {
		return switch (shift) {
			case DYNAMIC -> TokenShift.following(order, onPathShare);
			case PLAIN -> TokenShift.plain(order.extents());
			case NONE -> null;
		};
	}

	/** The plain shift, which has no path. */
	Path plain(final int[] grid, final int channels, final Device device) {
		final List<Object> key = List.of(Arrays.toString(grid), channels, device.str().getString());
		return cached(key, () -> path(null, TokenShift.plain(grid), channels, device));
	}

	private Path cached(final List<Object> key, final java.util.function.Supplier<Path> maker) {
		Path path = paths.get(key);
		if (path != null) return path;
		path = maker.get();
		paths.put(key, path);
		if (paths.size() > CAPACITY) {
			final List<Object> eldest = paths.keySet().iterator().next();
			paths.remove(eldest).free();
		}
		return path;
	}

	private static Path path(final int[] tokens, final TokenShift shift, final int channels, final Device device) {
		try (TensorScope scope = new TensorScope()) {
			final Tensor order = tokens == null ? null : TensorScope.own(Tensors.of(tokens, tokens.length).to(device,
				ScalarType.Int));
			if (shift == null) return new Path(order, null, null, null);
			final int[][] neighbours = shift.neighbours();
			final int count = neighbours[0].length;
			final int[] flat = new int[neighbours.length * count];
			for (int g = 0; g < neighbours.length; g++) System.arraycopy(neighbours[g], 0, flat, g * count, count);
			final int[] ends = shift.groupEnds(channels);
			final Tensor endsToRead = TensorScope.own(Tensors.of(ends, ends.length));
			return new Path(order, TensorScope.own(Tensors.of(flat, neighbours.length, count).to(device, ScalarType.Int)),
				TensorScope.own(endsToRead.to(device, ScalarType.Int)), endsToRead);
		}
	}

	@Override
	public void close() {
		paths.values().forEach(Path::free);
		paths.clear();
	}
}
