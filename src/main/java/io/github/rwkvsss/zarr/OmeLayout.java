package io.github.rwkvsss.zarr;

import java.nio.ByteOrder;
import java.util.List;

import com.google.gson.JsonObject;

/**
 * How an image is to be written as OME-Zarr.
 *
 * @param version 2 for OME-Zarr 0.4, 3 for 0.5
 * @param name of the image
 * @param axes slowest first, in the order of {@link OmeAxis#ROLES}
 * @param shape pixels along each axis
 * @param scale extent of a pixel along each axis, in the axis' unit
 * @param chunk pixels along each axis that are compressed together
 * @param shard chunks along each axis that lie in one file, only with version 3; null for one
 * @param type of the values
 * @param compression of the chunks
 * @param channels how each is shown; empty to say nothing
 * @param isLabels whether values are labels, of which coarser levels take the nearest instead of the mean
 * @param source path of the image that labels belong to, as seen from theirs; empty if there is none
 */
public record OmeLayout(int version, String name, List<OmeAxis> axes, long[] shape, double[] scale, int[] chunk,
	int[] shard, DataType type, Compression compression, List<OmeImage.Channel> channels, boolean isLabels, String source)
{

	private static final int PLANE = 1024;
	private static final int VOLUME = 256;
	private static final int SLICES = 32;

	/** @return a usual chunk for an image of this shape, of one channel and frame: 1024 x 1024, or 32 x 256 x 256 */
	public static int[] usualChunk(final List<OmeAxis> axes, final long[] shape) {
		boolean volume = false;
		for (int d = 0; d < shape.length; d++) volume |= axes.get(d).role() == 'z' && shape[d] > 1;
		final int[] chunk = new int[shape.length];
		for (int d = 0; d < chunk.length; d++) {
			final int wanted = switch (axes.get(d).role()) {
				case 't', 'c' -> 1;
				case 'z' -> SLICES;
				default -> volume ? VOLUME : PLANE;
			};
			chunk[d] = (int) Math.min(wanted, shape[d]);
		}
		return chunk;
	}

	ArraySpec spec(final long[] size) {
		final int[] cut = chunk.clone();
		final int[] ones = new int[size.length];
		for (int d = 0; d < cut.length; d++) {
			cut[d] = (int) Math.min(cut[d], size[d]);
			ones[d] = version == 3 && shard != null ? (int) Math.min(shard[d], (size[d] + cut[d] - 1) / cut[d]) : 1;
		}
		final boolean sharded = version == 3 && shard != null;
		return new ArraySpec(version, size, cut, ones, type, ByteOrder.LITTLE_ENDIAN, new byte[type.bytes()], null, compression
			.codecs(type.bytes()), sharded ? new ArraySpec.ShardIndex(true, true, ByteOrder.LITTLE_ENDIAN) : null,
			new ArraySpec.ChunkKeys(version == 3 ? "c" : "", "/"), version == 3 ? axes.stream().map(axis -> String.valueOf(axis
				.role())).toList() : List.of(), new JsonObject());
	}
}
