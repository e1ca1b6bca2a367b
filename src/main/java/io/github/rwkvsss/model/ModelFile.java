package io.github.rwkvsss.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;

import io.github.rwkvsss.network.SegmentationNetwork;

/**
 * A model in one zip file: {@code model.json} (the manifest), {@code weights.safetensors} and, where there is one,
 * {@code training-log.csv}. Holds numbers and text only; loading it cannot run code.
 */
public final class ModelFile {

	/** Version of the layout that this code writes, and the newest that it reads. */
	public static final int FORMAT = 1;

	private static final String MANIFEST = "model.json";
	private static final String WEIGHTS = "weights.safetensors";
	private static final String LOG = "training-log.csv";

	/** No entry may unpack to more: a network of a hundred million weights fits. */
	private static final int LARGEST_ENTRY = 512 << 20;

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

	private ModelFile() {}

	/**
	 * Writes a model under a temporary name and then moves it to its place.
	 *
	 * @param file to write, replaced if it exists
	 * @param manifest what it is
	 * @param weights by name
	 * @param type F16 for models to ship, F32 to lose nothing
	 * @param log of the training, or null
	 * @throws IOException in one sentence; then nothing is left behind
	 */
	public static void write(final Path file, final ModelManifest manifest, final Map<String, Safetensors.Array> weights,
		final Safetensors.Type type, final String log) throws IOException
	{
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			put(zip, MANIFEST, GSON.toJson(manifest).getBytes(StandardCharsets.UTF_8));
			put(zip, WEIGHTS, Safetensors.write(weights, Map.of("format", "pt"), type));
			if (log != null) put(zip, LOG, log.getBytes(StandardCharsets.UTF_8));
		}
		AtomicFile.write(file, bytes.toByteArray());
	}

	/**
	 * @param file a model file
	 * @return the manifest alone
	 * @throws IOException in one sentence if it cannot be read
	 */
	public static ModelManifest readManifest(final Path file) throws IOException {
		return manifest(entries(file), file);
	}

	/**
	 * @param file a model file
	 * @return the model, on the CPU; the caller closes it
	 * @throws IOException in one sentence if it cannot be read, is truncated or of a newer version
	 */
	public static SegmentationModel read(final Path file) throws IOException {
		final Map<String, byte[]> entries = entries(file);
		final ModelManifest manifest = manifest(entries, file);
		final byte[] weights = entries.get(WEIGHTS);
		if (weights == null) throw new IOException("model " + file + " has no " + WEIGHTS + "; get the file again");
		final SegmentationNetwork network = SegmentationNetwork.build(manifest.network(), 0);
		try {
			WeightArrays.into(Safetensors.read(weights).arrays(), network.weights());
		}
		catch (final IOException e) {
			network.close();
			throw new IOException("model " + file + " cannot be used: " + e.getMessage(), e);
		}
		return new SegmentationModel(manifest, network);
	}

	private static ModelManifest manifest(final Map<String, byte[]> entries, final Path file) throws IOException {
		final byte[] json = entries.get(MANIFEST);
		if (json == null) throw new IOException(file + " is not an RWKV-SSS model: it has no " + MANIFEST +
			"; choose a model file");
		final String text = new String(json, StandardCharsets.UTF_8);
		try {
			final JsonObject object = GSON.fromJson(text, JsonObject.class);
			final int format = object == null || object.get("format") == null ? 0 : object.get("format").getAsInt();
			if (format < 1 || format > FORMAT) throw new IOException("model " + file + " has the format version " + format +
				", this program reads 1 to " + FORMAT + "; update the plugin, or export the model again");
			return GSON.fromJson(object, ModelManifest.class);
		}
		// NB: Gson wraps what a record's constructor throws in a plain RuntimeException.
		catch (final RuntimeException e) {
			throw new IOException("model " + file + " has a damaged " + MANIFEST + " (" + firstLine(e) +
				"); get the file again", e);
		}
	}

	private static String firstLine(final RuntimeException e) {
		Throwable root = e;
		while (root.getCause() != null)
			root = root.getCause();
		return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
	}

	private static Map<String, byte[]> entries(final Path file) throws IOException {
		if (!Files.exists(file)) throw new IOException("there is no model " + file + "; check the path");
		if (Files.isDirectory(file)) throw new IOException(file + " is a folder; choose a model file");
		final Map<String, byte[]> entries = new HashMap<>();
		try (InputStream in = Files.newInputStream(file); ZipInputStream zip = new ZipInputStream(in)) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				if (!entry.getName().equals(MANIFEST) && !entry.getName().equals(WEIGHTS) && !entry.getName().equals(LOG))
					continue;
				final byte[] bytes = zip.readNBytes(LARGEST_ENTRY);
				if (zip.read() >= 0) throw new IOException("model " + file + " unpacks to more than " + (LARGEST_ENTRY >> 20) +
					" MiB in " + entry.getName() + "; it is not a model of this program");
				if (entries.put(entry.getName(), bytes) != null) throw new IOException("model " + file + " has " + entry
					.getName() + " twice; get the file again");
			}
		}
		catch (final ZipException | java.io.EOFException e) {
			throw new IOException("model " + file + " is damaged or truncated (" + e.getMessage() + "); get the file again", e);
		}
		if (entries.isEmpty()) throw new IOException(file + " is not an RWKV-SSS model: it has no " + MANIFEST +
			"; choose a model file");
		return entries;
	}

	private static void put(final ZipOutputStream zip, final String name, final byte[] content) throws IOException {
		final ZipEntry entry = new ZipEntry(name);
		// A fixed time: the same model gives the same bytes.
		entry.setTimeLocal(java.time.LocalDateTime.of(2026, 1, 1, 0, 0));
		zip.putNextEntry(entry);
		zip.write(content);
		zip.closeEntry();
	}
}
