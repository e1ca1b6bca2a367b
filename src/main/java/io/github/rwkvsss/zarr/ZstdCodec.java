package io.github.rwkvsss.zarr;

import java.io.IOException;
import java.util.Arrays;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdCompressor;
import io.airlift.compress.zstd.ZstdDecompressor;

/** The codec zstd. */
final class ZstdCodec implements Codec {

	@Override
	public byte[] decode(final byte[] encoded, final int most) throws IOException {
		return decode(encoded, 0, encoded.length, most);
	}

	static byte[] decode(final byte[] encoded, final int from, final int count, final int most) throws IOException {
		try {
			final long stated = ZstdDecompressor.getDecompressedSize(encoded, from, count);
			if (stated > most) throw new IOException("unpacks to more than " + most + " bytes");
			final byte[] plain = new byte[most];
			final int n = new ZstdDecompressor().decompress(encoded, from, count, plain, 0, most);
			return n == most ? plain : Arrays.copyOf(plain, n);
		}
		catch (final MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
			throw new IOException("is damaged, or no zstd of at most " + most + " bytes", e);
		}
	}

	@Override
	public byte[] encode(final byte[] plain) {
		final ZstdCompressor compressor = new ZstdCompressor();
		final byte[] encoded = new byte[compressor.maxCompressedLength(plain.length)];
		return Arrays.copyOf(encoded, compressor.compress(plain, 0, plain.length, encoded, 0, encoded.length));
	}
}
