package io.github.rwkvsss.zarr;

import java.io.IOException;
import java.util.Arrays;

/** Checks the sizes that metadata state, before anything is allocated by them. */
final class SpecSizes {

	private static final int LARGEST_INDEX = 1 << 20;

	private SpecSizes() {}

	static void checkShape(final ZarrJson json, final long[] shape) throws IOException {
		if (shape.length > ArraySpec.MOST_AXES) throw json.beyond("has " + shape.length + " axes, and at most " +
			ArraySpec.MOST_AXES + " can be read");
		double values = 1;
		for (final long n : shape) values *= Math.max(1, n);
		if (values > Long.MAX_VALUE / 16.0) throw json.damaged("its shape " + Arrays.toString(shape) +
			" has more values than any disk");
	}

	/** @return the chunk's sizes, within what memory can hold */
	static int[] chunk(final ZarrJson json, final long[] sizes, final int axes, final DataType type) throws IOException {
		if (sizes.length != axes) throw json.damaged("its chunks have " + sizes.length + " axes and its shape has " + axes);
		final int[] chunk = new int[axes];
		double bytes = type.bytes();
		for (int d = 0; d < axes; d++) {
			if (sizes[d] < 1) throw json.damaged("its chunks have " + Arrays.toString(sizes) + " values along the axes");
			bytes *= sizes[d];
			chunk[d] = (int) Math.min(sizes[d], Integer.MAX_VALUE);
		}
		final long heap = Runtime.getRuntime().maxMemory();
		// NB: one lies in memory packed and unpacked, and the image that is made of it beside it.
		if (bytes > Math.min(heap / 4.0, Integer.MAX_VALUE - 64)) throw json.beyond("has chunks of " + Arrays.toString(sizes) +
			" values, which are " + (long) (bytes / (1 << 20)) + " MiB each and too large for the memory of " + (heap >> 20) +
			" MiB; raise the memory limit, or store the image in smaller chunks");
		return chunk;
	}

	static int[] shard(final ZarrJson json, final long[] outer, final int[] chunk) throws IOException {
		if (outer.length != chunk.length) throw json.damaged("its shards have " + outer.length + " axes and its inner chunks " +
			chunk.length);
		final int[] shard = new int[outer.length];
		double count = 1;
		for (int d = 0; d < shard.length; d++) {
			if (outer[d] < 1 || outer[d] % chunk[d] != 0) throw json.damaged("its shards of " + Arrays.toString(outer) +
				" values are no multiple of its inner chunks of " + Arrays.toString(chunk));
			count *= outer[d] / chunk[d];
			if (count > LARGEST_INDEX) throw json.beyond("has shards of more than " + LARGEST_INDEX +
				" chunks each; store the image in larger chunks");
			shard[d] = (int) (outer[d] / chunk[d]);
		}
		return shard;
	}
}
