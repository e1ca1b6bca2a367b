package io.github.rwkvsss.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.label.Representation;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.network.Architecture;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.segment.ChosenModel;

/** What there is to say of models. */
final class ModelText {

	private ModelText() {}

	/** @return which models there are, for a line in Fiji's dialogs below the field that names one */
	static String offered() {
		return offered(ModelLibrary.names());
	}

	/** @return the same, with the third-party models, which can be chosen for segmenting */
	static String offeredForSegmenting() {
		return offered(ChosenModel.names());
	}

	private static String offered(final List<String> names) {
		return "Models: " + String.join(", ", names) + "; or give the path of a model file";
	}

	static String of(final ModelManifest model) {
		final StringBuilder text = new StringBuilder();
		line(text, "model", model.name());
		line(text, "for", purpose(model));
		line(text, "finds", model.task() == Task.INSTANCE ? "objects, each with a number of its own" : "classes of pixels");
		final List<String> classes = new ArrayList<>();
		for (int k = 0; k < model.classNames().size(); k++) classes.add(model.classNames().get(k) + " (" + model.classValues()
			.get(k) + ")");
		line(text, "classes", String.join(", ", classes));
		final NetworkConfig network = model.network();
		line(text, "images", (network.dimensions() == 3 ? "volumes" : "planes") + " of " + network.inputChannels() + (network
			.inputChannels() == 1 ? " channel" : " channels"));
		line(text, "intensities", intensities(model.normalization()));
		if (model.instances() != null) line(text, "objects", objects(model.instances()));
		if (!model.singleRegions().isEmpty()) line(text, "largest region only", model.singleRegions().stream().map(model
			.classNames()::get).collect(Collectors.joining(", ")));
		if (model.diameter() != null) line(text, "objects' diameter", diameter(model));
		line(text, "patches", numbers(model.patch(), " x ") + " pixels");
		line(text, "network", network(network));
		line(text, "licence", model.licence());
		line(text, "file format", model.format());
		model.provenance().forEach((fact, value) -> line(text, fact, RecordWords.of(String.valueOf(value))));
		return text.toString();
	}

	private static String intensities(final Normalization normalization) {
		final String low = figure(normalization.low());
		final String high = figure(normalization.high());
		return switch (normalization.method()) {
			case PERCENTILE -> "scaled, so that percentiles " + low + " and " + high + " become 0 and 1";
			case RANGE -> "scaled, so that " + low + " and " + high + " become 0 and 1";
			case Z_SCORE -> "scaled to mean 0 and standard deviation 1";
			case ROBUST ->
				"scaled, so that percentiles 1 and 99.8 become 0 and 1, or, beside something far brighter, percentile " + high +
					" of all that stands " + low + " robust deviations above the median";
			case NONE -> "as they are";
		};
	}

	private static String objects(final InstanceParameters objects) {
		final String learned = objects.representation() == Representation.DISTANCE ? "by their distance to the border, " : "";
		return learned + "foreground above " + figure(objects.foregroundThreshold()) + ", split at a prominence of " + figure(
			objects.prominence()) + ", of " + objects.minimumSize() + " pixels at least" + (objects.fillHoles() ? ", holes filled"
				: "");
	}

	private static String network(final NetworkConfig network) {
		final String channels = network.widths().size() + " stages of " + numbers(network.widths(), ", ") + " channels";
		return network.architecture() == Architecture.UNET ? "U-Net with " + channels : "RWKV-SSS with " + channels +
			", on a " + network.scan().name().toLowerCase(Locale.ROOT) + " path";
	}

	private static String numbers(final List<Integer> values, final String between) {
		return values.stream().map(String::valueOf).collect(Collectors.joining(between));
	}

	/** Without a fraction where there is none; a float's own digits, not those of the double next to it. */
	private static String figure(final double value) {
		return value == Math.rint(value) ? Long.toString((long) value) : Float.toString((float) value);
	}

	/** @return what a model says of itself, or else its classes */
	static String purpose(final ModelManifest model) {
		return model.description().isBlank() ? "Tells apart " + String.join(", ", model.classNames()) + "." : model
			.description();
	}

	private static String diameter(final ModelManifest model) {
		return model.diameter() + " pixels, to which images are resized" + (model.tolerance() > 1
			? " unless theirs are up to " + model.tolerance() + " times as large or small" : "") + (model.pixelSize() == null ? ""
				: " (" + model.pixelSize() + " micrometres each)");
	}

	private static void line(final StringBuilder text, final String what, final Object value) {
		if (String.valueOf(value).isBlank()) return;
		text.append(String.format("%-20s %s%n", what, value));
	}
}
