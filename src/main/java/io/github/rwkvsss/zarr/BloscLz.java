package io.github.rwkvsss.zarr;

import java.io.IOException;

/** Unpacks BloscLZ, Blosc's own form of LZ77. */
final class BloscLz {

	private static final int FAR = 8191;

	private BloscLz() {}

	/**
	 * Fills a part of an array.
	 *
	 * @throws IOException if the input does not give exactly so many bytes
	 */
	static void decode(final byte[] in, final int from, final int count, final byte[] out, final int at, final int size)
		throws IOException
	{
		try {
			if (unpack(in, from, from + count, out, at, at + size) == at + size) return;
		}
		catch (final IndexOutOfBoundsException e) {
			throw new IOException("is damaged: a blosclz block cannot be unpacked", e);
		}
		throw new IOException("is damaged: a blosclz block is of another length than stated");
	}

	private static int unpack(final byte[] in, final int from, final int end, final byte[] out, final int start,
		final int limit)
	{
		int i = from;
		int o = start;
		int control = in[i++] & 31;
		while (true) {
			if (control < 32) {
				final int run = control + 1;
				if (i + run > end || o + run > limit) throw new IndexOutOfBoundsException();
				System.arraycopy(in, i, out, o, run);
				i += run;
				o += run;
			}
			else {
				int length = (control >> 5) - 1;
				if (length == 6) {
					int more;
					do {
						more = in[i++] & 255;
						length += more;
					}
					while (more == 255);
				}
				length += 3;
				final int low = in[i++] & 255;
				int distance = ((control & 31) << 8) + low + 1;
				if (low == 255 && (control & 31) == 31) {
					distance = ((in[i] & 255) << 8) + (in[i + 1] & 255) + FAR + 1;
					i += 2;
				}
				if (o - distance < start || o + length > limit || i > end) throw new IndexOutOfBoundsException();
				for (int k = 0; k < length; k++, o++) out[o] = out[o - distance];
			}
			if (i >= end) return o;
			control = in[i++] & 255;
		}
	}
}
