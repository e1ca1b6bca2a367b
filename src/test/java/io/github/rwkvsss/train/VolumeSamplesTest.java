package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;

import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.scan.ScanCurve;

/** Volumes of different voxel size to learn from: all on one grid, which the model remembers. */
class VolumeSamplesTest {

	private static final SampleForm FORM = new SampleForm(Task.SEMANTIC, 3, List.of(), Normalization.none());

	@TempDir
	private Path folder;

	/** Brightness 10 z + 1 with slices this far apart, in a cuboid of 8 x 8 x 8 units; labelled 1 in the lower half. */
	private void write(final String name, final int slices, final String unit) throws IOException {
		final ImageStack image = new ImageStack(8, 8);
		final ImageStack labels = new ImageStack(8, 8);
		final double depth = 8.0 / slices;
		for (int z = 0; z < slices; z++) {
			final ByteProcessor plane = new ByteProcessor(8, 8);
			plane.add((int) (10 * (z + 0.5) * depth));
			image.addSlice(plane);
			final ByteProcessor label = new ByteProcessor(8, 8);
			label.add(z < slices / 2 ? 1 : 0);
			labels.addSlice(label);
		}
		save(image, "images", name, depth, unit);
		save(labels, "labels", name, depth, unit);
	}

	private void save(final ImageStack stack, final String kind, final String name, final double depth, final String unit)
		throws IOException
	{
		final ImagePlus image = new ImagePlus(name, stack);
		image.getCalibration().pixelDepth = depth;
		image.getCalibration().setUnit(unit);
		final Path file = Files.createDirectories(folder.resolve(kind)).resolve(name);
		ImageWriter.write(image, file);
	}

	private TrainingData read() throws IOException {
		return new TrainingFolders(folder.resolve("images"), folder.resolve("labels")).read(FORM, 0, 1, Progress.NONE,
			Cancellation.NEVER);
	}

	@Test
	void theMedianVoxelSizeIsEverybodysAndTheModels() throws IOException {
		write("a.nii.gz", 8, "mm");
		write("b.nii.gz", 4, "mm");
		write("c.nii.gz", 8, "mm");
		final TrainingData data = read();
		assertEquals(List.of(1.0, 1.0, 1.0), data.voxelSize());
		for (final Sample sample : data.training()) {
			assertArrayEquals(new int[] { 8, 8, 8 }, sample.size(), sample.name());
			for (int z = 0; z < 8; z++) assertEquals(z < 4 ? 1 : 0, sample.target()[64 * z], sample.name() + " slice " + z);
		}
		// Two slices of b lie at 1 mm and 3 mm; the model's second and third at 1.5 and 2.5 mm lie a quarter from them.
		final float[] doubled = data.training().get(1).image();
		assertEquals(10, doubled[0], 1e-4);
		assertEquals(15, doubled[64], 1e-4);
		assertEquals(25, doubled[2 * 64], 1e-4);
		final ModelManifest manifest = new TrainingGoal("m", "d", "tiny", ScanCurve.HILBERT, List.of(), null).manifest(FORM,
			data, List.of(16, 16, 16));
		assertEquals(List.of(1.0, 1.0, 1.0), manifest.voxelSize());
		assertEquals(List.of(2, 2, 2), manifest.network().stemStride());
	}

	@Test
	void flatVoxelsShrinkLessAlongTheSlices() throws IOException {
		write("a.nii.gz", 4, "mm");
		write("b.nii.gz", 4, "mm");
		final TrainingData data = read();
		assertEquals(List.of(2.0, 1.0, 1.0), data.voxelSize());
		final NetworkConfig network = new TrainingGoal("m", "d", "tiny", ScanCurve.HILBERT, List.of(), null).network(FORM,
			data);
		assertEquals(List.of(1, 2, 2), network.stemStride());
	}

	@Test
	void withoutAUnitOfLengthVoxelsStayAsTheyAre() throws IOException {
		write("a.tif", 8, "pixel");
		write("b.tif", 4, "mm");
		final TrainingData data = read();
		assertNull(data.voxelSize());
		assertArrayEquals(new int[] { 4, 8, 8 }, data.training().get(1).size());
	}
}
