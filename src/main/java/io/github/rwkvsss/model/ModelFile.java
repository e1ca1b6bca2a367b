package io.github.rwkvsss.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;

import io.github.rwkvsss.file.AtomicFile;
import io.github.rwkvsss.file.Nesting;
import io.github.rwkvsss.file.Reading;
import io.github.rwkvsss.network.ScriptedNetwork;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.tensor.ComputeDevice;

/**
 * A model in one zip file, which is a package of bioimage.io too; {@code docs/models.md} tells what is in it. Reading one
 * runs no code: the TorchScript archive in it is for other programs.
 */
public final class ModelFile {

	/** Version of the layout that this code writes of all models but those whose objects have classes. */
	public static final int FORMAT = 3;

	/** Version for models whose objects have classes, which earlier versions of this code do not know; the newest that is read. */
	private static final int OBJECT_CLASSES = 4;

	static final String MANIFEST = "model.json";
	static final String WEIGHTS = "weights.safetensors";
	static final String TORCHSCRIPT = "torchscript.pt";
	static final String LOG = "training-log.csv";
	static final String LICENCE = "LICENSE";
	static final String README = "README.md";
	static final String COVER = "cover.png";
	static final String TEST_INPUT = "test-input.npy";
	static final String TEST_OUTPUT = "test-output.npy";

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

	/** What a model file holds besides the weights that this program reads. */
	public enum Contents {

			/** Nothing that can be run: the file is half as large, and for bioimage.io only a generic resource. */
			WEIGHTS_ONLY,

			/** The network as TorchScript too, for programs that load the op library: for bioimage.io the file is a model. */
			WITH_TORCHSCRIPT,

			/** The network as TorchScript that any program runs with LibTorch alone, slower. */
			WITH_PORTABLE_TORCHSCRIPT;

		private ScriptedNetwork.Operations operations() {
			return this == WITH_PORTABLE_TORCHSCRIPT ? ScriptedNetwork.Operations.LIBTORCH
				: ScriptedNetwork.Operations.OP_LIBRARY;
		}
	}

	private ModelFile() {}

	/** Writes a model with TorchScript; see {@link #write(Path, ModelManifest, Map, Safetensors.Type, String, Contents)}. */
	public static void write(final Path file, final ModelManifest manifest, final Map<String, Safetensors.Array> weights,
		final Safetensors.Type type, final String log) throws IOException
	{
		write(file, manifest, weights, type, log, Contents.WITH_TORCHSCRIPT);
	}

	/**
	 * Writes a model under a temporary name and then moves it to its place.
	 *
	 * @param file to write, replaced if it exists
	 * @param manifest what it is; its format becomes {@link #FORMAT}, or the next one if its objects have classes
	 * @param weights by name, all that the network has
	 * @param type F16 for models to ship, F32 to lose nothing
	 * @param log of the training, or null
	 * @param contents what else
	 * @throws IOException in one sentence; then nothing is left behind
	 */
	public static void write(final Path file, final ModelManifest manifest, final Map<String, Safetensors.Array> weights,
		final Safetensors.Type type, final String log, final Contents contents) throws IOException
	{
		final byte[] numbers = Safetensors.write(weights, Map.of("format", "pt"), type);
		final Map<String, byte[]> files = new LinkedHashMap<>();
		final ModelManifest current = manifest.withFormat(manifest.objectClasses().isEmpty() ? FORMAT : OBJECT_CLASSES);
		files.put(MANIFEST, utf8(GSON.toJson(current)));
		files.put(WEIGHTS, numbers);
		if (log != null) files.put(LOG, utf8(log));
		files.put(LICENCE, utf8(BundleText.licence(current)));
		files.put(README, utf8(BundleText.readme(current)));
		final BundleSample sample;
		// NB: of the weights as they were rounded, so that the test arrays fit what is read.
		try (SegmentationModel rounded = build(current, numbers, ComputeDevice.CPU)) {
			sample = BundleSample.of(rounded);
			files.put(COVER, BundleCover.of(sample, current.classNames().size() - current.objectClasses().size()));
			files.put(TEST_INPUT, sample.image().toBytes());
			files.put(TEST_OUTPUT, sample.probabilities().toBytes());
			if (contents != Contents.WEIGHTS_ONLY) files.put(TORCHSCRIPT, TorchScriptArchive.bytes(rounded.network(),
				type == Safetensors.Type.F16 && weights.values().stream().allMatch(array -> Half.hold(array.values()))
					? ScriptedNetwork.Precision.HALF : ScriptedNetwork.Precision.SINGLE, contents.operations(), sample.extents()));
		}
		final Map<String, byte[]> all = new LinkedHashMap<>();
		all.put(BundleDescription.NAME, BundleDescription.of(current, sample, files));
		all.putAll(files);
		AtomicFile.write(file, BundleEntries.zip(all));
	}

	/**
	 * Writes a model again in the newest format, without loss.
	 *
	 * @param from a model file of any readable version
	 * @param to to write, may be the same
	 * @param contents of the new file
	 * @throws IOException in one sentence
	 */
	public static void rewrite(final Path from, final Path to, final Contents contents) throws IOException {
		final BundleEntries entries = BundleEntries.of(from);
		final ModelManifest manifest = readManifest(from);
		final Map<String, Safetensors.Array> weights = Reading.of(from, () -> Safetensors.read(weights(entries, from))
			.arrays());
		final byte[] log = entries.get(LOG);
		write(to, manifest, weights, halves(weights) ? Safetensors.Type.F16 : Safetensors.Type.F32, log == null ? null
			: new String(log, StandardCharsets.UTF_8), contents);
	}

