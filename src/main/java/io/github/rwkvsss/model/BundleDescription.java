package io.github.rwkvsss.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.rwkvsss.bioimage.Yaml;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.tensor.Threads;

/**
 * The {@code rdf.yaml} of a bundle: a model description of bioimage.io, version {@value #MODEL_VERSION}, if the bundle
 * has a TorchScript archive, and else, since safetensors are no weights format of theirs, a generic description, version
 * {@value #GENERIC_VERSION}. In both {@code config.rwkv_sss} lists the SHA-256 of every other entry.
 */
final class BundleDescription {

	static final String NAME = "rdf.yaml";
	static final String MODEL_VERSION = "0.5.7";
	static final String GENERIC_VERSION = "0.3.0";

	private static final String HOME = "https://github.com/rwkvsss/rwkv-sss";
	private static final String CONFIG = "rwkv_sss";

	/** What licences are called there; others are stated in the file LICENSE only. */
	private static final Set<String> LICENCES = Set.of("Apache-2.0", "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0",
		"CC-BY-NC-SA-4.0", "MIT", "BSD-2-Clause", "BSD-3-Clause");

	/** Words that Python keeps for itself; names of channels may not be such. */
	private static final Set<String> PYTHON = Set.of("False", "None", "True", "and", "as", "assert", "async", "await",
		"break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if",
		"import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield");

	private static final String[] SPACE = { "z", "y", "x" };

	private BundleDescription() {}

	/**
	 * @param manifest of the model
	 * @param sample its tile
	 * @param files the other entries, by name, in the order of the file
	 */
	static byte[] of(final ModelManifest manifest, final BundleSample sample, final Map<String, byte[]> files) {
		final Map<String, String> sums = new LinkedHashMap<>();
		files.forEach((name, bytes) -> sums.put(name, BundleEntries.sha256(bytes)));
		final boolean runnable = files.containsKey(ModelFile.TORCHSCRIPT);
		final Map<String, Object> root = new LinkedHashMap<>();
		root.put("format_version", runnable ? MODEL_VERSION : GENERIC_VERSION);
		root.put("type", runnable ? "model" : "generic");
		root.put("name", name(manifest.name()));
		final String description = manifest.description() == null ? "" : manifest.description();
		root.put("description", description.substring(0, Math.min(1024, description.length())));
		if (manifest.provenance().containsKey("author")) root.put("authors", List.of(Map.of("name", manifest.provenance().get(
			"author"))));
		root.put("cite", List.of(ordered("text", "RWKV-SSS for Fiji", "url", HOME)));
		root.put("git_repo", HOME);
		if (LICENCES.contains(manifest.licence())) root.put("license", manifest.licence());
		root.put("tags", List.of("rwkv-sss", manifest.network().dimensions() + "d", "segmentation", manifest.task().name()
			.toLowerCase(Locale.ROOT) + "-segmentation", "pytorch"));
		root.put("documentation", ModelFile.README);
		root.put("covers", List.of(ModelFile.COVER));
		if (runnable) {
			root.put("inputs", List.of(input(manifest, sample, sums)));
			root.put("outputs", List.of(output(manifest, sample, sums)));
			root.put("weights", Map.of("torchscript", torchScript(files.get(ModelFile.TORCHSCRIPT), sums)));
		}
		final List<Object> attachments = new ArrayList<>();
		for (final String name : List.of(ModelFile.MANIFEST, ModelFile.WEIGHTS, ModelFile.LOG, ModelFile.LICENCE)) if (sums
			.containsKey(name)) attachments.add(file(name, sums));
		root.put("attachments", attachments);
		root.put("config", Map.of(CONFIG, own(manifest, sums)));
		return Yaml.write(root);
	}

	/** What bioimage.io has no words for: of a model of sized objects the pixels across one, to which images are resized. */
	private static Map<String, Object> own(final ModelManifest manifest, final Map<String, String> sums) {
		final Map<String, Object> own = ordered("format", manifest.format());
		if (manifest.diameter() != null) own.put("diameter", manifest.diameter());
		if (manifest.tolerance() != null) own.put("tolerance", manifest.tolerance());
		if (manifest.pixelSize() != null) own.put("pixel_size_um", manifest.pixelSize());
		own.put("files", sums);
		return own;
	}

	/**
	 * Compares every listed entry's checksum.
	 *
	 * @throws IOException in one sentence if the description is not of such a bundle, or an entry is missing or another
	 */
	static void check(final BundleEntries entries) throws IOException {
		final Map<?, ?> root = Yaml.read(entries.get(NAME));
		if (!(root.get("config") instanceof final Map<?, ?> config) || !(config.get(CONFIG) instanceof final Map<?, ?> own) ||
			!(own.get("files") instanceof final Map<?, ?> files)) throw new IOException(NAME +
				" lists no files with their checksums");
		for (final Map.Entry<?, ?> listed : files.entrySet()) {
			final byte[] bytes = entries.get(String.valueOf(listed.getKey()));
			if (bytes == null) throw new IOException("the entry " + listed.getKey() + " is missing");
			if (!BundleEntries.sha256(bytes).equals(listed.getValue())) throw new IOException("the checksum of " + listed
				.getKey() + " is wrong");
		}
		for (final String needed : List.of(ModelFile.MANIFEST, ModelFile.WEIGHTS)) if (!files.containsKey(needed))
			throw new IOException(NAME + " does not list " + needed);
	}

