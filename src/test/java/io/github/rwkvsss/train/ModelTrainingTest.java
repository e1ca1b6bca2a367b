package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import ij.ImagePlus;

import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.scan.ScanCurve;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.tensor.Tensors;
import io.github.rwkvsss.tensor.Threads;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTrainingTest {

	private static final TrainingSettings SETTINGS = TrainingSettings.standard(2).withSteps(4, 2).withPatches(List.of(32, 32),
		2);

	@TempDir
	private Path folder;

	@BeforeEach
	void draw() throws IOException {
		Files.createDirectory(folder.resolve("images"));
		Files.createDirectory(folder.resolve("labels"));
		for (final String name : new String[] { "a", "b", "c" }) {
			final ImagePlus image = DrawnImages.discs(8, 40, 40, 1, 1, 1);
			image.getProcessor().rotate(name.charAt(0));
			ImageWriter.write(image, folder.resolve("images/" + name + ".png"));
			image.getProcessor().threshold(90);
			ImageWriter.write(image, folder.resolve("labels/" + name + ".png"));
		}
	}

	private ModelTraining training(final TrainingSettings settings, final SegmentationModel start) throws IOException {
		final SampleForm form = new SampleForm(Task.SEMANTIC, 2, List.of(), Normalization.standard());
		final TrainingData data = new TrainingFolders(folder.resolve("images"), folder.resolve("labels")).read(form, 0.34,
			settings.seed(), Progress.NONE, Cancellation.NEVER);
		return new ModelTraining(new TrainingGoal("discs", "Discs.", "tiny", ScanCurve.HILBERT, List.of(), start), form, data,
			SettingsFit.exactly(settings));
	}

	private static float[] weights(final Path model) throws IOException {
		try (SegmentationModel opened = ModelFile.read(model)) {
			return Tensors.floats(opened.network().weights().get(opened.network().weights().parameters().get(0)));
		}
	}

	@Test
	void interruptedTrainingGoesOnAsIfItHadNotBeen() throws IOException {
		final int threads = Threads.count();
		Threads.use(1);
		try {
			final Path whole = folder.resolve("whole.zip");
			final ModelTraining.Result result = training(SETTINGS, null).run(whole, false, Progress.NONE, Cancellation.NEVER);
			assertEquals(2, result.log().rows().size());
			assertEquals("1 files, share 0.34, seed 1", result.manifest().provenance().get("validated on"));
			final Path parts = folder.resolve("parts.zip");
			final AtomicLong step = new AtomicLong();
			assertThrows(CanceledException.class, () -> training(SETTINGS, null).run(parts, false, (done, total, message) -> {
				if (message.startsWith("training")) step.set(done);
			}, () -> step.get() >= 3));
			assertFalse(Files.exists(parts));
			assertTrue(Files.exists(ModelTraining.workFolder(parts).resolve(Training.CHECKPOINT)));
			training(SETTINGS, null).run(parts, true, Progress.NONE, Cancellation.NEVER);
			assertArrayEquals(weights(whole), weights(parts));
			assertFalse(Files.exists(ModelTraining.workFolder(parts).resolve(Training.CHECKPOINT)));
			assertEquals(3, Files.readAllLines(ModelTraining.workFolder(parts).resolve(Training.LOG)).size());
		}
		finally {
			Threads.use(threads);
		}
	}

	@Test
	void goesOnFromAModel() throws IOException {
		final Path first = folder.resolve("first.zip");
		training(SETTINGS.withSteps(1, 1), null).run(first, false, Progress.NONE, Cancellation.NEVER);
		try (SegmentationModel start = ModelFile.read(first)) {
			final ModelTraining.Result result = training(SETTINGS.withSteps(1, 1).withLearningRate(1e-9), start).run(folder
				.resolve("second.zip"), false, Progress.NONE, Cancellation.NEVER);
			assertEquals("discs", result.manifest().provenance().get("started from"));
		}
		assertArrayEquals(weights(first), weights(folder.resolve("second.zip")), 1e-3f);
	}

	@Test
	void refusesPatchesWithoutStatistics() {
		assertEquals("a patch of [32, 32] pixels and a batch of 1 leave a single value at the network's lowest resolution; " +
			"choose a larger patch or batch", assertThrows(IllegalArgumentException.class, () -> training(SETTINGS.withPatches(
				List.of(32, 32), 1), null).run(folder.resolve("m.zip"), false, Progress.NONE, Cancellation.NEVER)).getMessage());
	}
}