	/**
	 * @param file a model file, or a folder into which one was unpacked
	 * @return the manifest alone
	 * @throws IOException in one sentence if it cannot be read
	 */
	public static ModelManifest readManifest(final Path file) throws IOException {
		return Reading.of(file, () -> manifest(BundleEntries.of(file), file));
	}

	/**
	 * @param file a model file, or a folder into which one was unpacked
	 * @return the same for the same content only
	 * @throws IOException in one sentence if it cannot be read
	 */
	static String digest(final Path file) throws IOException {
		return Reading.of(file, () -> {
			final BundleEntries entries = BundleEntries.of(file);
			manifest(entries, file);
			return entries.digest();
		});
	}

	/**
	 * @param file a model file, or a folder into which one was unpacked
	 * @return the model, on the CPU; the caller closes it
	 * @throws IOException in one sentence if it cannot be read, is truncated, altered or of a newer version
	 */
	public static SegmentationModel read(final Path file) throws IOException {
		return read(file, ComputeDevice.CPU);
	}

	/**
	 * @param file a model file, or a folder into which one was unpacked
	 * @param device where it is to compute
	 * @return the model; the caller closes it
	 * @throws IOException as for {@link #read(Path)}
	 */
	public static SegmentationModel read(final Path file, final ComputeDevice device) throws IOException {
		return Reading.of(file, () -> readWhole(file, device));
	}

	private static SegmentationModel readWhole(final Path file, final ComputeDevice device) throws IOException {
		final BundleEntries entries = BundleEntries.of(file);
		final ModelManifest manifest = manifest(entries, file);
		final byte[] weights = weights(entries, file);
		try {
			return build(manifest, weights, device);
		}
		catch (final IOException e) {
			throw new IOException("model " + file + " cannot be used: " + e.getMessage(), e);
		}
	}

	/**
	 * Copies a model, zip or folder, to a zip, entry by entry.
	 *
	 * @param from a model that {@link #read} took
	 * @param to to write, replaced if it exists
	 */
	static void copy(final Path from, final Path to) throws IOException {
		AtomicFile.write(to, BundleEntries.zip(BundleEntries.of(from).all()));
	}

	/**
	 * @param file a model that was installed
	 * @throws IOException in one sentence if it cannot be removed
	 */
	public static void remove(final Path file) throws IOException {
		try {
			Files.delete(file);
		}
		catch (final IOException e) {
			throw new IOException("cannot remove " + file + " (" + e.getClass().getSimpleName() +
				"); close what uses it and check your rights", e);
		}
	}

	private static SegmentationModel build(final ModelManifest manifest, final byte[] weights, final ComputeDevice device)
		throws IOException
	{
		final Map<String, Safetensors.Array> arrays = Safetensors.read(weights).arrays();
		final long numbers = arrays.values().stream().mapToLong(array -> array.values().length).sum();
		// A damaged configuration may ask for more memory than there is.
		if (manifest.network().leastWeights() > numbers) throw new IOException("its network needs more than " + numbers +
			" weights, which is what it has");
		final SegmentationNetwork network = SegmentationNetwork.build(manifest.network(), 0, device);
		try {
			WeightArrays.into(arrays, network.weights());
		}
		catch (final IOException e) {
			network.close();
			throw e;
		}
		return new SegmentationModel(manifest, network);
	}

	private static byte[] weights(final BundleEntries entries, final Path file) throws IOException {
		final byte[] weights = entries.get(WEIGHTS);
		if (weights == null) throw new IOException("model " + file + " has no " + WEIGHTS + "; get the file again");
		return weights;
	}

	/** @return whether half precision holds all values as they are; arrays beyond its range are written whole anyway */
	private static boolean halves(final Map<String, Safetensors.Array> weights) {
		for (final Safetensors.Array array : weights.values()) if (Half.hold(array.values())) for (final float value : array
			.values()) if (Half.toFloat(Half.of(value)) != value) return false;
		return true;
	}

	private static ModelManifest manifest(final BundleEntries entries, final Path file) throws IOException {
		final byte[] json = entries.get(MANIFEST);
		if (json == null) throw new IOException(file + " is not an RWKV-SSS model: it has no " + MANIFEST + (entries.get(
			BundleDescription.NAME) == null ? "; choose a model file"
				: "; third-party models are imported first, see the command Models"));
		final ModelManifest manifest = manifest(json, file);
		if (entries.get(BundleDescription.NAME) == null) {
			if (manifest.format() >= 2) throw new IOException("model " + file + " has no " + BundleDescription.NAME +
				"; get the file again");
			return manifest;
		}
		try {
			BundleDescription.check(entries);
		}
		catch (final IOException e) {
			throw new IOException("model " + file + " is damaged: " + e.getMessage() + "; get the file again", e);
		}
		return manifest;
	}

	private static ModelManifest manifest(final byte[] json, final Path file) throws IOException {
		try {
			final String text = Nesting.checked(new String(json, StandardCharsets.UTF_8));
			final JsonObject object = GSON.fromJson(text, JsonObject.class);
			final int format = object == null || object.get("format") == null ? 0 : object.get("format").getAsInt();
			if (format < 1 || format > OBJECT_CLASSES) throw new IOException("model " + file + " has the format version " +
				format + ", this program reads 1 to " + OBJECT_CLASSES + "; update the plugin, or export the model again");
			return GSON.fromJson(object, ModelManifest.class);
		}
		// NB: Gson wraps what a record's constructor throws in a plain RuntimeException.
		catch (final RuntimeException e) {
			throw new IOException("model " + file + " has a damaged " + MANIFEST + " (" + firstLine(e) + "); get the file again",
				e);
		}
	}

	private static String firstLine(final RuntimeException e) {
		Throwable root = e;
		while (root.getCause() != null) root = root.getCause();
		return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
	}

	private static byte[] utf8(final String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}
}
