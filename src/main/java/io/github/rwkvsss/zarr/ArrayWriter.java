package io.github.rwkvsss.zarr;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;

import io.github.rwkvsss.zarr.ArraySpec.NamedCodec;

/**
 * Writes an array box by box, in any order. What lies in one file is kept in memory as long as there is room, and read
 * again from its file where a later box adds to it. Little-endian; what was never written is 0. One thread at a time.
 */
final class ArrayWriter {

	private static final long MOST_KEPT = 256L << 20;
	private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().serializeNulls().setPrettyPrinting().create();

	private final Path folder;
	private final ArraySpec spec;
	private final int[] fileChunk;
	private final Map<String, Open> open = new LinkedHashMap<>(16, 0.75f, true);
	private final long most = Math.min(MOST_KEPT, Runtime.getRuntime().maxMemory() / 8);
	private long kept;

	/** The values of a file that is being filled. */
	private record Open(long[] index, byte[] values) {}

	/** @param folder of the array, made if missing; metadata are written at once */
	ArrayWriter(final Path folder, final ArraySpec spec, final Compression compression) throws IOException {
		this.folder = folder;
		this.spec = spec;
		fileChunk = spec.chunk().clone();
		for (int d = 0; d < fileChunk.length; d++) fileChunk[d] *= spec.shard()[d];
		Files.createDirectories(folder);
		if (spec.version() == 3) json(folder.resolve("zarr.json"), MetadataV3.write(spec, compression));
		else json(folder.resolve(".zarray"), MetadataV2.write(spec, compression));
	}

	static void json(final Path file, final JsonElement content) throws IOException {
		Files.write(file, (GSON.toJson(content) + "\n").getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * @param min first value along each axis
	 * @param size values along each axis, within the array
	 * @param values row-major, little-endian
	 */
	void write(final long[] min, final int[] size, final byte[] values) throws IOException {
		final int axes = spec.axes();
		final long[] index = new long[axes];
		for (int d = 0; d < axes; d++) index[d] = min[d] / fileChunk[d];
		while (true) {
			put(index, min, size, values);
			int d = axes - 1;
			while (d >= 0 && ++index[d] * fileChunk[d] >= min[d] + size[d]) {
				index[d] = min[d] / fileChunk[d];
				d--;
			}
			if (d < 0) return;
		}
	}

	private void put(final long[] index, final long[] min, final int[] size, final byte[] values) throws IOException {
		final int axes = spec.axes();
		final int[] from = new int[axes];
		final int[] to = new int[axes];
		final int[] count = new int[axes];
		for (int d = 0; d < axes; d++) {
			final long start = index[d] * fileChunk[d];
			from[d] = (int) Math.max(0, start - min[d]);
			to[d] = (int) Math.max(0, min[d] - start);
			count[d] = (int) (Math.min(start + fileChunk[d], min[d] + size[d]) - Math.max(start, min[d]));
		}
		BoxCopy.copy(values, size, from, values(index), fileChunk, to, count, spec.type().bytes());
	}

	private byte[] values(final long[] index) throws IOException {
		final String name = Arrays.toString(index);
		Open file = open.get(name);
		if (file != null) return file.values;
		int bytes = spec.type().bytes();
		for (final int n : fileChunk) bytes = Math.multiplyExact(bytes, n);
		final byte[] values = Files.exists(place(index)) ? again(index) : new byte[bytes];
		file = new Open(index.clone(), values);
		open.put(name, file);
		kept += bytes;
		final var eldest = open.values().iterator();
		while (kept > most && open.size() > 1) {
			final Open done = eldest.next();
			store(done);
			kept -= done.values.length;
			eldest.remove();
		}
		return values;
	}

	private byte[] again(final long[] index) throws IOException {
		final long[] min = new long[index.length];
		final int[] size = new int[index.length];
		for (int d = 0; d < min.length; d++) {
			min[d] = index[d] * fileChunk[d];
			size[d] = (int) Math.min(fileChunk[d], spec.shape()[d] - min[d]);
		}
		final byte[] inside = ZarrArray.open(new FolderStore(folder), "").read(min, size).array();
		int bytes = spec.type().bytes();
		for (final int n : fileChunk) bytes *= n;
		final byte[] values = new byte[bytes];
		BoxCopy.copy(inside, size, new int[size.length], values, fileChunk, new int[size.length], size, spec.type().bytes());
		return values;
	}

	/** Writes what is still kept. */
	void flush() throws IOException {
		for (final Open file : open.values()) store(file);
		open.clear();
		kept = 0;
	}

	private Path place(final long[] index) {
		return folder.resolve(spec.keys().of(index));
	}

	private void store(final Open file) throws IOException {
		final Path place = place(file.index);
		if (spec.isFill(file.values)) {
			Files.deleteIfExists(place);
			return;
		}
		Files.createDirectories(place.getParent());
		Files.write(place, spec.isSharded() ? shard(file.values) : encoded(file.values));
	}

	private byte[] encoded(final byte[] values) throws IOException {
		byte[] bytes = values;
		for (final NamedCodec codec : spec.codecs()) bytes = codec.codec().encode(bytes);
		return bytes;
	}

	/** All chunks one after another, then where each lies. */
	private byte[] shard(final byte[] values) throws IOException {
		final int count = spec.shardChunks();
		final int axes = spec.axes();
		final ByteBuffer index = ByteBuffer.allocate(16 * count).order(ByteOrder.LITTLE_ENDIAN);
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		final int[] at = new int[axes];
		final byte[] chunk = new byte[spec.chunkBytes()];
		for (int i = 0; i < count; i++) {
			final int[] from = new int[axes];
			for (int d = 0; d < axes; d++) from[d] = at[d] * spec.chunk()[d];
			BoxCopy.copy(values, fileChunk, from, chunk, spec.chunk(), new int[axes], spec.chunk(), spec.type().bytes());
			if (spec.isFill(chunk)) index.putLong(-1).putLong(-1);
			else {
				final byte[] encoded = encoded(chunk);
				index.putLong(out.size()).putLong(encoded.length);
				out.writeBytes(encoded);
			}
			for (int d = axes - 1; d >= 0 && ++at[d] == spec.shard()[d]; d--) at[d] = 0;
		}
		out.writeBytes(new Crc32cCodec().encode(index.array()));
		return out.toByteArray();
	}
}
