package io.github.rwkvsss.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A file that the Python package wrote, the bytes that the format's description demands, and damaged files; for what is
 * written here see {@link SafetensorsByPythonTest}.
 */
class SafetensorsTest {

	@Test
	void aFileWrittenByPythonIsRead() throws IOException {
		final Safetensors.Content content;
		try (InputStream in = SafetensorsTest.class.getResourceAsStream("python.safetensors")) {
			content = Safetensors.read(in.readAllBytes());
		}
		assertEquals(Map.of("format", "pt", "note", "größer"), content.metadata());
		assertEquals(5, content.arrays().size());
		assertArray(content, "single", new long[] { 2, 3 }, -0.5f, -0.25f, 0, 0.25f, 0.5f, 0.75f);
		assertArray(content, "half", new long[] { 5 }, 0, 1, -2, 65504, 0x1p-24f);
		assertArray(content, "count", new long[] { 2 }, 3, -4);
		assertArray(content, "scalar", new long[0], 2.5f);
		assertArray(content, "none", new long[] { 0, 4 });
	}

	private static void assertArray(final Safetensors.Content content, final String name, final long[] shape,
		final float... values)
	{
		assertArrayEquals(shape, content.arrays().get(name).shape(), name);
		assertArrayEquals(values, content.arrays().get(name).values(), name);
	}

	/** By the format's description: length, header padded to eight bytes, numbers. */
	@Test
	void whatIsWrittenHasTheBytesOfTheFormat() {
		final byte[] bytes = Safetensors.write(Map.of("a", new Safetensors.Array(new long[] { 2 }, new float[] { 1, -2 })), Map
			.of(), Safetensors.Type.F32);
		final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		final int length = (int) buffer.getLong();
		assertEquals(0, length % 8);
		assertEquals("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", new String(bytes, 8, length,
			StandardCharsets.UTF_8).trim());
		assertEquals(1, buffer.getFloat(8 + length));
		assertEquals(-2, buffer.getFloat(12 + length));
		assertEquals(16 + length, bytes.length);
	}

	@ParameterizedTest
	@ValueSource(strings = { "F32", "F16" })
	void arraysComeBackInTheirOrder(final String type) throws IOException {
		final Map<String, Safetensors.Array> arrays = new LinkedHashMap<>();
		arrays.put("weights.b", new Safetensors.Array(new long[] { 1, 2, 2 }, new float[] { 0.5f, -1, 3, 1024 }));
		arrays.put("a", new Safetensors.Array(new long[] {}, new float[] { 7 }));
		final Safetensors.Content content = Safetensors.read(Safetensors.write(arrays, Map.of("k", "v"), Safetensors.Type
			.valueOf(type)));
		assertEquals(List.of("weights.b", "a"), List.copyOf(content.arrays().keySet()));
		assertArray(content, "weights.b", new long[] { 1, 2, 2 }, 0.5f, -1, 3, 1024);
		assertArray(content, "a", new long[0], 7);
		assertEquals(Map.of("k", "v"), content.metadata());
	}

	/** 65519 rounds to the largest half, 65504; 65520 to infinity. */
	@Test
	void whatHalvesCannotHoldIsWrittenWhole() throws IOException {
		final Map<String, Safetensors.Array> arrays = new LinkedHashMap<>();
		arrays.put("fits", new Safetensors.Array(new long[] { 2 }, new float[] { 65519, 0.1f }));
		arrays.put("large", new Safetensors.Array(new long[] { 2 }, new float[] { -65520, 0.1f }));
		arrays.put("after", new Safetensors.Array(new long[] { 1 }, new float[] { 3 }));
		final Safetensors.Content content = Safetensors.read(Safetensors.write(arrays, Map.of(), Safetensors.Type.F16));
		assertArray(content, "fits", new long[] { 2 }, 65504, 0x1.998p-4f);
		assertArray(content, "large", new long[] { 2 }, -65520, 0.1f);
		assertArray(content, "after", new long[] { 1 }, 3);
	}

	private static byte[] file(final String header, final int numbers) {
		final byte[] text = header.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(8 + text.length + numbers).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).put(text)
			.array();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nonsense", "[]", "3", "{\"a\":3}", "{\"a\":{}}", "{\"a\":{\"dtype\":\"F32\"}}",
		"{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[]}}",
		"{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}",
		"{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
		"{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
		"{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}",
		"{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
		"{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
		"{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536],\"data_offsets\":[0,8]}}",
		"{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}",
		"{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,8]}}",
		"{\"a\":{\"dtype\":\"F32\",\"shape\":[\"x\"],\"data_offsets\":[0,8]}}",
		"{\"a\":{\"dtype\":\"F32\",\"shape\":{},\"data_offsets\":[0,8]}}",
		"{\"a\":{\"dtype\":\"BOOL\",\"shape\":[8],\"data_offsets\":[0,8]}}",
		"{\"a\":{\"dtype\":null,\"shape\":[8],\"data_offsets\":[0,8]}}", "{\"__metadata__\":3}",
		"{\"__metadata__\":{\"a\":[1,2]}}", "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}" })
	void damagedHeadersAreRefusedInASentence(final String header) {
		assertSentence(file(header, 8));
	}

	@Test
	void truncatedFilesAreRefusedInASentence() {
		final byte[] whole = Safetensors.write(Map.of("a", new Safetensors.Array(new long[] { 2 }, new float[] { 1, -2 })), Map
			.of(), Safetensors.Type.F32);
		for (int length = 0; length < whole.length; length++) assertSentence(Arrays.copyOf(whole, length));
	}

	@Test
	void headersLongerThanTheirFileAreRefused() {
		for (final long claimed : new long[] { -1, 0, 1, 1000, Long.MAX_VALUE, Long.MIN_VALUE }) {
			final byte[] bytes = file("{}", 8);
			ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(claimed);
			assertSentence(bytes);
		}
	}

	private static void assertSentence(final byte[] bytes) {
		final String message = assertThrows(IOException.class, () -> Safetensors.read(bytes)).getMessage();
		assertTrue(message.startsWith("the weights are not a safetensors file: ") && message.lines().count() == 1, message);
	}
}
