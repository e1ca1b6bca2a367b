package io.github.rwkvsss.model;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.ops.OpLibrary;

/** The TorchScript in bundles, run by a stock torch of Python, where {@link Python} has one. */
class BundleByPythonTest {

	@TempDir
	Path folder;

	@Test
	void aUNetRunsInPlainTorch() throws IOException, InterruptedException {
		for (int dimensions = 2; dimensions <= 3; dimensions++) {
			final NetworkConfig network = NetworkConfig.preset("unet", dimensions, 1, 2);
			compare(new ModelManifest(ModelFile.FORMAT, "plain", "Untrained.", Task.SEMANTIC, List.of("no", "yes"), List.of(0, 1),
				network, Normalization.standard(), null, dimensions == 2 ? List.of(64, 32) : List.of(16, 32, 32), "CC0-1.0", Map
					.of()));
		}
	}

	@Test
	void ourNetworkRunsWithTheOpLibrary() throws IOException, InterruptedException {
		assumeTrue(OpLibrary.isLoaded(), OpLibrary.status());
		compare(ReleasedFormats.manifest(), OpLibrary.status().substring("native: ".length()));
	}

	private void compare(final ModelManifest manifest, final String... library) throws IOException, InterruptedException {
		assumeTrue(Python.has("numpy", "torch"), Python.NAME + " has no torch");
		final Path file = folder.resolve("model.zip");
		try (SegmentationNetwork network = SegmentationNetwork.build(manifest.network(), 3)) {
			ModelFile.write(file, manifest, WeightArrays.of(network.weights()), Safetensors.Type.F32, null);
		}
		final List<String> arguments = new ArrayList<>(List.of(file.toString()));
		arguments.addAll(List.of(library));
		final double difference = Double.parseDouble(Python.run(folder, "check_bundle.py", arguments.toArray(String[]::new))
			.strip().lines().reduce((first, last) -> last).orElseThrow());
		assertTrue(difference < 1e-4, manifest.name() + ": " + difference);
	}
}
