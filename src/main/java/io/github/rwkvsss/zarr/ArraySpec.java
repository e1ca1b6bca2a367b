package io.github.rwkvsss.zarr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

import com.google.gson.JsonObject;

/**
 * What the metadata of an array say: its shape, how it is cut into chunks, and how a chunk becomes bytes. Whatever it was
 * made from, sizes have been checked.
 *
 * @param version of Zarr, 2 or 3
 * @param shape values along each axis
 * @param chunk values along each axis of what is compressed together, each at least 1
 * @param shard chunks along each axis that lie in one file; 1 everywhere if there are no shards
 * @param type of the values
 * @param order of a value's bytes
 * @param fill of chunks that are not there, in the values' byte order
 * @param transposed which axis of the array is each of an encoded chunk's; null if they are the same
 * @param codecs in the order of encoding
 * @param index how the index of a shard is stored; null if there are no shards
 * @param keys how chunks are named
 * @param names of the axes, null where one has none; empty if none has
 * @param attributes of the user
 */
record ArraySpec(int version, long[] shape, int[] chunk, int[] shard, DataType type, ByteOrder order, byte[] fill,
	int[] transposed, List<NamedCodec> codecs, ShardIndex index, ChunkKeys keys, List<String> names, JsonObject attributes)
{

	/** More axes than any image has. */
	static final int MOST_AXES = 8;

	/** A codec with its name for messages. */
	record NamedCodec(String name, Codec codec) {}

	/** Where a shard's index lies, and whether a checksum follows it. */
	record ShardIndex(boolean atEnd, boolean checked, ByteOrder order) {}

	/**
	 * Names of chunks.
	 *
	 * @param prefix before the numbers, empty if there is none
	 * @param separator between the numbers
	 */
	record ChunkKeys(String prefix, String separator) {

		/** @return the key of a file of chunks below its array */
		String of(final long[] index) {
			final StringBuilder key = new StringBuilder(prefix);
			for (int d = 0; d < index.length; d++) key.append(d == 0 && prefix.isEmpty() ? "" : separator).append(index[d]);
			return index.length == 0 && prefix.isEmpty() ? "0" : key.toString();
		}
	}

	int axes() {
		return shape.length;
	}

	boolean isSharded() {
		return index != null;
	}

	/** @return bytes of a decoded chunk */
	int chunkBytes() {
		int bytes = type.bytes();
		for (final int n : chunk) bytes = Math.multiplyExact(bytes, n);
		return bytes;
	}

	/** @return chunks in a shard */
	int shardChunks() {
		int count = 1;
		for (final int n : shard) count = Math.multiplyExact(count, n);
		return count;
	}

	/** @return whether a decoded chunk has nothing but the fill value */
	boolean isFill(final byte[] plain) {
		for (int i = 0; i < plain.length; i++) if (plain[i] != fill[i % fill.length]) return false;
		return true;
	}

	void fill(final byte[] plain) {
		for (int i = 0; i < plain.length; i++) plain[i] = fill[i % fill.length];
	}

	/** @return a value's bytes as the number that they are */
	static byte[] fillOf(final DataType type, final ByteOrder order, final double value) {
		final ByteBuffer bytes = ByteBuffer.allocate(type.bytes()).order(order);
		type.put(bytes, 0, value);
		return bytes.array();
	}
}
