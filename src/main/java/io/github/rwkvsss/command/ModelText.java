package io.github.rwkvsss.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.rwkvsss.foreign.ChosenModel;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.ModelManifest;

/** What there is to say of models. */
final class ModelText {

	private ModelText() {}

	/** @return which models there are, for a line in Fiji's dialogs below the field that names one */
	static String offered() {
		return offered(ModelLibrary.names());
	}

	/** @return the same, with the models of other people, which can be chosen for segmenting */
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
		line(text, "task", model.task().name().toLowerCase(Locale.ROOT));
		final List<String> classes = new ArrayList<>();
		for (int k = 0; k < model.classNames().size(); k++) classes.add(model.classNames().get(k) + " (" + model.classValues()
			.get(k) + ")");
		line(text, "classes", String.join(", ", classes));
		line(text, "channels", model.network().inputChannels());
		line(text, "dimensions", model.network().dimensions());
		line(text, "intensities", model.normalization().method().name().toLowerCase(Locale.ROOT) + " " + model.normalization()
			.low() + " to " + model.normalization().high());
		if (model.instances() != null) line(text, "objects", model.instances());
		if (!model.singleRegions().isEmpty()) line(text, "largest region only", model.singleRegions().stream().map(model
			.classNames()::get).collect(Collectors.joining(", ")));
		line(text, "patch", model.patch().stream().map(String::valueOf).collect(Collectors.joining(" x ")) + " pixels");
		line(text, "network", model.network());
		line(text, "licence", model.licence());
		line(text, "file format", model.format());
		model.provenance().forEach((fact, value) -> line(text, fact, value));
		return text.toString();
	}

	/** @return what a model says of itself, or else what it tells apart */
	static String purpose(final ModelManifest model) {
		return model.description().isBlank() ? "Tells apart " + String.join(", ", model.classNames()) + "." : model.description();
	}

	private static void line(final StringBuilder text, final String what, final Object value) {
		if (String.valueOf(value).isBlank()) return;
		text.append(String.format("%-20s %s%n", what, value));
	}
}
