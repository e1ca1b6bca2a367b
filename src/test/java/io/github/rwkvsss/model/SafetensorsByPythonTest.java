package io.github.rwkvsss.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.rwkvsss.Python;
import io.github.rwkvsss.network.SegmentationNetwork;

/**
 * What is written here is read by others: by the package safetensors, where {@link Python} has it, and by a reader of
 * few lines from the format's description.
 */
class SafetensorsByPythonTest {

	private static final Python PYTHON = Python.named();

	@TempDir
	Path folder;

	@ParameterizedTest
	@CsvSource({ "package, F32", "package, F16", "standard, F32", "standard, F16" })
	void arraysArriveAsTheyWere(final String reader, final Safetensors.Type type) throws IOException, InterruptedException {
		final Map<String, Safetensors.Array> arrays = new LinkedHashMap<>();
		arrays.put("größe.b", new Safetensors.Array(new long[] { 2, 1, 3 }, new float[] { 0.5f, -1, 65504, -0.25f, 0,
			0x1p-24f }));
		arrays.put("a", new Safetensors.Array(new long[0], new float[] { 7 }));
		arrays.put("none", new Safetensors.Array(new long[] { 0, 4 }, new float[0]));
		final JsonObject seen = read(reader, Safetensors.write(arrays, Map.of("format", "pt", "note", "größer"), type));
		assertEquals("größer", seen.getAsJsonObject("metadata").get("note").getAsString());
		assertSame(arrays, seen, type);
	}

	@ParameterizedTest
	@CsvSource({ "package", "standard" })
	void soDoTheWeightsOfANetwork(final String reader) throws IOException, InterruptedException {
		try (SegmentationNetwork network = SegmentationNetwork.build(ReleasedFormats.manifest().network(), 3)) {
			final Map<String, Safetensors.Array> weights = WeightArrays.of(network.weights());
			assertSame(weights, read(reader, Safetensors.write(weights, Map.of(), Safetensors.Type.F32)), Safetensors.Type.F32);
		}
	}

	private static void assertSame(final Map<String, Safetensors.Array> arrays, final JsonObject seen,
		final Safetensors.Type type)
	{
		final JsonObject read = seen.getAsJsonObject("arrays");
		assertEquals(arrays.keySet(), read.keySet());
		arrays.forEach((name, array) -> {
			final JsonObject one = read.getAsJsonObject(name);
			assertEquals(type == Safetensors.Type.F16 ? "float16" : "float32", one.get("type").getAsString());
			assertArrayEquals(array.shape(), longs(one.getAsJsonArray("shape")), name);
			final JsonArray values = one.getAsJsonArray("values");
			assertEquals(array.values().length, values.size());
			for (int i = 0; i < values.size(); i++) assertEquals(array.values()[i], (float) values.get(i).getAsDouble(), name);
		});
	}

	private static long[] longs(final JsonArray array) {
		final long[] numbers = new long[array.size()];
		for (int i = 0; i < numbers.length; i++) numbers[i] = array.get(i).getAsLong();
		return numbers;
	}

	private JsonObject read(final String reader, final byte[] bytes) throws IOException, InterruptedException {
		final String reason = reader.equals("package") ? PYTHON.whyNot("numpy", "safetensors") : PYTHON.whyNot("json",
			"struct");
		assumeTrue(reason == null, reason);
		final Path file = Files.write(folder.resolve("ours.safetensors"), bytes);
		final Python.Run run = PYTHON.run(Map.of(), "check_safetensors.py", reader, file);
		assertEquals(0, run.exitCode(), run.text());
		// Warnings may stand before what the script prints.
		return JsonParser.parseString(run.text().strip().lines().reduce((first, last) -> last).orElseThrow()).getAsJsonObject();
	}
}
