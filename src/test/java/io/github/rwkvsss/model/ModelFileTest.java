package io.github.rwkvsss.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.Gson;

import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.SegmentationNetwork;

/** Models written and read, and files that are not models. */
class ModelFileTest {

	@TempDir
	static Path folder;

	private static Path whole;

	@BeforeAll
	static void write() throws IOException {
		whole = folder.resolve("whole.zip");
		try (SegmentationNetwork network = SegmentationNetwork.build(ReleasedFormats.manifest().network(), 3)) {
			ModelFile.write(whole, ReleasedFormats.manifest(), WeightArrays.of(network.weights()), Safetensors.Type.F32,
				"epoch\n1\n");
		}
	}

	private static float[] image() {
		final float[] image = new float[40 * 24];
		for (int i = 0; i < image.length; i++) image[i] = (float) Math.sin(i);
		return image;
	}

	@Test
	void aModelComesBackWithItsPredictions() throws IOException {
		final ModelManifest manifest = ReleasedFormats.manifest();
		try (SegmentationModel written = new SegmentationModel(manifest, SegmentationNetwork.build(manifest.network(), 3));
				SegmentationModel read = ModelFile.read(whole))
		{
			assertEquals(manifest, read.manifest());
			assertEquals(manifest, ModelFile.readManifest(whole));
			assertArrayEquals(written.predict(new float[][] { image() }, 40, 24)[0], read.predict(new float[][] { image() }, 40,
				24)[0]);
		}
	}

	@Test
	void probabilitiesSumToOneAndABatchGivesWhatItsTilesGive() throws IOException {
		try (SegmentationModel model = ModelFile.read(whole)) {
			final float[] other = image();
			for (int i = 0; i < other.length; i++) other[i] = 1 - other[i];
			final float[] shares = model.predict(new float[][] { image() }, 40, 24)[0];
			assertEquals(2 * 40 * 24, shares.length);
			for (int i = 0; i < 40 * 24; i++) assertEquals(1, shares[i] + shares[40 * 24 + i], 1e-6);
			final float[][] both = model.predict(new float[][] { other, image() }, 40, 24);
			assertArrayEquals(shares, both[1], 1e-6f);
			assertArrayEquals(model.predict(new float[][] { other }, 40, 24)[0], both[0], 1e-6f);
			assertTrue(assertThrows(IllegalArgumentException.class, () -> model.predict(new float[][] { new float[7] }, 40, 24))
				.getMessage().contains("960 values, but 7"));
		}
	}

	@Test
	void theSameModelGivesTheSameBytes() throws IOException {
		final Path again = folder.resolve("again.zip");
		try (SegmentationNetwork network = SegmentationNetwork.build(ReleasedFormats.manifest().network(), 3)) {
			ModelFile.write(again, ReleasedFormats.manifest(), WeightArrays.of(network.weights()), Safetensors.Type.F32,
				"epoch\n1\n");
		}
		assertEquals(-1, Files.mismatch(whole, again));
	}

	@Test
	void modelsToShipHoldHalves() throws IOException {
		final Path half = folder.resolve("half.zip");
		try (SegmentationNetwork network = SegmentationNetwork.build(ReleasedFormats.manifest().network(), 3)) {
			ModelFile.write(half, ReleasedFormats.manifest(), WeightArrays.of(network.weights()), Safetensors.Type.F16, null);
		}
		assertTrue(Files.size(half) < 10 << 20);
		try (SegmentationModel exact = ModelFile.read(whole); SegmentationModel rounded = ModelFile.read(half)) {
			assertArrayEquals(exact.predict(new float[][] { image() }, 40, 24)[0], rounded.predict(new float[][] { image() }, 40,
				24)[0], 2e-3f);
		}
	}

	@Test
	void truncatedModelsAreRefusedWithoutALeftover() throws IOException {
		final byte[] bytes = Files.readAllBytes(whole);
		for (final int length : new int[] { 0, 1, 3, 30, 200, bytes.length / 2, bytes.length - 1000 }) refused(Arrays.copyOf(
			bytes, length), "");
		refused("a text".getBytes(StandardCharsets.UTF_8), "is not an RWKV-SSS model");
	}

	@Test
	void missingFilesAndFoldersAreNamed() {
		assertTrue(assertThrows(IOException.class, () -> ModelFile.read(folder.resolve("none.zip"))).getMessage().startsWith(
			"there is no model"));
		assertTrue(assertThrows(IOException.class, () -> ModelFile.read(Files.createDirectories(folder.resolve("empty"))))
			.getMessage().contains("is not an RWKV-SSS model"));
	}

