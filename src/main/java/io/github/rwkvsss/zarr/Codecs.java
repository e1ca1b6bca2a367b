package io.github.rwkvsss.zarr;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;

/** What the two versions of the metadata have in common: compressions by their names, and fill values. */
final class Codecs {

	private Codecs() {}

	/**
	 * @param name of a compression in either version
	 * @return null if it is not known
	 */
	static Codec ofName(final String name) {
		return switch (name) {
			case "gzip" -> DeflateCodec.GZIP;
			case "zlib", "numcodecs.zlib" -> DeflateCodec.ZLIB;
			case "zstd", "numcodecs.zstd" -> new ZstdCodec();
			case "lz4", "numcodecs.lz4" -> new Lz4Codec();
			// NB: reading goes by what each chunk states.
			case "blosc", "numcodecs.blosc" -> new BloscCodec(true, Shuffle.BYTES, 1);
			case "crc32c" -> new Crc32cCodec();
			default -> null;
		};
	}

	static IOException unknown(final ZarrJson json, final String name) {
		return json.beyond("is compressed with \"" + name +
			"\", which is not read; known are blosc, zstd, gzip, zlib, lz4 and crc32c");
	}

	/** @return the bytes of a fill value in the array's byte order */
	static byte[] fill(final ZarrJson json, final DataType type, final ByteOrder order) throws IOException {
		final JsonElement fill = json.get("fill_value");
		if (fill == null || fill.isJsonNull()) return new byte[type.bytes()];
		if (fill instanceof final JsonPrimitive value) {
			try {
				return fill(value, type, order);
			}
			catch (final NumberFormatException | ArithmeticException e) {
				throw json.damaged("its fill value " + ZarrJson.shortened(fill) + " is no " + type.word());
			}
		}
		throw json.damaged("its fill value " + ZarrJson.shortened(fill) + " is no " + type.word());
	}

	private static byte[] fill(final JsonPrimitive value, final DataType type, final ByteOrder order) {
		if (value.isBoolean()) return ArraySpec.fillOf(type, order, value.getAsBoolean() ? 1 : 0);
		final String text = value.getAsString();
		if (value.isString() && text.startsWith("0x")) return bits(Long.parseUnsignedLong(text.substring(2), 16), type, order);
		if (text.equals("NaN") || text.endsWith("Infinity")) return ArraySpec.fillOf(type, order, Double.parseDouble(text));
		// NB: a long exponent would make BigInteger write down all its zeros.
		if (type.isWhole() && text.length() < 40 && Math.abs(Double.parseDouble(text)) < 0x1p65) return bits(new BigDecimal(
			text).toBigInteger().longValue(), type, order);
		return ArraySpec.fillOf(type, order, Double.parseDouble(text));
	}

	private static byte[] bits(final long bits, final DataType type, final ByteOrder order) {
		final ByteBuffer bytes = ByteBuffer.allocate(type.bytes()).order(order);
		switch (type.bytes()) {
			case 1 -> bytes.put((byte) bits);
			case 2 -> bytes.putShort((short) bits);
			case 4 -> bytes.putInt((int) bits);
			default -> bytes.putLong(bits);
		}
		return bytes.array();
	}
}
