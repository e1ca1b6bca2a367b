package io.github.rwkvsss.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ij.ImagePlus;
import ij.process.FloatProcessor;

import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.image.Slicing;
import io.github.rwkvsss.image.VolumeSpace;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.predict.Flips;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A volume of 1 x 1 x 5 mm and its reoriented copy, both drawn by {@code draw_volumes.py}, through an untrained network. */
class OrientationTest {

	private static final int WIDTH = 24;
	private static final int HEIGHT = 20;
	private static final int SLICES = 8;

	@TempDir
	Path folder;

	private static ImagePlus read(final String name) throws IOException {
		return ImageReader.read(OrientationFiles.file(name));
	}

	private static SegmentationModel model(final List<Double> voxelSize) {
		final NetworkConfig network = NetworkConfig.preset("tiny", 3, 1, 2);
		final ModelManifest manifest = new ModelManifest(ModelFile.FORMAT, "untrained", "Finds nothing in particular.",
			Task.SEMANTIC, List.of("outside", "inside"), List.of(0, 7), network, Normalization.standard(), null, List.of(16, 32,
				32), "CC0", Map.of());
		return new SegmentationModel(manifest.withVoxelSize(voxelSize), SegmentationNetwork.build(network, 7));
	}

	private void assertSame(final List<Double> voxelSize) throws IOException {
		final ImagePlus volume = read("volume.nii.gz");
		final ImagePlus other = read("volume-reoriented.nii.gz");
		try (SegmentationModel model = model(voxelSize)) {
			final Segmentation both = Segmentation.with(model).results(Set.of(ResultKind.PROBABILITIES, ResultKind.LABELS)).flips(
				Flips.NONE).build();
			final SegmentationResult first = both.run(volume, Progress.NONE, Cancellation.NEVER);
			final SegmentationResult second = both.run(other, Progress.NONE, Cancellation.NEVER);
			final ImagePlus expected = first.image(ResultKind.PROBABILITIES).orElseThrow();
			final ImagePlus found = second.image(ResultKind.PROBABILITIES).orElseThrow();
			assertArrayEquals(new int[] { HEIGHT, SLICES, 2, WIDTH, 1 }, found.getDimensions());
			double least = 1;
			double most = 0;
			for (int c = 1; c <= 2; c++) for (int z = 0; z < SLICES; z++) for (int y = 0; y < HEIGHT; y++) for (int x =
				0; x < WIDTH; x++)
			{
				final float there = expected.getStack().getProcessor(expected.getStackIndex(c, z + 1, 1)).getf(x, y);
				assertEquals(there, found.getStack().getProcessor(found.getStackIndex(c, WIDTH - x, 1)).getf(y, SLICES - 1 - z));
				least = Math.min(least, there);
				most = Math.max(most, there);
			}
			assertTrue(most - least > 1e-3, "the network should tell voxels apart, and gives " + least + " to " + most);
			assertLabelsAreWhatIsMostProbable(expected, first.image(ResultKind.LABELS).orElseThrow());
			// Labels alone are made slice by slice, without all probabilities.
			final ImagePlus streamed = Segmentation.with(model).build().run(other, Progress.NONE, Cancellation.NEVER).image(
				ResultKind.LABELS).orElseThrow();
			assertLabelsAreWhatIsMostProbable(found, streamed);
			assertWrittenInPlace(streamed, other);
		}
	}

	private static void assertLabelsAreWhatIsMostProbable(final ImagePlus probabilities, final ImagePlus labels) {
		for (int z = 1; z <= labels.getNSlices(); z++) {
			final float[] outside = (float[]) probabilities.getStack().getPixels(probabilities.getStackIndex(1, z, 1));
			final float[] inside = (float[]) probabilities.getStack().getPixels(probabilities.getStackIndex(2, z, 1));
			for (int p = 0; p < inside.length; p++) assertEquals(inside[p] > outside[p] ? 7 : 0, labels.getStack().getProcessor(z)
				.get(p));
		}
	}

