package io.github.rwkvsss.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.Python;
import io.github.rwkvsss.PythonTorch;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.SegmentationNetwork;

/** The TorchScript in bundles, run by a stock torch of Python, where there is one. */
class BundleByPythonTest {

	private static final Python PYTHON = Python.named();

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
		compare(ReleasedFormats.manifest(), PythonTorch.orSkip().library());
	}

	private void compare(final ModelManifest manifest, final Path... library) throws IOException, InterruptedException {
		final String reason = PYTHON.whyNot("numpy", "torch");
		assumeTrue(reason == null, reason);
		final Path file = folder.resolve("model.zip");
		try (SegmentationNetwork network = SegmentationNetwork.build(manifest.network(), 3)) {
			ModelFile.write(file, manifest, WeightArrays.of(network.weights()), Safetensors.Type.F32, null);
		}
		final List<Object> arguments = new ArrayList<>(List.of("check_bundle.py", file));
		arguments.addAll(List.of(library));
		final Python.Run run = PYTHON.run(Map.of(), arguments.toArray());
		assertEquals(0, run.exitCode(), run.text());
		final double difference = Double.parseDouble(run.text().strip().lines().reduce((first, last) -> last).orElseThrow());
		assertTrue(difference < 1e-4, manifest.name() + ": " + difference);
	}
}
