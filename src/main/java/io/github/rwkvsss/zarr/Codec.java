package io.github.rwkvsss.zarr;

import java.io.IOException;

/** Turns bytes into fewer bytes, or checks them, and back. Any thread may use it. */
interface Codec {

	/**
	 * @param encoded what the file holds
	 * @param most bytes that may come out
	 * @return the decoded bytes, at most so many
	 * @throws IOException in a part of a sentence, such as "its zstd frame is damaged"
	 */
	byte[] decode(byte[] encoded, int most) throws IOException;

	/** @return bytes of which {@link #decode} makes these again */
	byte[] encode(byte[] plain) throws IOException;
}
