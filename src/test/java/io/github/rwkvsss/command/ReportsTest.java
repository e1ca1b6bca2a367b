package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import ij.ImagePlus;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands say is for people who look at images. */
class ReportsTest {

	/** How Java writes a record, and numbers that only seem exact. */
	private static final Pattern OF_A_PROGRAM = Pattern.compile(
		"[A-Za-z]+\\[\\w+=|[0-9]\\.[0-9]{6,}|[A-Z]+_[A-Z]+|\\bnull\\b");

	@TempDir
	private Path folder;

	@Test
	void modelsAreDescribedInWords() {
		for (final String name : ModelLibrary.names()) {
			final String text = Terminal.call("info", "model=" + name).out();
			assertFalse(OF_A_PROGRAM.matcher(text).find(), text);
		}
		final String nuclei = Terminal.call("info", "model=nuclei-2d").out();
		assertTrue(nuclei.contains(
			"beside something far brighter, percentile 85 of all that stands 6 robust deviations above the median"), nuclei);
		assertTrue(nuclei.contains(
			"24.0 pixels, to which images are resized unless theirs are up to 2.5 times as large or small"), nuclei);
		assertTrue(nuclei.contains("planes of 1 channel"), nuclei);
	}

	@Test
	void settingsOfATrainingAreWords() {
		assertEquals(
			"steps 1600, patch 256, 256, learning rate 0.0007, mirrored depth, height, scale 1.106, quarter turns yes, seed 1",
			RecordWords.of("TrainingSettings[steps=1600, patch=[256, 256], learningRate=7.0E-4, augmentation=Augmentation[" +
				"mirrored=[DEPTH, HEIGHT], scale=1.1062121156199922, quarterTurns=true], seed=1]").replace("augmentation ", ""));
		assertEquals("86 files, share 0.2, seed 1", RecordWords.of("86 files, share 0.2, seed 1"));
	}

	/** Fiji has no ROI Manager without a screen either. */
	@Test
	void withoutAScreenRegionsGoToTheOverlay() throws IOException {
		Assumptions.assumeTrue(GraphicsEnvironment.isHeadless(), "with a screen there is a ROI Manager");
		final ImagePlus image = DrawnImages.discs(8, 60, 50, 1, 1, 1);
		final CommandCall call = CommandCall.of(SegmentCommand.class);
		call.setValue("input", image);
		call.set("model", SmallModels.semantic(folder, 2, 1).toString());
		call.set("rois", "true");
		final List<String> told = new ArrayList<>();
		call.tell(told::add);
		assertEquals(Optional.empty(), call.run(Progress.NONE, Cancellation.NEVER));
		assertTrue(image.getOverlay() != null && image.getOverlay().size() > 0, "the overlay is empty");
		assertTrue(told.contains("there is no ROI Manager without a screen: the regions are in the overlay of " + image
			.getTitle() + "; give an output to have them in a file"), told.toString());
	}
}
