package io.github.rwkvsss.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.SegmentationModel;

/** Whether models can be read. */
final class ModelCheck {

	private ModelCheck() {}

	/** @param names of models that ship or are the user's own */
	static List<Finding> of(final List<String> names) {
		if (names.isEmpty()) return List.of(Finding.broken("models", "none is there, not even those that ship",
			"Install the plugin anew."));
		final List<Finding> findings = new ArrayList<>();
		final List<String> read = new ArrayList<>();
		for (final String name : names) {
			try (SegmentationModel model = ModelLibrary.open(name)) {
				read.add(model.manifest().name());
			}
			catch (final IOException e) {
				findings.add(Finding.broken("model " + name, e.getMessage(),
					"Copy the file anew, or remove it; of a model that ships, install the plugin anew."));
			}
		}
		if (!read.isEmpty()) findings.add(0, Finding.fine("models", String.join(", ", read) +
			" can be read; your own belong in " + ModelLibrary.userFolder()));
		return findings;
	}
}
