package io.github.rwkvsss.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import io.github.rwkvsss.file.Nesting;

/**
 * Named arrays of numbers in the safetensors format: eight bytes of header length (little endian), a JSON header
 * with type, shape and offsets of each array, then the numbers. Holds no code.
 */
public final class Safetensors {

	private static final int LARGEST_HEADER = 16 << 20;

	/** Element types that are written and read. */
	public enum Type {

			/** IEEE half precision, 2 bytes. */
			F16(2),

			/** IEEE single precision, 4 bytes. */
			F32(4),

			/** Signed 64-bit integers, 8 bytes. */
			I64(8);

		private final int bytes;

		Type(final int bytes) {
			this.bytes = bytes;
		}
	}

	/**
	 * One array.
	 *
	 * @param shape extents, slowest first
	 * @param values row-major; integers beyond 2^24 lose digits
	 */
	public record Array(long[] shape, float[] values) {}

	/**
	 * @param arrays by name
	 * @param metadata free text by key
	 */
	public record Content(Map<String, Array> arrays, Map<String, String> metadata) {}

	private Safetensors() {}

	/**
	 * @param arrays by name, written in their order
	 * @param metadata free text by key
	 * @param type of the elements, F16 or F32; an array with a finite value beyond the halves is written as F32 in any
	 *          case, because an infinity in its place would make the file unreadable
	 * @return the file's bytes
	 */
	public static byte[] write(final Map<String, Array> arrays, final Map<String, String> metadata, final Type type) {
		final JsonObject header = new JsonObject();
		if (!metadata.isEmpty()) {
			final JsonObject text = new JsonObject();
			metadata.forEach(text::addProperty);
			header.add("__metadata__", text);
		}
		long offset = 0;
		for (final Map.Entry<String, Array> entry : arrays.entrySet()) {
			final JsonObject described = new JsonObject();
			final Type own = own(type, entry.getValue());
			described.addProperty("dtype", own.name());
			final JsonArray shape = new JsonArray();
			for (final long extent : entry.getValue().shape()) shape.add(extent);
			described.add("shape", shape);
			final JsonArray range = new JsonArray();
			range.add(offset);
			offset += (long) entry.getValue().values().length * own.bytes;
			range.add(offset);
			described.add("data_offsets", range);
			header.add(entry.getKey(), described);
		}
		final StringBuilder json = new StringBuilder(header.toString());
		// Padded so that the numbers begin at a multiple of eight, as other writers do.
		while (json.toString().getBytes(StandardCharsets.UTF_8).length % 8 != 0) json.append(' ');
		final byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
		final ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(8 + text.length + offset)).order(ByteOrder.LITTLE_ENDIAN);
		buffer.putLong(text.length).put(text);
		for (final Array array : arrays.values()) {
			final Type own = own(type, array);
			for (final float value : array.values()) {
				if (own == Type.F16) buffer.putShort(Half.of(value));
				else buffer.putFloat(value);
			}
		}
		return buffer.array();
	}

	private static Type own(final Type wanted, final Array array) {
		return wanted == Type.F16 && !Half.hold(array.values()) ? Type.F32 : wanted;
	}

	/**
	 * @param bytes a whole file
	 * @return its arrays in the header's order
	 * @throws IOException in one sentence if the bytes are not such a file
	 */
	public static Content read(final byte[] bytes) throws IOException {
		if (bytes.length < 8) throw broken("it has " + bytes.length + " bytes");
		final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		final long headerLength = buffer.getLong();
		if (headerLength < 2 || headerLength > LARGEST_HEADER || headerLength > bytes.length - 8) throw broken(
			"its header claims " + headerLength + " bytes of " + bytes.length);
		final JsonObject header;
		try {
			header = JsonParser.parseString(Nesting.checked(new String(bytes, 8, (int) headerLength, StandardCharsets.UTF_8)))
				.getAsJsonObject();
		}
		catch (final JsonParseException | IllegalStateException e) {
			throw broken("its header is not JSON");
		}
		catch (final IOException e) {
			throw broken(e.getMessage());
		}
		final Map<String, Array> arrays = new LinkedHashMap<>();
		final Map<String, String> metadata = new LinkedHashMap<>();
		final int start = 8 + (int) headerLength;
		try {
			requireApart(header);
			for (final Map.Entry<String, JsonElement> entry : header.entrySet()) {
				final JsonObject described = entry.getValue().getAsJsonObject();
				if (entry.getKey().equals("__metadata__")) {
					for (final Map.Entry<String, JsonElement> text : described.entrySet()) metadata.put(text.getKey(), text.getValue()
						.getAsString());
				}
				else arrays.put(entry.getKey(), array(entry.getKey(), described, buffer, start));
			}
		}
		catch (final ClassCastException | IllegalStateException | IndexOutOfBoundsException | NumberFormatException
				| NullPointerException | UnsupportedOperationException e)
		{
			throw broken("its header lacks type, shape or offsets of an array");
		}
		return new Content(arrays, metadata);
	}

	/** A small file could state any number of arrays on the same bytes, which would all be held in memory. */
	private static void requireApart(final JsonObject header) throws IOException {
		final TreeMap<Long, Map.Entry<String, Long>> ranges = new TreeMap<>();
		for (final Map.Entry<String, JsonElement> entry : header.entrySet()) {
			if (entry.getKey().equals("__metadata__")) continue;
			final JsonArray range = entry.getValue().getAsJsonObject().getAsJsonArray("data_offsets");
			final long from = range.get(0).getAsLong();
			final long to = range.get(1).getAsLong();
			if (to <= from) continue;
			final Map.Entry<Long, Map.Entry<String, Long>> before = ranges.lowerEntry(to);
			if (before != null && before.getValue().getValue() > from) throw broken("its arrays \"" + before.getValue().getKey() +
				"\" and \"" + entry.getKey() + "\" lie on the same bytes");
			ranges.put(from, Map.entry(entry.getKey(), to));
		}
	}

	private static Array array(final String name, final JsonObject described, final ByteBuffer buffer, final int start)
		throws IOException
	{
		final Type type;
		try {
			type = Type.valueOf(described.get("dtype").getAsString());
		}
		catch (final IllegalArgumentException e) {
			throw broken("array \"" + name + "\" has the type " + described.get("dtype") + ", known are F16, F32 and I64");
		}
		final JsonArray extents = described.getAsJsonArray("shape");
		final long[] shape = new long[extents.size()];
		long count = 1;
		for (int d = 0; d < shape.length; d++) {
			shape[d] = extents.get(d).getAsLong();
			if (shape[d] < 0 || shape[d] > Integer.MAX_VALUE || count * shape[d] > Integer.MAX_VALUE) throw broken("array \"" +
				name + "\" has the extent " + shape[d]);
			count *= shape[d];
		}
		final JsonArray range = described.getAsJsonArray("data_offsets");
		final long from = range.get(0).getAsLong();
		final long to = range.get(1).getAsLong();
		if (from < 0 || to < from || to > buffer.capacity() - start || to - from != count * type.bytes) throw broken(
			"array \"" + name + "\" lies at bytes " + from + " to " + to + " of " + (buffer.capacity() - start));
		final float[] values = new float[(int) count];
		int at = start + (int) from;
		for (int i = 0; i < values.length; i++, at += type.bytes) {
			switch (type) {
				case F16:
					values[i] = Half.toFloat(buffer.getShort(at));
					break;
				case F32:
					values[i] = buffer.getFloat(at);
					break;
				default:
					values[i] = buffer.getLong(at);
			}
		}
		return new Array(shape, values);
	}

	private static IOException broken(final String what) {
		return new IOException("the weights are not a safetensors file: " + what);
	}
}
