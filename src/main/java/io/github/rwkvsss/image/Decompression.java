package io.github.rwkvsss.image;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks the pieces of a TIFF. */
final class Decompression {

	static final int NONE = 1;
	private static final int LZW = 5;
	private static final int ADOBE_DEFLATE = 8;
	private static final int DEFLATE = 32946;
	static final int PACK_BITS = 32773;

	private static final int CLEAR = 256;
	private static final int END = 257;
	private static final int FIRST_STRETCH = 258;
	private static final int LARGEST_TABLE = 4096;

	private Decompression() {}

	static boolean knows(final int compression) {
		return compression == NONE || compression == LZW || compression == ADOBE_DEFLATE || compression == DEFLATE ||
			compression == PACK_BITS;
	}

	/**
	 * @param packed one piece
	 * @param into filled from its start
	 * @return number of bytes unpacked, less than asked for if the piece ends early or is damaged
	 */
	static int unpack(final int compression, final byte[] packed, final byte[] into) {
		return switch (compression) {
			case LZW -> lzw(packed, into);
			case PACK_BITS -> packBits(packed, into);
			case ADOBE_DEFLATE, DEFLATE -> inflate(packed, into);
			default -> throw new IllegalArgumentException("compression " + compression + " is not known");
		};
	}

	private static int inflate(final byte[] packed, final byte[] into) {
		final Inflater inflater = new Inflater();
		try {
			inflater.setInput(packed);
			int done = 0;
			while (done < into.length) {
				final int n = inflater.inflate(into, done, into.length - done);
				if (n == 0) break;
				done += n;
			}
			return done;
		}
		catch (final DataFormatException e) {
			return 0;
		}
		finally {
			inflater.end();
		}
	}

	private static int packBits(final byte[] packed, final byte[] into) {
		int in = 0;
		int out = 0;
		while (in < packed.length && out < into.length) {
			final int n = packed[in++];
			if (n >= 0) {
				final int count = Math.min(Math.min(n + 1, packed.length - in), into.length - out);
				System.arraycopy(packed, in, into, out, count);
				in += n + 1;
				out += count;
			}
			else if (n != -128 && in < packed.length) {
				final int count = Math.min(1 - n, into.length - out);
				Arrays.fill(into, out, out + count, packed[in++]);
				out += count;
			}
		}
		return out;
	}

	/**
	 * Codes of 9 to 12 bits, highest bit first. A code from 258 on names a stretch of the output: the one its predecessor
	 * wrote and the byte after it, which need not be there yet when the code is first used.
	 */
	private static int lzw(final byte[] packed, final byte[] into) {
		final int[] start = new int[LARGEST_TABLE];
		final int[] length = new int[LARGEST_TABLE];
		int next = FIRST_STRETCH;
		int width = 9;
		int previous = 0;
		int previousLength = 0;
		int out = 0;
		for (long bit = 0; out < into.length && bit + width <= 8L * packed.length;) {
			final int code = bits(packed, bit, width);
			bit += width;
			if (code == END) break;
			if (code == CLEAR) {
				next = FIRST_STRETCH;
				width = 9;
				previousLength = 0;
				continue;
			}
			if (previousLength > 0 && next < LARGEST_TABLE) {
				start[next] = previous;
				length[next++] = previousLength + 1;
			}
			if (code >= next) return out;
			previous = out;
			if (code < CLEAR) into[out++] = (byte) code;
			else for (int i = 0; i < length[code] && out < into.length; i++) into[out++] = into[start[code] + i];
			previousLength = out - previous;
			// TIFF widens its codes one earlier than needed.
			if (next >= (1 << width) - 1 && width < 12) width++;
		}
		return out;
	}

	private static int bits(final byte[] from, final long bit, final int width) {
		int value = 0;
		int at = (int) (bit >> 3);
		int have = -(int) (bit & 7);
		while (have < width) {
			value = value << 8 | from[at++] & 0xff;
			have += 8;
		}
		return value >> have - width & (1 << width) - 1;
	}
}