	@Test
	void otherVersionsAndDamagedManifestsAreNamed() throws IOException {
		changed("model.json", text -> text.replace("\"format\": 3", "\"format\": 5"), "format version 5");
		changed("model.json", text -> text.replace("\"format\": 3", "\"format\": 0"), "format version 0");
		changed("model.json", text -> text.replace("\"format\": 3", "\"format\": \"new\""), "damaged model.json");
		changed("model.json", text -> text.replace("\"format\": 3", "\"other\": 1"), "format version 0");
		changed("model.json", text -> text.substring(0, text.length() / 2), "damaged model.json");
		changed("model.json", text -> "[]", "damaged model.json");
		changed("model.json", text -> "{\"format\": 1}", "damaged model.json");
		changed("model.json", text -> text.replace("RWKV_SSS", "TRANSFORMER"), "damaged model.json");
		changed("model.json", text -> text.replace("HILBERT", "SPIRAL"), "damaged model.json");
		changed("model.json", text -> text.replace("SEMANTIC", "INSTANCE"), "damaged model.json");
		changed("model.json", text -> text.replace("SEMANTIC", "PANOPTIC"), "damaged model.json");
		changed("model.json", text -> null, "has no model.json");
		changed("model.json", text -> text + " ", "the checksum of model.json is wrong");
		changed("weights.safetensors", text -> null, "the entry weights.safetensors is missing");
		changed("weights.safetensors", text -> "x", "the checksum of weights.safetensors is wrong");
		changed("training-log.csv", text -> "x", "the checksum of training-log.csv is wrong");
		changed("cover.png", text -> null, "the entry cover.png is missing");
		changed("rdf.yaml", text -> null, "has no rdf.yaml");
		changed("rdf.yaml", text -> "just text", "not a list of keys and values");
		changed("rdf.yaml", text -> "a: [", "not YAML");
		changed("rdf.yaml", text -> "!!javax.script.ScriptEngineManager [1]", "not YAML");
		changed("rdf.yaml", text -> "a: 1", "lists no files");
		changed("rdf.yaml", text -> "config: {rwkv_sss: {files: {}}}", "does not list model.json");
	}

