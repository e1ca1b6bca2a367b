package io.github.rwkvsss.zarr;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;

/** The codecs gzip and zlib, through the JDK. */
enum DeflateCodec implements Codec {

		GZIP, ZLIB;

	private static final int LEVEL = 5;

	@Override
	public byte[] decode(final byte[] encoded, final int most) throws IOException {
		try (InputStream in = this == GZIP ? new GZIPInputStream(new ByteArrayInputStream(encoded)) : new InflaterInputStream(
			new ByteArrayInputStream(encoded)))
		{
			final byte[] plain = in.readNBytes(most);
			if (in.read() >= 0) throw new IOException("unpacks to more than " + most + " bytes");
			return plain;
		}
		catch (final IOException e) {
			throw new IOException("is damaged (" + e.getMessage() + ")", e);
		}
	}

	@Override
	public byte[] encode(final byte[] plain) throws IOException {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (OutputStream out = this == GZIP ? new GZIPOutputStream(bytes) : new DeflaterOutputStream(bytes, new Deflater(
			LEVEL)))
		{
			out.write(plain);
		}
		return bytes.toByteArray();
	}
}
