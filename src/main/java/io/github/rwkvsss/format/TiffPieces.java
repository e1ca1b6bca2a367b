package io.github.rwkvsss.format;

import java.util.LinkedHashMap;
import java.util.Map;

/** Pieces of one page that were unpacked lately, up to a number of bytes: neighbouring boxes share them. */
final class TiffPieces {

	private final long most;
	private final Map<Integer, byte[]> pieces = new LinkedHashMap<>(16, 0.75f, true);
	private long bytes;

	/** @param most bytes to keep; 0 for none */
	TiffPieces(final long most) {
		this.most = most;
	}

	/** @return its bytes, not to be changed; null if it is not kept */
	byte[] get(final int piece) {
		return pieces.get(piece);
	}

	void put(final int piece, final byte[] unpacked) {
		if (unpacked.length > most) return;
		pieces.put(piece, unpacked);
		bytes += unpacked.length;
		final var eldest = pieces.values().iterator();
		while (bytes > most) {
			bytes -= eldest.next().length;
			eldest.remove();
		}
	}
}
