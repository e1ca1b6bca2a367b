package io.github.rwkvsss.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import ij.IJ;
import ij.ImagePlus;
import io.github.rwkvsss.image.LabelImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TiffLabelsTest {

	@TempDir
	private Path folder;

	/** Boxes in any order become planes that our reader and ImageJ's own open alike, with place and size of pixels. */
	@ParameterizedTest
	@ValueSource(ints = { 65_535, 65_536, (1 << 24) - 1 })
	void isReadByImageJ(final int highest) throws IOException {
		final Path file = folder.resolve("labels.tif");
		final long[] size = { 2, 3, 70, 53 };
		final LabelImage expected = LabelImage.allocate("labels", size);
		try (TiffLabels labels = TiffLabels.create(file, size, highest, new double[] { 0.25, 0.5, 2 }, "micron")) {
			for (int y = 60; y >= 0; y -= 20) for (int x = 0; x < 53; x += 30) for (int t = 1; t >= 0; t--) {
				final int[] box = { 1, 3, Math.min(20, 70 - y), Math.min(30, 53 - x) };
				final int[] values = new int[box[1] * box[2] * box[3]];
				for (int i = 0; i < values.length; i++) {
					values[i] = i % 7 == 0 ? highest : (i * 31 + t) % 999;
					expected.plane(t, i / box[3] / box[2])[(y + i / box[3] % box[2]) * 53 + x + i % box[3]] = values[i];
				}
				labels.write(new long[] { t, 0, y, x }, box, values);
			}
			assertFalse(Files.exists(file));
			labels.finish();
		}
		final LabelImage read = LabelReader.read(file);
		assertArrayEquals(size, read.size());
		final ImagePlus opened = IJ.openImage(file.toString());
		assertEquals("2 3 0.25 0.5 2.0 micron", opened.getNFrames() + " " + opened.getNSlices() + " " + opened
			.getCalibration().pixelWidth + " " + opened.getCalibration().pixelHeight + " " + opened.getCalibration().pixelDepth +
			" " + opened.getCalibration().getUnit());
		for (int p = 0; p < 6; p++) {
			assertArrayEquals(expected.plane(p), read.plane(p));
			for (int i = 0; i < 53 * 70; i++) assertEquals(expected.plane(p)[i], opened.getStack().getProcessor(p + 1).getf(i));
		}
	}

	@Test
	void whatIsNotFinishedLeavesNothing() throws IOException {
		final Path file = folder.resolve("labels.tif");
		try (TiffLabels labels = TiffLabels.create(file, new long[] { 1, 1, 4, 4 }, 3, new double[] { 1, 1, 1 }, "pixel")) {
			labels.write(new long[] { 0, 0, 0, 0 }, new int[] { 1, 1, 2, 4 }, new int[8]);
		}
		try (var files = Files.list(folder)) {
			assertEquals(0, files.count());
		}
	}
}
