package io.github.rwkvsss.bioimage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads model descriptions of the versions 0.4 and 0.5. In 0.4 axes are letters and sizes lists beside them; in 0.5 each
 * axis is a mapping of its own.
 */
final class ModelDescriptionReader {

	private final Fields root;
	private final String version;
	private final boolean lettered;

	ModelDescriptionReader(final Fields root) throws IOException {
		this.root = root;
		if (!root.text("type", "model").equals("model")) throw new IOException("the description is of a " + root.text("type") +
			", not of a model");
		version = String.valueOf(root.value("format_version").orElse("missing"));
		lettered = version.matches("0\\.4(\\..*)?");
		if (!lettered && !version.matches("0\\.5(\\..*)?")) throw new IOException("the description has the version " + version +
			"; 0.4 and 0.5 are read");
	}

	ModelDescription read() throws IOException {
		final Fields weights = torchScript();
		final TensorDescription input = input();
		return new ModelDescription(version, root.text("name"), root.text("license", "not stated"), file(weights.value("source")
			.orElse(null), "weights"), weights.has("sha256") ? weights.text("sha256").toLowerCase(Locale.ROOT) : null, input,
			output(input));
	}

	private Fields torchScript() throws IOException {
		final Fields weights = root.fields("weights");
		if (weights.has("torchscript")) return weights.fields("torchscript");
		// NB: the name in descriptions of version 0.3 that were renumbered.
		if (weights.has("pytorch_script")) return weights.fields("pytorch_script");
		final String kinds = root.value("weights").filter(Map.class::isInstance).map(map -> ((Map<?, ?>) map).keySet().stream()
			.map(String::valueOf).collect(Collectors.joining(", "))).orElse("none");
		throw new IOException("the model has its weights as " + kinds +
			", only torchscript is run here; ask for a TorchScript version of it");
	}

	/** @return the name of a file beside the description; what lies at an address is not fetched */
	private static String file(final Object source, final String what) throws IOException {
		final Object name = source instanceof final Map<?, ?> map ? map.get("source") : source;
		if (!(name instanceof final String text)) throw new IOException("the description names no file of the " + what);
		if (text.contains("://")) throw new IOException("the " + what +
			" of the model lie at an address and not beside the description; download the model as one zip file");
		return text.startsWith("./") ? text.substring(2) : text;
	}

	private TensorDescription input() throws IOException {
		final Fields described = only("inputs");
		return tensor(described, "inputs", "preprocessing", "test_inputs");
	}

	private TensorDescription output(final TensorDescription input) throws IOException {
		final Fields described = only("outputs");
		final TensorDescription output = tensor(described, "outputs", "postprocessing", "test_outputs");
		for (final TensorAxis axis : output.axes()) {
			if (!axis.isSpace()) continue;
			final TensorAxis source = input.axis(axis.letter()).orElseThrow(() -> new IOException(
				"the model's output has an axis " + axis.letter() + " that its input has not"));
			if (!sameExtent(described, axis, source, input)) throw new IOException("the model gives an image of another size " +
				"than it takes (axis " + axis.letter() + "); only models that keep the size are run here");
		}
		if (output.axes().stream().filter(TensorAxis::isSpace).count() != input.axes().stream().filter(TensorAxis::isSpace)
			.count()) throw new IOException("the model's output lacks an axis of its input");
		return output;
	}

	/** @return the only tensor of its kind; optional inputs are left out */
	private Fields only(final String key) throws IOException {
		final List<Fields> needed = new ArrayList<>();
		for (final Object each : root.list(key)) {
			final Fields tensor = Fields.of(each, key);
			if (!Boolean.TRUE.equals(tensor.value("optional").orElse(false))) needed.add(tensor);
		}
		if (needed.size() != 1) throw new IOException("the model has " + needed.size() + " " + key +
			", only models with one are run here");
		return needed.get(0);
	}

	private TensorDescription tensor(final Fields described, final String place, final String processing, final String tests)
		throws IOException
	{
		final String id = described.text(lettered ? "name" : "id", place);
		final List<TensorAxis> axes = lettered ? letteredAxes(described, place) : mappedAxes(described, place);
		final Set<Character> seen = new HashSet<>();
		for (final TensorAxis axis : axes) {
			if (axis.letter() == 'i' || axis.letter() == 't') throw new IOException("the model has an axis " + axis.id() + " (" +
				axis.letter() + "); only models over b, c, z, y and x are run here");
			if (!seen.add(axis.letter())) throw new IOException("the model's " + id + " has the axis " + axis.letter() +
				" twice");
		}
		if (!seen.contains('y') || !seen.contains('x')) throw new IOException("the model's " + id + " has no axes y and x");
		final List<?> steps = described.list(processing);
		return new TensorDescription(id, axes, dataType(described), new ProcessingReader(axes, place, id).read(steps), test(
			described, tests));
	}

	private String dataType(final Fields described) throws IOException {
		if (lettered) return described.text("data_type", "float32");
		// Several mappings may describe the channels, of one type then.
		final Object data = described.value("data").orElse(Map.of());
		return Fields.of(data instanceof final List<?> list && !list.isEmpty() ? list.get(0) : data, "data").text("type",
			"float32");
	}

