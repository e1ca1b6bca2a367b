package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import ij.ImagePlus;

import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreCommandTest {

	@TempDir
	private Path folder;

	@Test
	void scoresLabelsAndAModel() throws IOException {
		final ImagePlus image = DrawnImages.discs(8, 40, 40, 1, 1, 1);
		final Path file = folder.resolve("image.tif");
		ImageWriter.write(image, file);
		final Path model = SmallModels.semantic(folder, 2, 1);
		final Path labels = folder.resolve("labels.tif");
		assertEquals(0, Terminal.call("segment", "input=" + file, "model=" + model, "output=" + labels).code());
		final Path csv = folder.resolve("scores.csv");
		final Terminal ofModel = Terminal.call("score", "input=" + file, "truth=" + labels, "model=" + model, "output=" + csv);
		assertEquals(0, ofModel.code(), ofModel.err());
		final List<String> rows = Files.readAllLines(csv);
		assertTrue(rows.get(1).startsWith("image.tif,outside,micron,1.000000,") || rows.get(1).startsWith(
			"image.tif,inside,micron,1.000000,"), rows.get(1));
		final Terminal ofLabels = Terminal.call("score", "input=" + labels, "truth=" + labels, "task=semantic");
		assertEquals(0, ofLabels.code(), ofLabels.err());
		assertTrue(ofLabels.out().contains("labels.tif"), ofLabels.out());
		final Terminal wrong = Terminal.call("score", "input=" + file, "truth=" + labels, "model=" + model, "task=instance");
		assertEquals(1, wrong.code());
		assertTrue(wrong.err().contains("is not for the task instance; leave task at automatic"), wrong.err());
	}

	/** Compared with itself, everything is perfect. */
	@Test
	void anImageIsNotItsOwnTruth() {
		final ImagePlus image = DrawnImages.discs(8, 40, 40, 1, 1, 1);
		final CommandCall call = CommandCall.of(ScoreCommand.class);
		call.setValue("input", image);
		call.setValue("truth", image);
		assertEquals(Optional.of("True labels: " + image.getTitle() + " is the prediction itself; choose another image"), call
			.run(Progress.NONE, Cancellation.NEVER));
	}
}
