package io.github.rwkvsss.zarr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

import com.google.gson.JsonObject;

import io.github.rwkvsss.zarr.ArraySpec.NamedCodec;

/**
 * An array of Zarr 2 or 3, read box by box. Chunks that are not there have the fill value. Any thread may read; memory
 * holds the box that is read, one chunk, and the chunks that were used last.
 */
public final class ZarrArray {

	private static final long MOST_CACHED = 256L << 20;

	private final ZarrStore store;
	private final String path;
	private final ArraySpec spec;
	private final ChunkCache cache = new ChunkCache(Math.min(MOST_CACHED, Runtime.getRuntime().maxMemory() / 8));

	private ZarrArray(final ZarrStore store, final String path, final ArraySpec spec) {
		this.store = store;
		this.path = path;
		this.spec = spec;
	}

	/**
	 * @param path of the array below the store, empty for its root
	 * @throws IOException in one sentence if there is none, it is damaged, or of a kind that is not read
	 */
	public static ZarrArray open(final ZarrStore store, final String path) throws IOException {
		final ZarrJson v3 = ZarrJson.read(store, key(path, "zarr.json"));
		if (v3 != null) {
			if (!"array".equals(v3.text("node_type"))) throw v3.beyond("is a group, not an array");
			return new ZarrArray(store, path, MetadataV3.parse(v3));
		}
		final ZarrJson v2 = ZarrJson.read(store, key(path, ".zarray"));
		if (v2 == null) throw new IOException(store.name() + (path.isEmpty() ? "" : "/" + path) +
			" is no Zarr array: it has no zarr.json and no .zarray");
		final ZarrJson attributes = ZarrJson.read(store, key(path, ".zattrs"));
		return new ZarrArray(store, path, MetadataV2.parse(v2, attributes == null ? new JsonObject() : attributes.json()));
	}

	static String key(final String path, final String name) {
		return path.isEmpty() ? name : path + "/" + name;
	}

	/** @return values along each axis. A new array. */
	public long[] shape() {
		return spec.shape().clone();
	}

	/** @return values along each axis of what is compressed together. A new array. */
	public int[] chunk() {
		return spec.chunk().clone();
	}

	/** @return values along each axis of what lies in one file. A new array. */
	public int[] fileChunk() {
		final int[] file = spec.chunk().clone();
		for (int d = 0; d < file.length; d++) file[d] *= spec.shard()[d];
		return file;
	}

	/** @return the type of the values */
	public DataType type() {
		return spec.type();
	}

	/** @return names of the axes, null where one has none; empty if none has, as in Zarr 2 */
	public List<String> names() {
		return spec.names();
	}

	/** @return 2 or 3 */
	public int version() {
		return spec.version();
	}

	ArraySpec spec() {
		return spec;
	}

	/** @return what people know the array by, for messages */
	public String name() {
		return store.name() + (path.isEmpty() ? "" : "/" + path);
	}

	/**
	 * Reads a box.
	 *
	 * @param min first value along each axis
	 * @param size values along each axis, each at least 1; the box lies inside the array and has less than 2^31 bytes
	 * @return row-major values in the array's byte order
	 * @throws IOException in one sentence if a chunk is damaged or cannot be read
	 * @throws IndexOutOfBoundsException if the box reaches beyond the array
	 */
	public ByteBuffer read(final long[] min, final int[] size) throws IOException {
		final int axes = spec.axes();
		int bytes = spec.type().bytes();
		for (int d = 0; d < axes; d++) {
			if (min[d] < 0 || size[d] < 1 || min[d] > spec.shape()[d] - size[d]) throw new IndexOutOfBoundsException("the box " +
				Arrays.toString(size) + " at " + Arrays.toString(min) + " reaches beyond " + name() + " of " + Arrays.toString(spec
					.shape()));
			bytes = Math.multiplyExact(bytes, size[d]);
		}
		final byte[] box = new byte[bytes];
		final long[] index = new long[axes];
		for (int d = 0; d < axes; d++) index[d] = min[d] / spec.chunk()[d];
		while (true) {
			copy(index, min, size, box);
			int d = axes - 1;
			while (d >= 0 && ++index[d] * spec.chunk()[d] >= min[d] + size[d]) {
				index[d] = min[d] / spec.chunk()[d];
				d--;
			}
			if (d < 0) return ByteBuffer.wrap(box).order(spec.order());
		}
	}