	private void assertWrittenInPlace(final ImagePlus labels, final ImagePlus input) throws IOException {
		final Path file = folder.resolve("labels.nii.gz");
		ImageWriter.write(labels, file);
		final ImagePlus copy = ImageReader.read(file);
		assertArrayEquals(input.getDimensions(), copy.getDimensions());
		// What nibabel printed for the reoriented copy.
		final double[][] affine = { { 0, 0, -1, 12 }, { 1, 0, 0, 4 }, { 0, -5, 0, 65 } };
		for (int row = 0; row < 3; row++) assertArrayEquals(affine[row], VolumeSpace.of(copy).affine()[row], 0);
		assertEquals(5, copy.getCalibration().pixelHeight);
	}

	@Test
	void axesInAnyOrderGiveTheSame() throws IOException {
		assertSame(null);
	}

	/** The sagittal slices of the one file are the stored slices of the other, read the other way. */
	@Test
	void aModelOfPlanesSeesTheSlicesThatWereChosen() throws IOException {
		final ImagePlus volume = read("volume.nii.gz");
		final ImagePlus other = read("volume-reoriented.nii.gz");
		final NetworkConfig network = NetworkConfig.preset("tiny", 2, 1, 2);
		try (SegmentationModel model = new SegmentationModel(new ModelManifest(ModelFile.FORMAT, "untrained",
			"Finds nothing in particular.", Task.SEMANTIC, List.of("outside", "inside"), List.of(0, 7), network, Normalization
				.standard(), null, List.of(32, 32), "CC0", Map.of()), SegmentationNetwork.build(network, 7)))
		{
			final SegmentationBuilder builder = Segmentation.with(model).results(Set.of(ResultKind.PROBABILITIES,
				ResultKind.LABELS)).slices(Slicing.SAGITTAL);
			final SegmentationResult first = builder.build().run(volume, Progress.NONE, Cancellation.NEVER);
			final SegmentationResult second = builder.build().run(other, Progress.NONE, Cancellation.NEVER);
			for (final ResultKind kind : List.of(ResultKind.PROBABILITIES, ResultKind.LABELS)) {
				final ImagePlus expected = first.image(kind).orElseThrow();
				final ImagePlus found = second.image(kind).orElseThrow();
				for (int z = 0; z < SLICES; z++) for (int y = 0; y < HEIGHT; y++) for (int x = 0; x < WIDTH; x++) {
					assertEquals(expected.getStack().getProcessor(expected.getStackIndex(1, z + 1, 1)).getf(x, y), found.getStack()
						.getProcessor(found.getStackIndex(1, WIDTH - x, 1)).getf(y, SLICES - 1 - z));
				}
			}
			// By hand: slice x = 5 cut from the volume, rows rising with z and columns with y, is one plane to the model.
			final FloatProcessor plane = new FloatProcessor(HEIGHT, SLICES);
			for (int z = 0; z < SLICES; z++) for (int y = 0; y < HEIGHT; y++) plane.setf(y, z, volume.getStack().getProcessor(z +
				1).getf(5, y));
			final ImagePlus alone = Segmentation.with(model).result(ResultKind.PROBABILITIES).build().run(new ImagePlus("",
				plane), Progress.NONE, Cancellation.NEVER).image(ResultKind.PROBABILITIES).orElseThrow();
			final ImagePlus all = first.image(ResultKind.PROBABILITIES).orElseThrow();
			for (int z = 0; z < SLICES; z++) for (int y = 0; y < HEIGHT; y++) assertEquals(alone.getStack().getProcessor(1).getf(
				y, z), all.getStack().getProcessor(all.getStackIndex(1, z + 1, 1)).getf(5, y));
			final ImagePlus plain = new ImagePlus("plain", new FloatProcessor(32, 32));
			assertTrue(assertThrows(IllegalArgumentException.class, () -> builder.build().run(plain, Progress.NONE,
				Cancellation.NEVER)).getMessage().contains("does not say which way its axes point"));
		}
	}

	@Test
	void soWithVoxelsOfTheModelsSize() throws IOException {
		assertSame(List.of(2.5, 1.0, 1.25));
	}
}
