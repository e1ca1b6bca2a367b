package io.github.rwkvsss.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.Python;
import io.github.rwkvsss.PythonTorch;
import io.github.rwkvsss.network.DenseConvolutions;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.NetworkDesign;
import io.github.rwkvsss.network.Pass;
import io.github.rwkvsss.network.ScriptedNetwork;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.ops.ChannelsLast;
import io.github.rwkvsss.ops.OpLibrary;
import io.github.rwkvsss.scan.ScanCurve;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

class TorchScriptArchiveTest {

	@TempDir
	Path folder;

	@Test
	void loadedAgainInTwoDimensionsItPredictsTheSame() throws IOException {
		roundTrip(NetworkConfig.preset("tiny", 2, 3, 4), 64, 96);
	}

	@Test
	void loadedAgainInThreeDimensionsItPredictsTheSame() throws IOException {
		final NetworkConfig config = NetworkConfig.preset("tiny", 3, 1, 2);
		roundTrip(config, 16, 32, 32);
		roundTrip(config.withStemStride(List.of(1, 4, 4)), 8, 32, 64);
	}

	/** What stands in the place of the drafts' parts, each alone and together. */
	@Test
	void everyDesignIsWrittenToo() throws IOException {
		final NetworkDesign drafts = NetworkDesign.DRAFTS;
		for (final NetworkDesign design : List.of(drafts.with(NetworkDesign.Branches.LOCAL).with(NetworkDesign.Mixture.MEAN),
			drafts.with(NetworkDesign.Mixture.WKV_WITHOUT_DECAY).with(NetworkDesign.Shift.PLAIN), drafts.with(
				NetworkDesign.Branches.NONE).with(NetworkDesign.Upsampling.LINEAR), drafts.with(NetworkDesign.Pooling.LEARNED)
					.withTokenGrid(3).with(NetworkDesign.Upsampling.TRANSPOSED), drafts.with(NetworkDesign.Shift.NONE).with(
						NetworkDesign.Direction.FIXED).withTokenGrid(16), drafts.with(NetworkDesign.Sequences.AXIAL), drafts.with(
							NetworkDesign.Sequences.AXIAL).with(NetworkDesign.Mixture.MEAN)))
		{
			roundTrip(NetworkConfig.preset("tiny", 2, 1, 3).withDesign(design), 64, 96);
			roundTrip(NetworkConfig.preset("tiny", 3, 1, 2).withDesign(design), 16, 32, 32);
		}
	}

	/** Stages, strides, scans, and what else a configuration chooses. */
	@Test
	void everyConfigurationIsWrittenToo() throws IOException {
		final NetworkConfig image = NetworkConfig.preset("tiny", 2, 1, 3);
		final NetworkConfig volume = NetworkConfig.preset("tiny", 3, 1, 2);
		final NetworkDesign axial = NetworkDesign.DRAFTS.with(NetworkDesign.Sequences.AXIAL);
		roundTrip(image.toBuilder().widths(List.of(32, 64)).encoderBlocks(List.of(1, 2)).decoderBlocks(List.of(1)).build(), 32,
			48);
		roundTrip(volume.toBuilder().widths(List.of(16, 32, 64)).encoderBlocks(List.of(1, 2, 0)).decoderBlocks(List.of(0, 1))
			.design(axial).build(), 16, 32, 48);
		roundTrip(image.withoutBlocks(), 32, 32);
		for (final NetworkDesign design : List.of(NetworkDesign.DRAFTS, axial)) roundTrip(image.toBuilder().decayLength(64)
			.bonusOverLength(true).design(design).build(), 64, 96);
		roundTrip(image.toBuilder().scan(ScanCurve.DIAGONAL).onPathShare(0).sampleGroups(2).headWidth(8).mixRate(3).build(), 64,
			96);
		for (final NetworkDesign.Branches branches : NetworkDesign.Branches.values()) roundTrip(image.withScan(ScanCurve.SNAKE)
			.withDesign(NetworkDesign.DRAFTS.with(branches)), 32, 64);
		roundTrip(image.withConvolutions(DenseConvolutions.NONE).withStemStride(List.of(2, 2)), 32, 48);
		roundTrip(image.withStemStride(List.of(1, 1)), 16, 24);
		roundTrip(volume.withStemStride(List.of(2, 2, 2)), 16, 16, 32);
	}

