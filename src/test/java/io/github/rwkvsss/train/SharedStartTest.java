package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import ij.ImagePlus;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.scan.ScanCurve;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One body for several data sets, a head for each. */
class SharedStartTest {

	private static final TrainingSettings SETTINGS = TrainingSettings.standard(2).withSteps(3, 2).withPatches(List.of(32, 32),
		3);

	@TempDir
	private Path folder;

	/** A grey instance set and a semantic one in colours. */
	private Path list() throws IOException {
		for (final String set : new String[] { "grey", "colour" }) for (final String name : new String[] { "a", "b" }) {
			Files.createDirectories(folder.resolve(set + "/images"));
			Files.createDirectories(folder.resolve(set + "/labels"));
			final ImagePlus image = DrawnImages.discs(8, 40, 40, 1, 1, 1);
			image.getProcessor().rotate(name.charAt(0));
			final ImagePlus labels = image.duplicate();
			if (set.equals("grey")) DrawnImages.label(labels);
			else labels.getProcessor().threshold(90);
			if (set.equals("colour")) {
				image.setProcessor(image.getProcessor().convertToRGB());
				// Not all greys, or it would be taken for a grey one.
				image.getProcessor().set(0, 0, 0x4080ff);
			}
			ImageWriter.write(image, folder.resolve(set + "/images/" + name + ".png"));
			ImageWriter.write(labels, folder.resolve(set + "/labels/" + name + ".png"));
		}
		return Files.writeString(folder.resolve("sets.txt"),
			"# two sets\n\ntask=instance images=grey/images labels=grey/labels\n" +
				"task=semantic images=colour/images labels=\"colour/labels\" name=spots\n");
	}

	@Test
	void aTrainingOnAnotherSetTakesTheBodyOver() throws IOException {
		final List<JointSet> sets = SetList.read(list()).sets(2, Progress.NONE, Cancellation.NEVER, note -> {});
		final Path file = folder.resolve("start.zip");
		final List<String> told = new ArrayList<>();
		final SharedStart shared = new SharedStart("start", "tiny", 3, SETTINGS);
		shared.tell(told::add);
		final ModelManifest made = shared.run(sets, file, false, Progress.NONE, Cancellation.NEVER);
		assertEquals(List.of("grey: background", "grey: interior", "grey: boundary", "spots: class 0", "spots: class 255"), made
			.classNames());
		assertEquals(3, made.network().inputChannels());
		assertEquals(2, told.size());
		assertTrue(told.get(0).startsWith("step 2, loss of each set: ") && told.get(0).contains("spots"), told.toString());
		assertFalse(Files.exists(ModelTraining.workFolder(file).resolve(Training.CHECKPOINT)));

		try (SegmentationModel start = ModelFile.read(file)) {
			final SampleForm form = new SampleForm(Task.INSTANCE, 2, List.of(), Normalization.standard());
			final TrainingData data = new TrainingFolders(folder.resolve("grey/images"), folder.resolve("grey/labels")).read(form,
				0, 1, Progress.NONE, Cancellation.NEVER);
			final List<String> notices = new ArrayList<>();
			final ModelTraining training = new ModelTraining(new TrainingGoal("grey", "", "tiny", ScanCurve.HILBERT, List.of(),
				start), form, data, SettingsFit.exactly(SETTINGS.withSteps(1, 1).withLearningRate(1e-9)));
			training.tell(notices::add);
			training.run(folder.resolve("grey.zip"), false, Progress.NONE, Cancellation.NEVER);
			final String notice = String.join("\n", notices);
			assertTrue(notice.contains("head.logits.weight") && notice.contains("3 channels") && notice.contains(
				"stem.first.weight"), notice);
			try (SegmentationModel grey = ModelFile.read(folder.resolve("grey.zip"))) {
				assertEquals(1, grey.inputChannels());
				assertArrayEquals(Tensors.floats(start.network().weights().get("down.2.weight")), Tensors.floats(grey.network()
					.weights().get("down.2.weight")), 1e-3f);
			}
		}
	}

	/** Each patch is judged by its own head's logits: what the others say changes nothing. */
	@Test
	void otherHeadsDoNotCount() throws IOException {
		final List<JointSet> sets = SetList.read(list()).sets(2, Progress.NONE, Cancellation.NEVER, note -> {}).stream().map(
			set -> set.withChannels(3)).toList();
		final JointPatches patches = new JointPatches(sets, SETTINGS);
		final float[] image = new float[3 * 32 * 32 * 3];
		final long[] target = new long[3 * 32 * 32];
		for (int step = 0; step < 4; step++) {
			for (int b = 0; b < 3; b++) patches.draw(step, b, image, target);
			try (TensorScope scope = new TensorScope()) {
				final Tensor truth = Tensors.of(target, 3, 32, 32);
				final float[] logits = new float[3 * 32 * 32 * 5];
				final double even = patches.loss(Tensors.of(logits, 3, 32, 32, 5), truth, ComputeDevice.CPU).crossEntropy()
					.item_double();
				// All alike: the logarithm of three classes or of two, whichever set a patch is of.
				final double third = Math.log(3) / 3;
				final double half = Math.log(2) / 3;
				boolean fits = false;
				for (int n = 0; n <= 3; n++) fits |= Math.abs(even - n * third - (3 - n) * half) < 1e-5;
				assertTrue(fits, "cross-entropy " + even);
			}
		}
	}

	@Test
	void linesThatAreNoneAreNamed() throws IOException {
		for (final String[] wrong : new String[][] { { "images=a labels=b", "says no task" }, { "task=nuclei images=a labels=b",
			"has the task nuclei" }, { "task=instance images=a labels=b colour=red", "key=value pairs" }, {
				"task=instance images=a b labels=c", "key=value pairs" } })
		{
			final Path file = Files.writeString(folder.resolve("wrong.txt"), wrong[0]);
			final String message = assertThrows(IOException.class, () -> SetList.read(file)).getMessage();
			assertTrue(message.contains(wrong[1]) && message.contains("line 1"), message);
		}
		final Path empty = Files.writeString(folder.resolve("empty.txt"), "# nothing\n");
		assertTrue(assertThrows(IOException.class, () -> SetList.read(empty)).getMessage().contains("is empty"));
	}
}
