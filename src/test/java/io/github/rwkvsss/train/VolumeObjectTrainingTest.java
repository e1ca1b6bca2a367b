package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import ij.IJ;
import ij.ImagePlus;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.label.InstanceTargets;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.sampledata.EllipsoidDrawing;
import io.github.rwkvsss.scan.ScanCurve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects in volumes, from files to a model. */
class VolumeObjectTrainingTest {

	private static final int[] SIZE = { 12, 32, 36 };

	@TempDir
	private Path folder;

	private TrainingFolders draw() throws IOException {
		Files.createDirectories(folder.resolve("images"));
		Files.createDirectories(folder.resolve("labels"));
		for (int n = 0; n < 3; n++) {
			final EllipsoidDrawing.Volume drawn = new EllipsoidDrawing(SIZE, 2.2, 12, n).draw(8);
			final float[] labels = new float[drawn.labels().length];
			for (int i = 0; i < labels.length; i++) labels[i] = drawn.labels()[i];
			write(drawn.image(), "32-bit black", folder.resolve("images/v" + n + ".tif"));
			write(labels, "16-bit black", folder.resolve("labels/v" + n + ".tif"));
		}
		return new TrainingFolders(folder.resolve("images"), folder.resolve("labels"));
	}

	private static void write(final float[] values, final String type, final Path file) throws IOException {
		final ImagePlus image = IJ.createImage("v", type, SIZE[2], SIZE[1], SIZE[0]);
		image.setDimensions(1, SIZE[0], 1);
		final int plane = SIZE[1] * SIZE[2];
		for (int i = 0; i < values.length; i++) image.getStack().getProcessor(1 + i / plane).setf(i % plane, values[i]);
		image.getCalibration().pixelDepth = 2.2;
		image.getCalibration().setUnit("micron");
		ImageWriter.write(image, file);
	}

	private static TrainingData read(final TrainingFolders folders, final SampleForm form) throws IOException {
		return folders.read(form, 0.34, 1, Progress.NONE, Cancellation.NEVER);
	}

	@Test
	void rimsFollowTheDistanceOfSlices() throws IOException {
		final TrainingData data = read(draw(), new SampleForm(Task.INSTANCE, 3, List.of(), Normalization.standard()));
		final Sample sample = data.training().get(0);
		final byte[] alike = InstanceTargets.of(sample.instances(), sample.size());
		final byte[] apart = InstanceTargets.of(sample.instances(), sample.size(), InstanceTargets.DEFAULT_THICKNESS,
			new double[] { 2.2, 1, 1 });
		assertFalse(Arrays.equals(alike, apart));
		assertEquals(Arrays.toString(apart), Arrays.toString(sample.target()));
	}

	@Test
	void aModelOfObjectsInVolumesIsMade() throws IOException {
		final TrainingFolders folders = draw();
		final SampleForm form = new SampleForm(Task.INSTANCE, 3, List.of(), Normalization.standard());
		final TrainingSettings settings = TrainingSettings.standard(3).withSteps(2, 1).withPatches(List.of(16, 32, 32), 2)
			.withHardShare(0.5);
		final List<String> messages = new ArrayList<>();
		final ModelManifest made = new ModelTraining(new TrainingGoal("volume", "", "tiny", ScanCurve.HILBERT, List.of(), null),
			form, read(folders, form), SettingsFit.exactly(settings)).run(folder.resolve("volume.zip"), false, (done, total,
				message) -> messages.add(message), Cancellation.NEVER).manifest();
		assertEquals(Task.INSTANCE, made.task());
		assertEquals(3, made.dimensions());
		assertEquals(2.2e-3, made.voxelSize().get(0), 1e-9);
		assertTrue(made.provenance().containsKey("validation AP@0.5"), made.provenance().toString());
		assertTrue(messages.stream().anyMatch(message -> message.startsWith("validating image 1 of 1")), messages.toString());
		assertTrue(messages.contains("fitting the threshold of objects"), messages.toString());
	}
}
