package io.github.rwkvsss.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.Python;
import io.github.rwkvsss.Sweep;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.Pass;
import io.github.rwkvsss.network.ScriptedNetwork;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/** Portable TorchScript in other people's programs, which have never heard of the op library. */
class PortableTorchScriptTest {

	private static final int EDGE = 64;

	@TempDir
	private Path folder;

	@Test
	void aStockPyTorchRunsItUnaided() throws IOException, InterruptedException {
		final String missing = Python.named().whyNot("torch");
		assumeTrue(missing == null, missing);
		final Path file = folder.resolve("portable.pt");
		final float[] expected;
		try (SegmentationNetwork network = SegmentationNetwork.build(NetworkConfig.preset("tiny", 2, 1, 2), 3);
				TensorScope scope = new TensorScope();
				NoGradGuard guard = new NoGradGuard())
		{
			TorchScriptArchive.write(network, file, ScriptedNetwork.Operations.LIBTORCH, EDGE, EDGE);
			final float[] ramp = new float[EDGE * EDGE];
			for (int i = 0; i < ramp.length; i++) ramp[i] = i % 97 / 96f;
			final Tensor logits = network.forward(Tensors.of(ramp, 1, EDGE, EDGE, 1), Pass.predict());
			expected = Tensors.floats(logits);
		}
		final Python.Run run = Python.named().run(Map.of(), "-c", """
			import sys, torch
			network = torch.jit.load(sys.argv[1])
			edge = int(sys.argv[2])
			image = (torch.arange(edge * edge) % 97 / 96).reshape(1, 1, edge, edge)
			with torch.no_grad():
			    logits = network(image).permute(0, 2, 3, 1).reshape(-1)
			print('logits', *logits.tolist())
			""", file, EDGE);
		assertEquals(0, run.exitCode(), run.text());
		final List<String> words = List.of(run.text().lines().filter(line -> line.startsWith("logits ")).findFirst()
			.orElseThrow().split(" "));
		assertEquals(expected.length, words.size() - 1);
		float largest = 0;
		for (final float value : expected) largest = Math.max(largest, Math.abs(value));
		for (int i = 0; i < expected.length; i++) assertEquals(expected[i], Float.parseFloat(words.get(i + 1)), 1e-4f *
			largest);
	}

	/** bioimage.io's own test: the test image gives the test output. */
	@Sweep
	@Test
	void everyShippedModelPassesTheTestOfBioimageIo() throws IOException, InterruptedException {
		final String missing = Python.named().whyNot("torch", "bioimageio.core");
		assumeTrue(missing == null, missing);
		final List<Path> models;
		try (Stream<Path> files = Files.list(Path.of("sample-data", "models"))) {
			models = files.filter(file -> file.toString().endsWith(".zip")).sorted().toList();
		}
		assertFalse(models.isEmpty());
		for (final Path model : models) {
			final Path portable = folder.resolve(model.getFileName());
			ModelFile.rewrite(model, portable, ModelFile.Contents.WITH_PORTABLE_TORCHSCRIPT);
			final Python.Run run = Python.named().run(Map.of(), "-c", """
				import sys
				from bioimageio.core import test_model
				summary = test_model(sys.argv[1])
				print('status', summary.status, [d.name for d in summary.details if d.status != 'passed'])
				""", portable.toAbsolutePath());
			assertEquals(0, run.exitCode(), run.text());
			assertTrue(run.text().contains("status passed []"), model + ": " + run.text());
		}
	}
}
