package io.github.rwkvsss.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.network.NetworkConfig;

/** Small models for tests. */
public final class Models {

	private Models() {}

	/** @return a semantic model of two classes on the tiny network */
	public static ModelManifest semantic(final int channels) {
		return new ModelManifest(ModelFile.FORMAT, "discs", "Drawn discs.", Task.SEMANTIC, List.of("background", "disc"), List
			.of(0, 1), NetworkConfig.preset("tiny", 2, channels, 2), Normalization.none(), null, List.of(32, 32), "Apache-2.0",
			new LinkedHashMap<>(Map.of("data", "drawn")));
	}

	/** @return an instance model on the tiny network */
	public static ModelManifest instances() {
		return new ModelManifest(ModelFile.FORMAT, "discs", "Drawn discs.", Task.INSTANCE, List.of("background", "interior",
			"boundary"), List.of(0, 1, 2), NetworkConfig.preset("tiny", 2, 1, 3), Normalization.none(),
			InstanceParameters.DEFAULT, List.of(32, 32), "Apache-2.0", Map.of());
	}
}
