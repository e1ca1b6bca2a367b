package io.github.rwkvsss.model;

import java.util.Map;
import java.util.stream.Collectors;

/** What a bundle tells people who open it without this program. */
final class BundleText {

	private BundleText() {}

	static String licence(final ModelManifest manifest) {
		final String licence = manifest.licence() == null || manifest.licence().isBlank() ? "not stated" : manifest.licence();
		final String text = "Licence of the weights of " + manifest.name() + ": " + licence + "\n";
		return licence.matches("[A-Za-z0-9.-]+") ? text + "Its text: https://spdx.org/licenses/" + licence + ".html\n" : text;
	}

	static String readme(final ModelManifest manifest) {
		final StringBuilder text = new StringBuilder("# " + manifest.name() + "\n\n");
		if (manifest.description() != null) text.append(manifest.description()).append("\n\n");
		text.append("A model of RWKV-SSS for Fiji: `model.json` says what it is, `weights.safetensors` holds its weights.\n");
		text.append("Classes: ").append(manifest.classNames().stream().collect(Collectors.joining(", "))).append(".\n");
		if (!manifest.objectClasses().isEmpty()) text.append(
			"The first three, by which objects are found, and the others, of which an object is one, are a softmax each.\n");
		text.append("Task: ").append(manifest.task().name().toLowerCase(java.util.Locale.ROOT)).append(". Training patch: ")
			.append(manifest.patch().stream().map(String::valueOf).collect(Collectors.joining(" x "))).append(" pixels.\n\n");
		text.append("## Validation\n\nWhat was recorded at its training; to compare on labelled images of your own, run the " +
			"plugin's command Evaluate.\n\n");
		for (final Map.Entry<String, String> fact : manifest.provenance().entrySet()) text.append("- ").append(fact.getKey())
			.append(": ").append(fact.getValue()).append('\n');
		return text.toString();
	}
}