	private String test(final Fields described, final String tests) throws IOException {
		final Object source;
		if (lettered) {
			final List<?> all = root.list(tests);
			source = all.isEmpty() ? null : all.get(0);
		}
		else source = described.value("test_tensor").orElse(null);
		if (source == null || String.valueOf(source).contains("://")) return null;
		return file(source, "example");
	}

	private List<TensorAxis> letteredAxes(final Fields described, final String place) throws IOException {
		final String letters = described.text("axes").toLowerCase(Locale.ROOT);
		if (!letters.matches("[bitczyx]+")) throw new IOException("the description's axes \"" + letters +
			"\" are not made of b, i, t, c, z, y and x");
		final Object shape = described.value("shape").orElse(null);
		final List<Integer> least;
		final List<Integer> step;
		if (shape instanceof List<?>) {
			least = described.integers("shape");
			step = least.stream().map(extent -> 0).toList();
		}
		else {
			final Fields parts = described.fields("shape");
			if (parts.has("min")) {
				least = parts.integers("min");
				step = parts.integers("step");
			}
			else {
				// Relative to the input, see sameExtent; a channel axis that is new has twice the offset.
				least = parts.numbers("offset", 0).stream().map(offset -> (int) (2 * offset)).toList();
				step = least.stream().map(extent -> 0).toList();
			}
		}
		final List<Integer> halo = described.has("halo") ? described.integers("halo") : least.stream().map(extent -> 0)
			.toList();
		if (least.size() != letters.length() || step.size() != letters.length() || halo.size() != letters.length())
			throw new IOException("the description's " + place + " have " + letters.length() +
				" axes, but other numbers of extents, steps or halos");
		final List<TensorAxis> axes = new ArrayList<>();
		for (int i = 0; i < letters.length(); i++) {
			final char letter = letters.charAt(i);
			axes.add(new TensorAxis(String.valueOf(letter), letter, least.get(i), step.get(i), halo.get(i), List.of()));
		}
		return axes;
	}

	private List<TensorAxis> mappedAxes(final Fields described, final String place) throws IOException {
		final List<TensorAxis> axes = new ArrayList<>();
		for (final Object each : described.list("axes")) {
			final Fields axis = Fields.of(each, place + ".axes");
			final String type = axis.text("type");
			final String id = id(axis);
			final List<String> names = new ArrayList<>();
			if (axis.value("channel_names").orElse(null) instanceof List<?>) for (final Object name : axis.list("channel_names"))
				names.add(String.valueOf(name));
			final char letter = switch (type) {
				case "batch" -> 'b';
				case "channel" -> 'c';
				case "time" -> 't';
				case "index" -> 'i';
				case "space" -> space(id);
				default -> throw new IOException("the description has an axis of the unknown type " + type);
			};
			int least = names.size();
			int step = 0;
			if (axis.value("size").orElse(null) instanceof Integer) least = axis.integer("size");
			else if (axis.has("size") && place.equals("inputs")) {
				final Fields size = axis.fields("size");
				if (!size.has("min")) throw new IOException("the size of the model's axis " + id +
					" depends on another; only fixed sizes and those of min and step are used here");
				least = size.integer("min");
				step = size.integer("step");
			}
			axes.add(new TensorAxis(id, letter, least, step, axis.integer("halo", 0), names));
		}
		return axes;
	}

	/** @return what an axis is called, which for all but those of space may go without saying */
	private static String id(final Fields axis) throws IOException {
		final String type = axis.text("type");
		return axis.text("id", type.equals("space") ? "x" : type);
	}

	private static char space(final String id) throws IOException {
		if (id.matches("[zyx]")) return id.charAt(0);
		throw new IOException("the model has an axis " + id + " in space; z, y and x are known here");
	}

	/** @return whether an output's axis has as many pixels as the input's */
	private boolean sameExtent(final Fields described, final TensorAxis axis, final TensorAxis source,
		final TensorDescription input) throws IOException
	{
		if (lettered) {
			final Object shape = described.value("shape").orElse(null);
			if (shape instanceof List<?>) return source.step() == 0 && axis.least() == source.least();
			final Fields parts = described.fields("shape");
			if (parts.has("min")) return axis.least() == source.least() && axis.step() == source.step();
			final int place = described.text("axes").toLowerCase(Locale.ROOT).indexOf(axis.letter());
			final List<?> scale = parts.list("scale");
			return axis.least() == 0 && place < scale.size() && scale.get(place) instanceof final Number factor && factor
				.doubleValue() == 1;
		}
		for (final Object each : described.list("axes")) {
			final Fields own = Fields.of(each, "outputs.axes");
			if (!id(own).equals(axis.id())) continue;
			if (own.value("size").orElse(null) instanceof Integer) return source.step() == 0 && axis.least() == source.least();
			final Fields size = own.fields("size");
			return size.text("tensor_id", "").equals(input.id()) && size.text("axis_id", "").equals(source.id()) && size.integer(
				"offset", 0) == 0 && own.number("scale", 1) == scale(input, source);
		}
		return false;
	}

	private double scale(final TensorDescription input, final TensorAxis source) throws IOException {
		for (final Object each : root.list("inputs")) {
			final Fields tensor = Fields.of(each, "inputs");
			if (!tensor.text("id", "").equals(input.id())) continue;
			for (final Object axis : tensor.list("axes")) {
				final Fields own = Fields.of(axis, "inputs.axes");
				if (id(own).equals(source.id())) return own.number("scale", 1);
			}
		}
		return 1;
	}
}
