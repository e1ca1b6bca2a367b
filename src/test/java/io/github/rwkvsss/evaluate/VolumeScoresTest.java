package io.github.rwkvsss.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import ij.IJ;
import ij.ImagePlus;

import io.github.rwkvsss.format.ImagePairs;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.metric.EvaluationTable;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeScoresTest {

	@TempDir
	Path folder;

	/** One voxel of class 1 in column 4 of row 3, and one of class 2 in the corner, in voxels of 1 x 2 x 5 mm. */
	private void write(final String subfolder, final String name, final int slice) throws IOException {
		final ImagePlus image = IJ.createImage("", "8-bit black", 8, 7, 6);
		image.setDimensions(1, 6, 1);
		image.getStack().getProcessor(slice).set(4, 3, 1);
		image.getStack().getProcessor(1).set(0, 0, 2);
		image.getCalibration().pixelHeight = 2;
		image.getCalibration().pixelDepth = 5;
		image.getCalibration().setUnit("mm");
		Files.createDirectories(folder.resolve(subfolder));
		ImageWriter.write(image, folder.resolve(subfolder).resolve(name));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.nii.gz", "a.tif" })
	void distancesAreInMillimetresPerClass(final String name) throws IOException {
		write("truth", name, 3);
		write("found", name, 5);
		final EvaluationTable table = new FolderEvaluation(10, Progress.NONE, Cancellation.NEVER).ofLabels(Task.SEMANTIC,
			StackReading.VOLUME, ImagePairs.of(folder.resolve("found"), folder.resolve("truth")));
		assertEquals("class 1", table.rows().get(0).get(1));
		assertEquals("mm", table.rows().get(0).get(2));
		assertEquals(0, table.value(0, "dice"));
		assertEquals(2, table.value(0, "hd95_px"));
		assertEquals(10, table.value(0, "hd95_cal"), 1e-6);
		assertEquals(10, table.value(0, "assd_cal"), 1e-6);
		assertEquals(1, table.value(0, "surface_dice"));
		assertEquals(1, table.value(1, "dice"));
		final String text = ScoreText.of(table);
		assertTrue(text.contains("assd_cal") && text.contains("surface_dice"), text);
	}

	@Test
	void readsPairsOfDifferentFormats() throws IOException {
		write("truth", "a.nii", 3);
		write("found", "a.tif", 3);
		final EvaluationTable table = new FolderEvaluation(1, Progress.NONE, Cancellation.NEVER).ofLabels(Task.SEMANTIC,
			StackReading.VOLUME, ImagePairs.of(folder.resolve("found"), folder.resolve("truth")));
		assertEquals(1, table.value(EvaluationTable.MEAN, "dice"));
	}
}
