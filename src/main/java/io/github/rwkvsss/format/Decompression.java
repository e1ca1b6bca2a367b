package io.github.rwkvsss.format;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks the pieces of a TIFF. */
final class Decompression {

	static final int NONE = 1;
	private static final int LZW = 5;
	static final int JPEG = 7;
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

	/** @return whether differences of pixels are part of a compression */
	static boolean hasPredictor(final int compression) {
		return compression == LZW || compression == ADOBE_DEFLATE || compression == DEFLATE;
	}

	/** @return what a compression that is not known here is called */
	static String name(final int compression) {
		return switch (compression) {
			case 6 -> "JPEG of TIFF 6.0's old kind";
			case 9, 10, 34661 -> "JBIG";
			case 32766 -> "NeXT";
			case 32771 -> "CCITT with words";
			case 32809 -> "ThunderScan";
			case 32908, 32909 -> "Pixar";
			case 33003, 33004, 33005, 34712 -> "JPEG 2000";
			case 34676, 34677 -> "SGI Log";
			case 34887 -> "LERC";
			case 34892 -> "lossy JPEG of DNG";
			case 34925 -> "LZMA";
			case 34933 -> "PNG";
			case 34934, 22610 -> "JPEG XR";
			case 50000, 34926 -> "Zstandard";
			case 50001, 34927 -> "WebP";
			case 50002, 52546 -> "JPEG XL";
			default -> "number " + compression;
		};
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
	 * wrote and the byte after it, which need not be there yet when the code is first used. Before TIFF 5 programs wrote the
	 * lowest bit first and widened codes as late as possible; their clear code shows as another first byte.
	 */
	private static int lzw(final byte[] packed, final byte[] into) {
		final boolean old = packed.length > 1 && packed[0] == 0 && (packed[1] & 1) == 1;
		final int[] start = new int[LARGEST_TABLE];
		final int[] length = new int[LARGEST_TABLE];
		int next = FIRST_STRETCH;
		int width = 9;
		int previous = 0;
		int previousLength = 0;
		int out = 0;
		for (long bit = 0; out < into.length && bit + width <= 8L * packed.length;) {
			final int code = old ? oldBits(packed, bit, width) : bits(packed, bit, width);
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
			// TIFF widens its codes one earlier than needed, old TIFF when needed.
			if (next >= (1 << width) - (old ? 0 : 1) && width < 12) width++;
		}
		return out;
	}

	private static int oldBits(final byte[] from, final long bit, final int width) {
		int value = 0;
		int at = (int) (bit >> 3);
		int have = -(int) (bit & 7);
		final int skipped = -have;
		for (int shift = 0; have < width; shift += 8, have += 8) value |= (from[at++] & 0xff) << shift;
		return value >> skipped & (1 << width) - 1;
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