	private static Map<String, Object> input(final ModelManifest manifest, final BundleSample sample,
		final Map<String, String> sums)
	{
		final List<Object> axes = new ArrayList<>();
		axes.add(Map.of("type", "batch"));
		final List<String> channels = new ArrayList<>();
		for (int c = 1; c <= manifest.network().inputChannels(); c++) channels.add("channel" + c);
		axes.add(ordered("type", "channel", "channel_names", channels));
		final int[] extents = sample.extents();
		for (int d = 0; d < extents.length; d++) axes.add(ordered("type", "space", "id", axis(extents.length, d), "size",
			extents[d]));
		final Map<String, Object> input = ordered("id", "image", "axes", axes, "data", Map.of("type", "float32"), "test_tensor",
			file(ModelFile.TEST_INPUT, sums));
		final List<Object> steps = preprocessing(manifest.normalization(), extents.length);
		if (!steps.isEmpty()) input.put("preprocessing", steps);
		return input;
	}

	private static List<Object> preprocessing(final Normalization normalization, final int dimensions) {
		final List<String> axes = Arrays.asList(SPACE).subList(3 - dimensions, 3);
		return switch (normalization.method()) {
			case NONE -> List.of();
			case RANGE -> {
				final double gain = 1 / (normalization.high() - normalization.low());
				final double offset = -normalization.low() * gain;
				yield gain == 1 && offset == 0 ? List.of() : List.of(step("scale_linear", ordered("gain", gain, "offset", offset +
					0.0)));
			}
			case PERCENTILE -> List.of(step("scale_range", ordered("axes", axes, "min_percentile", normalization.low(),
				"max_percentile", normalization.high())));
			case Z_SCORE -> List.of(step("zero_mean_unit_variance", ordered("axes", axes)));
			// There is no word for it; this is the same for images without specks.
			case ROBUST -> List.of(step("scale_range", ordered("axes", axes, "min_percentile", 1.0, "max_percentile", 99.8)),
				step("clip", ordered("min", -1e6, "max", 1.0)));
		};
	}

	private static Map<String, Object> output(final ModelManifest manifest, final BundleSample sample,
		final Map<String, String> sums)
	{
		final List<Object> axes = new ArrayList<>();
		axes.add(Map.of("type", "batch"));
		axes.add(ordered("type", "channel", "channel_names", identifiers(manifest.classNames())));
		final int[] extents = sample.extents();
		for (int d = 0; d < extents.length; d++) {
			final String axis = axis(extents.length, d);
			axes.add(ordered("type", "space", "id", axis, "size", ordered("tensor_id", "image", "axis_id", axis), "halo", Math
				.max(1, extents[d] / 8)));
		}
		// Two softmaxes over parts of the channels, for which there is no word there.
		if (!manifest.objectClasses().isEmpty()) return ordered("id", "logits", "axes", axes, "data", ordered("type",
			"float32"), "test_tensor", file(ModelFile.TEST_OUTPUT, sums));
		return ordered("id", "probabilities", "axes", axes, "data", ordered("type", "float32", "range", List.of(0.0, 1.0)),
			"test_tensor", file(ModelFile.TEST_OUTPUT, sums), "postprocessing", List.of(step("softmax", ordered("axis",
				"channel"))));
	}

	private static Map<String, Object> torchScript(final byte[] archive, final Map<String, String> sums) {
		final Map<String, Object> entry = file(ModelFile.TORCHSCRIPT, sums);
		entry.put("pytorch_version", Threads.libTorchVersion().split("-")[0]);
		final Set<String> operations = TorchScriptArchive.operations(archive);
		entry.put("comment", operations.isEmpty() ? "The same weights as " + ModelFile.WEIGHTS + "; plain LibTorch runs it."
			: "The same weights as " + ModelFile.WEIGHTS + ". Needs the op library rwkv_sss of " + HOME +
				" (torch.ops.load_library) for " + String.join(", ", operations) + ".");
		return entry;
	}

	private static Map<String, Object> step(final String id, final Map<String, Object> arguments) {
		return ordered("id", id, "kwargs", arguments);
	}

	private static Map<String, Object> file(final String name, final Map<String, String> sums) {
		return ordered("source", name, "sha256", sums.get(name));
	}

	private static String axis(final int dimensions, final int d) {
		return SPACE[3 - dimensions + d];
	}

	/** Letters, digits, _ + - ( ) and spaces, at least five. */
	private static String name(final String own) {
		final String clean = own.replaceAll("[^A-Za-z0-9_+\\- ()]", " ");
		final String longer = clean.length() < 5 ? clean + " model" : clean;
		return longer.substring(0, Math.min(128, longer.length()));
	}

	private static List<String> identifiers(final List<String> names) {
		final Set<String> identifiers = new LinkedHashSet<>();
		for (final String name : names) {
			final Matcher bad = Pattern.compile("[^A-Za-z0-9_]").matcher(name);
			String identifier = bad.replaceAll("_");
			if (identifier.isEmpty() || Character.isDigit(identifier.charAt(0)) || PYTHON.contains(identifier)) identifier = "_" +
				identifier;
			while (!identifiers.add(identifier)) identifier += "_";
		}
		return List.copyOf(identifiers);
	}

	/** @param pairs keys and values in turn */
	private static Map<String, Object> ordered(final Object... pairs) {
		final Map<String, Object> map = new LinkedHashMap<>();
		for (int i = 0; i < pairs.length; i += 2) map.put((String) pairs[i], pairs[i + 1]);
		return map;
	}
}