	private void copy(final long[] index, final long[] min, final int[] size, final byte[] box) throws IOException {
		final int axes = spec.axes();
		final int[] from = new int[axes];
		final int[] to = new int[axes];
		final int[] count = new int[axes];
		for (int d = 0; d < axes; d++) {
			final long start = index[d] * spec.chunk()[d];
			from[d] = (int) Math.max(0, min[d] - start);
			to[d] = (int) Math.max(0, start - min[d]);
			count[d] = (int) (Math.min(start + spec.chunk()[d], min[d] + size[d]) - Math.max(start, min[d]));
		}
		BoxCopy.copy(chunk(index), spec.chunk(), from, box, size, to, count, spec.type().bytes());
	}

	/** @return a decoded chunk; kept, not to be changed */
	private byte[] chunk(final long[] index) throws IOException {
		final String name = Arrays.toString(index);
		byte[] plain = cache.get(name);
		if (plain != null) return plain;
		final byte[] encoded = encoded(index);
		plain = encoded == null ? null : decode(encoded, index);
		if (plain == null) {
			plain = new byte[spec.chunkBytes()];
			spec.fill(plain);
		}
		cache.put(name, plain);
		return plain;
	}

	private byte[] encoded(final long[] index) throws IOException {
		// NB: what does not compress becomes a little longer, in each of the codecs.
		final long most = spec.chunkBytes() + (spec.chunkBytes() >> 3) + 65536L;
		if (!spec.isSharded()) return store.read(key(path, spec.keys().of(index)), most);
		final long[] file = new long[index.length];
		int within = 0;
		for (int d = 0; d < index.length; d++) {
			file[d] = index[d] / spec.shard()[d];
			within = within * spec.shard()[d] + (int) (index[d] % spec.shard()[d]);
		}
		final String key = key(path, spec.keys().of(file));
		final ByteBuffer places = places(key);
		if (places == null) return null;
		final long at = places.getLong(16 * within);
		final long count = places.getLong(16 * within + 8);
		if (at == -1 && count == -1) return null;
		if (at < 0 || count < 0 || count > most) throw new IOException(store.name() + "/" + key +
			" is damaged: its index states a chunk of " + count + " bytes at " + at);
		return store.read(key, at, (int) count);
	}

	/** @return the index of a shard, offset and length of each chunk; null if the shard is not there */
	private ByteBuffer places(final String key) throws IOException {
		byte[] plain = cache.get(key);
		if (plain == null) {
			final int bytes = 16 * spec.shardChunks();
			final int stored = bytes + (spec.index().checked() ? 4 : 0);
			plain = store.read(key, spec.index().atEnd() ? -stored : 0, stored);
			if (plain == null) return null;
			if (spec.index().checked()) plain = checked(key, plain, bytes);
			cache.put(key, plain);
		}
		return ByteBuffer.wrap(plain).order(spec.index().order());
	}

	private byte[] checked(final String key, final byte[] stored, final int bytes) throws IOException {
		try {
			return new Crc32cCodec().decode(stored, bytes);
		}
		catch (final IOException e) {
			throw new IOException("the index of the shard " + store.name() + "/" + key + " " + e.getMessage(), e);
		}
	}

	private byte[] decode(final byte[] encoded, final long[] index) throws IOException {
		final int bytes = spec.chunkBytes();
		byte[] plain = encoded;
		for (int i = spec.codecs().size() - 1; i >= 0; i--) {
			final NamedCodec codec = spec.codecs().get(i);
			// NB: between two codecs, a little more than the values need.
			final int most = i == 0 ? bytes : (int) Math.min(Integer.MAX_VALUE - 64, bytes + (bytes >> 3) + 65536L);
			try {
				plain = codec.codec().decode(plain, most);
			}
			catch (final IOException e) {
				throw new IOException("chunk " + Arrays.toString(index) + " of " + name() + ", encoded with " + codec.name() +
					", " + e.getMessage(), e);
			}
		}
		if (plain.length != bytes) throw new IOException("chunk " + Arrays.toString(index) + " of " + name() + " has " +
			plain.length + " bytes instead of " + bytes);
		return spec.transposed() == null ? plain : BoxCopy.untransposed(plain, spec.transposed(), spec.chunk(), spec.type()
			.bytes());
	}

	/** @return the values' byte order */
	public ByteOrder order() {
		return spec.order();
	}
}
