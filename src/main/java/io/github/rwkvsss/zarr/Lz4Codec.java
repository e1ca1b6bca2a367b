package io.github.rwkvsss.zarr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.lz4.Lz4Decompressor;

/** The codec lz4 of numcodecs: the length in four bytes, then one LZ4 block. */
final class Lz4Codec implements Codec {

	@Override
	public byte[] decode(final byte[] encoded, final int most) throws IOException {
		if (encoded.length < 4) throw new IOException("is cut short");
		final int size = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN).getInt();
		if (size < 0 || size > most) throw new IOException("unpacks to more than " + most + " bytes");
		final byte[] plain = new byte[size];
		decode(encoded, 4, encoded.length - 4, plain, 0, size);
		return plain;
	}

	/** Fills a part of an array from one block. */
	static void decode(final byte[] block, final int from, final int count, final byte[] into, final int at, final int size)
		throws IOException
	{
		try {
			final int n = new Lz4Decompressor().decompress(block, from, count, into, at, size);
			if (n != size) throw new IOException("is damaged: an lz4 block has " + n + " bytes instead of " + size);
		}
		catch (final MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
			throw new IOException("is damaged: an lz4 block cannot be unpacked", e);
		}
	}

	@Override
	public byte[] encode(final byte[] plain) {
		final Lz4Compressor compressor = new Lz4Compressor();
		final byte[] encoded = new byte[4 + compressor.maxCompressedLength(plain.length)];
		ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN).putInt(plain.length);
		return Arrays.copyOf(encoded, 4 + compressor.compress(plain, 0, plain.length, encoded, 4, encoded.length - 4));
	}
}
