package io.github.rwkvsss.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.process.ImageProcessor;
import io.github.rwkvsss.metric.EvaluationTable;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.Segmentation;
import io.github.rwkvsss.segment.SmallModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Open images against each other: cases computed by hand. */
class ImageEvaluationTest {

	private static ImagePlus labels(final String title, final int slices) {
		final ImagePlus image = IJ.createImage(title, "16-bit black", 20, 10, slices);
		image.getCalibration().pixelWidth = 0.5;
		image.getCalibration().pixelHeight = 0.5;
		image.getCalibration().pixelDepth = 2;
		image.getCalibration().setUnit("micron");
		return image;
	}

	private static void fill(final ImagePlus image, final int slice, final int x, final int width, final int label) {
		final ImageProcessor plane = image.getStack().getProcessor(slice);
		for (int y = 2; y < 6; y++) for (int column = x; column < x + width; column++) plane.set(column, y, label);
	}

	/** A square of 4 x 4, found one pixel of 0.5 µm to the right: 12 pixels in common, 20 in either. */
	@Test
	void shiftedSquare() throws IOException {
		final ImagePlus truth = labels("truth", 1);
		final ImagePlus found = labels("found", 1);
		fill(truth, 1, 3, 4, 7);
		fill(found, 1, 4, 4, 2);
		final EvaluationTable scores = ImageEvaluation.ofLabels(Task.INSTANCE, found, truth, StackReading.VOLUME, 0.5);
		assertEquals(24.0 / 32, scores.value("found", "dice"), 1e-12);
		assertEquals(12.0 / 20, scores.value("found", "iou"), 1e-12);
		assertEquals(12.0 / 20, scores.value("found", "aji"), 1e-12);
		assertEquals(1, scores.value("found", "ap60"), 1e-12);
		assertEquals(0, scores.value("found", "ap65"), 1e-12);
		assertEquals(1, scores.value("found", "hd95_px"), 1e-12);
		assertEquals(0.5, scores.value("found", "hd95_cal"), 1e-12);
		// No pixel of either outline is farther than one pixel, the tolerance, from the other.
		assertEquals(1, scores.value("found", "surface_dice"), 1e-12);
		assertEquals("micron", scores.rows().get(0).get(2));
	}

	/** Both empty: all agrees. Only the prediction: nothing does, and a distance does not exist. */
	@Test
	void emptyImages() throws IOException {
		final ImagePlus empty = labels("empty", 1);
		final ImagePlus found = labels("found", 1);
		final EvaluationTable agree = ImageEvaluation.ofLabels(Task.INSTANCE, found, empty, StackReading.VOLUME, 1);
		for (final String column : List.of("dice", "iou", "ap50", "aji", "surface_dice")) assertEquals(1, agree.value("found",
			column), column);
		assertEquals(0, agree.value("found", "hd95_px"));
		fill(found, 1, 3, 4, 1);
		final EvaluationTable differ = ImageEvaluation.ofLabels(Task.INSTANCE, found, empty, StackReading.VOLUME, 1);
		for (final String column : List.of("dice", "iou", "ap50", "aji", "surface_dice")) assertEquals(0, differ.value("found",
			column), column);
		assertTrue(Double.isNaN(differ.value("found", "hd95_px")));
	}

	/** One object through two slices, found slice by slice under two numbers: half of it as a volume, all of it by slice. */
	@Test
	void stacksAreVolumesOrPlanes() throws IOException {
		final ImagePlus truth = labels("truth", 2);
		final ImagePlus found = labels("found", 2);
		fill(truth, 1, 3, 4, 1);
		fill(truth, 2, 3, 4, 1);
		fill(found, 1, 3, 4, 1);
		fill(found, 2, 3, 4, 2);
		final EvaluationTable volume = ImageEvaluation.ofLabels(Task.INSTANCE, found, truth, StackReading.VOLUME, 1);
		assertEquals(1, volume.value("found", "count_truth"));
		assertEquals(2, volume.value("found", "count_predicted"));
		final EvaluationTable planes = ImageEvaluation.ofLabels(Task.INSTANCE, found, truth, StackReading.PLANES, 1);
		assertEquals(1, planes.value("found slice 2", "ap95"));
		assertEquals(1, planes.value("found slice 2", "count_predicted"));
	}

	@Test
	void classesAreThoseOfTheTruth() throws IOException {
		final ImagePlus truth = labels("truth", 1);
		final ImagePlus found = labels("found", 1);
		fill(truth, 1, 0, 4, 1);
		fill(truth, 1, 10, 4, 2);
		fill(found, 1, 0, 4, 1);
		fill(found, 1, 11, 4, 2);
		final EvaluationTable scores = ImageEvaluation.ofLabels(Task.SEMANTIC, found, truth, StackReading.VOLUME, 1);
		assertEquals(List.of("class 1", "class 2"), scores.rows().subList(0, 2).stream().map(row -> row.get(1)).toList());
		assertEquals(1, scores.value(0, "dice"), 1e-12);
		assertEquals(24.0 / 32, scores.value(1, "dice"), 1e-12);
	}

	@Test
	void modelOnAnOpenImage(@TempDir final Path folder) throws IOException {
		final ImagePlus image = DrawnImages.discs(8, 40, 30, 1, 1, 1);
		try (SegmentationModel model = ModelFile.read(SmallModels.semantic(folder, 2, 1))) {
			final Segmentation segmentation = Segmentation.with(model).build();
			final ImagePlus truth = segmentation.run(image, Progress.NONE, Cancellation.NEVER).image(ResultKind.LABELS)
				.orElseThrow();
			final EvaluationTable scores = ImageEvaluation.ofModel(segmentation, model.manifest(), image, truth, 1, Progress.NONE,
				Cancellation.NEVER);
			assertEquals(1, scores.value(0, "dice"), 1e-12);
			assertEquals("discs.tif", scores.rows().get(0).get(0));
		}
	}

	@Test
	void sizesMustAgree() throws IOException {
		final String sentence = assertThrows(IllegalArgumentException.class, () -> ImageEvaluation.ofLabels(Task.INSTANCE,
			labels("found", 3), labels("truth", 1), StackReading.VOLUME, 1)).getMessage();
		assertEquals("label image truth is 20 x 10 pixels, found is 20 x 10 x 3; they must be of one size", sentence);
	}

	@Test
	void resultsTableHasAllColumnsInOrder() throws IOException {
		final ImagePlus truth = labels("truth", 1);
		fill(truth, 1, 3, 4, 1);
		final EvaluationTable scores = ImageEvaluation.ofLabels(Task.INSTANCE, labels("found", 1), truth, StackReading.VOLUME,
			1);
		final ResultsTable table = ScoreWindow.table(scores);
		assertEquals(scores.header(), Arrays.asList(table.getHeadings()));
		assertEquals(scores.rows().size(), table.size());
		assertEquals("found", table.getStringValue("image", 0));
		assertEquals("foreground", table.getStringValue("class", 0));
		assertEquals(0, table.getValue("dice", 0));
		assertTrue(Double.isNaN(table.getValue("hd95_px", 0)));
		assertEquals(1, table.getValue("count_truth", 0));
	}
}