	@ParameterizedTest
	@ValueSource(strings = { "../outside", "a/../../outside", "/outside", "C:\\outside", "..\\outside", "C:outside", "..",
		"a\u0000b" })
	void entriesThatWouldLieOutsideAreRefused(final String name) throws IOException {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			zip.putNextEntry(new ZipEntry(name));
			zip.write(1);
		}
		refused(bytes.toByteArray(), "outside its folder");
	}

	@Test
	void whatUnpacksToFarMoreThanItsSizeIsRefused() throws IOException {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			zip.putNextEntry(new ZipEntry("model.json"));
			for (int i = 0; i < 40; i++) zip.write(new byte[1 << 20]);
		}
		assertTrue(bytes.size() < 100_000);
		refused(bytes.toByteArray(), "unpacks to more than a model holds (16 MiB with model.json)");
		bytes.reset();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			for (int i = 0; i < 300; i++) zip.putNextEntry(new ZipEntry("entry" + i));
		}
		refused(bytes.toByteArray(), "more than 256 entries");
	}

	@Test
	void anUnpackedModelIsReadToo() throws IOException {
		final Path unpacked = Files.createDirectories(folder.resolve("unpacked"));
		try (InputStream in = Files.newInputStream(whole); ZipInputStream zip = new ZipInputStream(in)) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) Files.write(unpacked.resolve(
				entry.getName()), zip.readAllBytes());
		}
		assertEquals(ModelFile.readManifest(whole), ModelFile.readManifest(unpacked));
		Files.writeString(unpacked.resolve("training-log.csv"), "x");
		assertTrue(assertThrows(IOException.class, () -> ModelFile.read(unpacked)).getMessage().contains(
			"the checksum of training-log.csv is wrong"));
	}

	@Test
	void theLeastNumberOfWeightsIsBelowTheTrueOne() {
		for (final String preset : List.of("tiny", "unet")) for (int dimensions = 2; dimensions <= 3; dimensions++) {
			final NetworkConfig config = NetworkConfig.preset(preset, dimensions, 3, 5);
			try (SegmentationNetwork network = SegmentationNetwork.build(config, 1)) {
				final long count = network.weights().parameterCount();
				assertTrue(config.leastWeights() < count && config.leastWeights() > count / 6, preset + " " + dimensions + ": " +
					config.leastWeights() + " of " + count);
			}
		}
	}

	/** A configuration that asks for 10^13 weights, in a file of 10^6. */
	@Test
	void configurationsThatWouldTakeAllMemoryAreRefused() throws IOException {
		final ModelManifest wide = ReleasedFormats.manifest();
		final String json = new Gson().toJson(wide).replace("[8,8,8,8]", "[8,8,1000000,1000000]").replace("\"format\":3",
			"\"format\":1");
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			zip.putNextEntry(new ZipEntry("model.json"));
			zip.write(json.getBytes(StandardCharsets.UTF_8));
			zip.putNextEntry(new ZipEntry("weights.safetensors"));
			zip.write(Safetensors.write(Map.of("a", new Safetensors.Array(new long[] { 2 }, new float[2])), Map.of(),
				Safetensors.Type.F32));
		}
		refused(bytes.toByteArray(), "needs more than 2 weights");
	}

	@Test
	void weightsThatDoNotFitAreNamed() throws IOException {
		final Map<String, Safetensors.Array> arrays = weights();
		final String name = "stem.first.weight";
		arrays.put(name, new Safetensors.Array(new long[] { 3 }, new float[3]));
		notWritten(arrays, "\"" + name + "\" have the shape [3]");
		arrays.remove(name);
		notWritten(arrays, "lacks the weights \"" + name + "\"");
		final Map<String, Safetensors.Array> more = weights();
		more.put("extra", new Safetensors.Array(new long[] { 1 }, new float[1]));
		notWritten(more, "\"extra\"");
		for (final float value : new float[] { Float.NaN, Float.POSITIVE_INFINITY }) {
			final Map<String, Safetensors.Array> infinite = weights();
			infinite.get(name).values()[5] = value;
			notWritten(infinite, "not all finite");
		}
	}

	@Test
	void aFileThatCannotBeWrittenLeavesNothing() throws IOException {
		final Path file = Files.writeString(folder.resolve("file"), "x");
		final String message = assertThrows(IOException.class, () -> ModelFile.write(file.resolve("model.zip"), ReleasedFormats
			.manifest(), weights(), Safetensors.Type.F32, null)).getMessage();
		assertTrue(message.startsWith("cannot write") && message.lines().count() == 1, message);
		assertEquals("x", Files.readString(file));
	}

	private static Map<String, Safetensors.Array> weights() {
		try (SegmentationNetwork network = SegmentationNetwork.build(ReleasedFormats.manifest().network(), 3)) {
			return new LinkedHashMap<>(WeightArrays.of(network.weights()));
		}
	}

	private static void notWritten(final Map<String, Safetensors.Array> arrays, final String expected) {
		final Path file = folder.resolve("other.zip");
		final String message = assertThrows(IOException.class, () -> ModelFile.write(file, ReleasedFormats.manifest(), arrays,
			Safetensors.Type.F32, null)).getMessage();
		assertTrue(message.contains(expected), message);
		assertFalse(Files.exists(file));
	}

	/** Replaces one entry of the whole model's zip; null leaves it out. */
	private static void changed(final String name, final UnaryOperator<String> change, final String expected)
		throws IOException
	{
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (InputStream in = Files.newInputStream(whole);
				ZipInputStream from = new ZipInputStream(in);
				ZipOutputStream to = new ZipOutputStream(bytes))
		{
			to.setLevel(0);
			for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
				byte[] content = from.readAllBytes();
				if (entry.getName().equals(name)) {
					final String text = change.apply(new String(content, StandardCharsets.UTF_8));
					if (text == null) continue;
					content = text.getBytes(StandardCharsets.UTF_8);
				}
				to.putNextEntry(new ZipEntry(entry.getName()));
				to.write(content);
				to.closeEntry();
			}
		}
		refused(bytes.toByteArray(), expected);
	}

	private static void refused(final byte[] bytes, final String expected) throws IOException {
		final Path file = folder.resolve("damaged.zip");
		Files.write(file, bytes);
		final String message = assertThrows(IOException.class, () -> ModelFile.read(file)).getMessage();
		assertTrue(message.contains(expected) && message.lines().count() == 1 && message.contains(file.getFileName()
			.toString()), message);
		try (var left = Files.list(folder)) {
			assertEquals(List.of(), left.filter(path -> path.toString().endsWith(".part")).toList());
		}
	}
}
