package io.github.rwkvsss.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.Sweep;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * Altered models: each either installs and has the weights of the original, or is refused in one sentence; and no file
 * appears but the installed model.
 */
class MutatedBundlesTest {

	private static final int COUNT = Sweep.State.count(300, 1000);

	@TempDir
	Path folder;

	private final SplittableRandom random = new SplittableRandom(20260101);

	@Test
	void alteredModelsLoadWithTheSameWeightsOrAreRefusedInASentence() throws IOException {
		final byte[] whole;
		try (InputStream in = getClass().getResourceAsStream("format-2.zip")) {
			whole = in.readAllBytes();
		}
		final Map<String, byte[]> entries = unzip(whole);
		final Path outer = Files.createDirectories(folder.resolve("outer"));
		final Path models = Files.createDirectories(outer.resolve("models"));
		final Path altered = folder.resolve("altered.zip");
		final Map<String, float[]> original = weights(Files.write(altered, whole));
		int loaded = 0;
		int refused = 0;
		for (int i = 0; i < COUNT; i++) {
			Files.write(altered, i % 2 == 0 ? damaged(whole) : repacked(entries));
			try {
				final Path installed = ModelLibrary.install(altered, models, ModelLibrary.IfThere.REPLACE);
				assertEquals(models, installed.getParent());
				final Map<String, float[]> weights = weights(installed);
				assertEquals(original.keySet(), weights.keySet());
				original.forEach((name, values) -> assertArrayEquals(values, weights.get(name), name));
				Files.delete(installed);
				loaded++;
			}
			catch (final IOException e) {
				assertTrue(e.getMessage() != null && !e.getMessage().isBlank() && e.getMessage().lines().count() == 1, "mutant " +
					i + ": " + e.getMessage());
				refused++;
			}
			try (var left = Files.walk(folder)) {
				assertEquals(new TreeSet<>(List.of(folder, altered, outer, models)), new TreeSet<>(left.toList()), "mutant " + i);
			}
		}
		assertEquals(COUNT, loaded + refused);
		// Either kind must occur, or the test would look at one side only.
		assertTrue(loaded > COUNT / 50 && refused > COUNT / 2, loaded + " loaded, " + refused + " refused");
	}

	private static Map<String, float[]> weights(final Path file) throws IOException {
		final Map<String, float[]> values = new LinkedHashMap<>();
		try (SegmentationModel model = ModelFile.read(file); TensorScope scope = new TensorScope()) {
			for (final String name : model.network().weights().names()) values.put(name, Tensors.floats(model.network().weights()
				.get(name)));
		}
		return values;
	}

	/** Bytes of the zip changed, removed, repeated or cut off, wherever they lie. */
	private byte[] damaged(final byte[] whole) {
		final byte[] bytes = whole.clone();
		final int at = random.nextInt(bytes.length);
		switch (random.nextInt(5)) {
			case 0:
				bytes[at] ^= 1 << random.nextInt(8);
				return bytes;
			case 1:
				random.nextBytes(bytes);
				System.arraycopy(whole, 0, bytes, 0, at);
				return bytes;
			case 2:
				return Arrays.copyOf(bytes, at);
			case 3:
				final int end = Math.min(bytes.length, at + 1 + random.nextInt(64));
				final byte[] less = new byte[bytes.length - (end - at)];
				System.arraycopy(bytes, 0, less, 0, at);
				System.arraycopy(bytes, end, less, at, bytes.length - end);
				return less;
			default:
				// Behind all entries lies only the zip's directory, which a reader of streams does not need.
				bytes[bytes.length - 1 - random.nextInt(400)] ^= 1 << random.nextInt(8);
				return bytes;
		}
	}

	/** A well-formed zip with an entry changed, renamed, left out or added; half of the time with checksums made to fit. */
	private byte[] repacked(final Map<String, byte[]> original) throws IOException {
		final Map<String, byte[]> entries = new LinkedHashMap<>(original);
		final List<String> names = new ArrayList<>(entries.keySet());
		final String name = names.get(random.nextInt(names.size()));
		switch (random.nextInt(6)) {
			case 0:
				entries.remove(name);
				break;
			case 1:
				entries.put(List.of("../../evil", "/tmp/evil", "sub/evil", "evil", "..\\evil", "C:evil").get(random.nextInt(6)),
					new byte[] { 1 });
				break;
			case 2:
				entries.put(name + "2", entries.remove(name));
				break;
			default:
				final String text = random.nextBoolean() ? "model.json" : random.nextBoolean() ? "rdf.yaml" : name;
				final byte[] changed = changed(entries.get(text));
				if (!text.equals("rdf.yaml") && random.nextBoolean()) entries.put("rdf.yaml", new String(entries.get("rdf.yaml"),
					StandardCharsets.UTF_8).replace(BundleEntries.sha256(entries.get(text)), BundleEntries.sha256(text.equals(
						"weights.safetensors") ? entries.get(text) : changed)).getBytes(StandardCharsets.UTF_8));
				entries.put(text, changed);
		}
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			zip.setLevel(1);
			for (final Map.Entry<String, byte[]> entry : entries.entrySet()) {
				zip.putNextEntry(new ZipEntry(entry.getKey()));
				zip.write(entry.getValue());
			}
		}
		return bytes.toByteArray();
	}

	private byte[] changed(final byte[] content) {
		final byte[] bytes = content.clone();
		if (bytes.length == 0) return new byte[] { 7 };
		switch (random.nextInt(4)) {
			case 0:
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
				return bytes;
			case 1:
				return Arrays.copyOf(bytes, random.nextInt(bytes.length));
			case 2:
				// A number made large, small or negative, as a damaged or hostile text has it.
				final String digit = String.valueOf(random.nextInt(1, 9));
				return new String(bytes, StandardCharsets.ISO_8859_1).replaceFirst("(?s)^(.{" + random.nextInt(bytes.length) +
					"}.*?)" + digit, "$1" + List.of("99999999", "-1", "0", "1e30", "null", "\"x\"", "[[[[", "\\u0000").get(random
						.nextInt(8)).replace("\\", "\\\\")).getBytes(StandardCharsets.ISO_8859_1);
			default:
				final int at = random.nextInt(bytes.length);
				final int end = Math.min(bytes.length, at + 1 + random.nextInt(40));
				for (int i = at; i < end; i++) bytes[i] = (byte) (bytes[i] == '}' ? '{' : bytes[i] + 1);
				return bytes;
		}
	}

	private static Map<String, byte[]> unzip(final byte[] bytes) throws IOException {
		final Map<String, byte[]> entries = new LinkedHashMap<>();
		try (ZipInputStream zip = new ZipInputStream(new java.io.ByteArrayInputStream(bytes))) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) entries.put(entry.getName(), zip
				.readAllBytes());
		}
		return entries;
	}
}
