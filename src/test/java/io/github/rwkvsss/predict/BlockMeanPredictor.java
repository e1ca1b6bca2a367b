package io.github.rwkvsss.predict;

import java.util.Arrays;

import io.github.rwkvsss.tile.TilePredictor;

/**
 * A network's stand-in with an answer that can be computed by hand: the first pixels of stride-sized blocks, averaged over the
 * neighbouring blocks that exist. It commutes with shifts by the stride only, and reaches less than two strides far.
 */
class BlockMeanPredictor implements TilePredictor {

	private final int dimensions;
	private final int channels;
	private final int stride;
	int calls;
	int largestBatch;

	BlockMeanPredictor(final int dimensions, final int channels, final int stride) {
		this.dimensions = dimensions;
		this.channels = channels;
		this.stride = stride;
	}

	@Override
	public int dimensions() {
		return dimensions;
	}

	@Override
	public int inputChannels() {
		return channels;
	}

	@Override
	public int classes() {
		return 2;
	}

	@Override
	public int[] stride() {
		final int[] all = new int[dimensions];
		Arrays.fill(all, stride);
		return all;
	}

	@Override
	public int[] halo() {
		final int[] all = stride();
		for (int d = 0; d < all.length; d++) all[d] *= 2;
		return all;
	}

	@Override
	public float[][] predict(final float[][] tiles, final int... size) {
		calls++;
		largestBatch = Math.max(largestBatch, tiles.length);
		final float[][] result = new float[tiles.length][];
		for (int i = 0; i < tiles.length; i++) result[i] = predict(tiles[i], size);
		return result;
	}

	private float[] predict(final float[] tile, final int[] size) {
		final int depth = size.length == 3 ? size[0] : 1;
		final int height = size[size.length - 2];
		final int width = size[size.length - 1];
		final int pixels = depth * height * width;
		final int sz = size.length == 3 ? stride : 1;
		final float[] out = new float[2 * pixels];
		for (int p = 0; p < pixels; p++) {
			final int x = p % width;
			final int y = p / width % height;
			final int z = p / width / height;
			double sum = 0;
			int n = 0;
			for (int bz = z / sz - 1; bz <= z / sz + 1; bz++) {
				for (int by = y / stride - 1; by <= y / stride + 1; by++) {
					for (int bx = x / stride - 1; bx <= x / stride + 1; bx++) {
						if (bz < 0 || by < 0 || bx < 0 || bz * sz >= depth || by * stride >= height || bx * stride >= width) continue;
						// One pixel of the block at a place that no mirror image shares, so that flips matter.
						final int at = (bz * sz * height + by * stride) * width + bx * stride;
						for (int c = 0; c < channels; c++) sum += (c + 1) * tile[c * pixels + at];
						n++;
					}
				}
			}
			out[p] = (float) (0.5 * tile[p] + 0.5 * sum / n);
			out[pixels + p] = 1 - out[p];
		}
		return out;
	}
}
