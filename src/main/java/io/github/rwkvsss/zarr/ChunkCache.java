package io.github.rwkvsss.zarr;

import java.util.LinkedHashMap;
import java.util.Map;

/** Decoded chunks that were used last, up to a number of bytes. Any thread may use it. */
final class ChunkCache {

	private final long most;
	private final Map<String, byte[]> chunks = new LinkedHashMap<>(16, 0.75f, true);
	private long bytes;

	/** @param most bytes to keep; a chunk that is larger than that is kept alone */
	ChunkCache(final long most) {
		this.most = most;
	}

	/** @return the chunk; null if it is not kept */
	synchronized byte[] get(final String key) {
		return chunks.get(key);
	}

	synchronized void put(final String key, final byte[] chunk) {
		final byte[] old = chunks.put(key, chunk);
		bytes += chunk.length - (old == null ? 0 : old.length);
		final var eldest = chunks.entrySet().iterator();
		while (bytes > most && chunks.size() > 1) {
			bytes -= eldest.next().getValue().length;
			eldest.remove();
		}
	}
}
