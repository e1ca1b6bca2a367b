package io.github.rwkvsss.zarr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** The codec crc32c: four bytes at the end that tell whether the others are whole. */
final class Crc32cCodec implements Codec {

	@Override
	public byte[] decode(final byte[] encoded, final int most) throws IOException {
		final int n = encoded.length - 4;
		if (n < 0) throw new IOException("is cut short");
		if (n > most) throw new IOException("has more than " + most + " bytes");
		if (ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN).getInt(n) != sum(encoded, n)) throw new IOException(
			"is damaged: its checksum (CRC-32C) is another");
		return Arrays.copyOf(encoded, n);
	}

	@Override
	public byte[] encode(final byte[] plain) {
		final byte[] encoded = Arrays.copyOf(plain, plain.length + 4);
		ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN).putInt(plain.length, sum(plain, plain.length));
		return encoded;
	}

	private static int sum(final byte[] bytes, final int count) {
		final CRC32C sum = new CRC32C();
		sum.update(bytes, 0, count);
		return (int) sum.getValue();
	}
}