	@Test
	void aUNetIsPlainLibTorch() throws IOException {
		roundTrip(NetworkConfig.preset("unet", 2, 3, 4), 32, 48);
		roundTrip(NetworkConfig.preset("unet", 3, 1, 2), 16, 32, 16);
		try (var files = Files.list(folder)) {
			for (final Path file : files.toList()) assertEquals(Set.of(), TorchScriptArchive.operations(Files.readAllBytes(
				file)));
		}
	}

	@Test
	void refusesWhatItCannotExport() {
		try (SegmentationNetwork network = SegmentationNetwork.build(NetworkConfig.preset("tiny", 2, 1, 2), 1)) {
			final String refusal = assertThrows(IllegalArgumentException.class, () -> TorchScriptArchive.write(network, folder
				.resolve("a.pt"), 250, 256)).getMessage();
			assertTrue(refusal.contains("250") && refusal.contains("choose 256"), refusal);
		}
	}

	@Test
	void aStockPyTorchRunsIt() throws IOException, InterruptedException {
		final PythonTorch python = PythonTorch.orSkip();
		final Path file = folder.resolve("stock.pt");
		try (SegmentationNetwork network = SegmentationNetwork.build(NetworkConfig.preset("tiny", 2, 1, 2), 1)) {
			TorchScriptArchive.write(network, file, 64, 64);
		}
		final Python.Run run = python.run("check_export.py", python.library(), file, 64);
		assertEquals(0, run.exitCode(), run.text());
		assertTrue(run.text().contains("logits (2, 2, 64, 64)"), run.text());
	}

	private void roundTrip(final NetworkConfig config, final int... extents) throws IOException {
		assumeTrue(OpLibrary.isLoaded(), OpLibrary.status());
		final Path file = folder.resolve(Arrays.toString(extents) + ".pt");
		final Path portable = folder.resolve(Arrays.toString(extents) + "-portable.pt");
		try (SegmentationNetwork network = SegmentationNetwork.build(config, 5);
				TensorScope scope = new TensorScope();
				NoGradGuard guard = new NoGradGuard())
		{
			final long[] shape = new long[extents.length + 2];
			shape[0] = 2;
			for (int d = 0; d < extents.length; d++) shape[d + 1] = extents[d];
			shape[shape.length - 1] = config.inputChannels();
			final Tensor image = torch.rand(shape);
			// Running statistics that differ from the initial ones.
			network.forward(torch.rand(shape), Pass.train());
			network.weights().touch();
			final float[] expected = Tensors.floats(network.forward(image, Pass.predict()));
			TorchScriptArchive.write(network, file, extents);
			same(expected, image, file);
			TorchScriptArchive.write(network, portable, ScriptedNetwork.Operations.LIBTORCH, extents);
			same(expected, image, portable);
			assertEquals(Set.of(), TorchScriptArchive.operations(Files.readAllBytes(portable)));
		}
	}

	private static void same(final float[] expected, final Tensor image, final Path file) {
		final JitModule module = torch.load(file.toString());
		final Tensor logits = module.forward(new IValueVector(new IValue(ChannelsLast.channelsFirst(image).contiguous())))
			.toTensor();
		float largest = 0;
		for (final float value : expected) largest = Math.max(largest, Math.abs(value));
		assertArrayEquals(expected, Tensors.floats(ChannelsLast.channelsLast(logits)), 1e-5f * largest, file.toString());
	}
}
