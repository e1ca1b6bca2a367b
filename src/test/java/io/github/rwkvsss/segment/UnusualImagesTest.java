package io.github.rwkvsss.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;

import ij.IJ;
import ij.ImagePlus;
import ij.plugin.ZProjector;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people open: each gives a result of its own size, or one sentence. */
class UnusualImagesTest {

	@TempDir
	static Path folder;
	private static SegmentationModel model;

	@BeforeAll
	static void open() throws IOException {
		model = ModelFile.read(SmallModels.instance(folder));
	}

	@AfterAll
	static void close() {
		model.close();
	}

	private static ImagePlus labels(final ImagePlus image, final String channels) {
		final SegmentationResult result = Segmentation.with(model).channels(ChannelChoice.of(channels)).results(EnumSet.allOf(
			ResultKind.class)).build().run(image, Progress.NONE, Cancellation.NEVER);
		assertEquals(result.objects().orElseThrow(), result.table().size());
		result.outlines();
		final ImagePlus labels = result.image(ResultKind.LABELS).orElseThrow();
		assertEquals(image.getWidth(), labels.getWidth());
		assertEquals(image.getHeight(), labels.getHeight());
		assertEquals(image.getNSlices() * image.getNFrames(), labels.getStackSize());
		return labels;
	}

	private static void assertSamePixels(final ImagePlus expected, final ImagePlus actual) {
		assertArrayEquals((short[]) expected.getProcessor().getPixels(), (short[]) actual.getProcessor().getPixels());
	}

	@Test
	void zProjection() {
		final ImagePlus projection = ZProjector.run(DrawnImages.discs(8, 48, 40, 1, 5, 1), "sum");
		assertEquals(32, projection.getBitDepth());
		assertEquals(1, labels(projection, "").getStackSize());
	}

	@Test
	void rgbIsThreeChannels() {
		final ImagePlus grey = DrawnImages.discs(8, 40, 30, 1, 1, 1);
		final ColorProcessor colours = new ColorProcessor(40, 30);
		final byte[] none = new byte[40 * 30];
		colours.setRGB(none, (byte[]) grey.getProcessor().getPixels(), none);
		final ImagePlus rgb = new ImagePlus("rgb", colours);
		assertSamePixels(labels(grey, ""), labels(rgb, "2"));
		assertEquals("rgb has 3 channels, the model takes 1; choose which with channels, for instance channels=1", assertThrows(
			IllegalArgumentException.class, () -> labels(rgb, "")).getMessage());
	}

	/** Normalised by its own mean and spread, an image gives the same whatever its bits, offset and factor. */
	@Test
	void bitsAndNegativeValuesDoNotMatter() {
		final ImagePlus bytes = DrawnImages.discs(8, 40, 30, 1, 1, 1);
		final ImagePlus expected = labels(bytes, "");
		assertSamePixels(expected, labels(DrawnImages.discs(16, 40, 30, 1, 1, 1), ""));
		final FloatProcessor negative = bytes.getProcessor().convertToFloatProcessor();
		// Powers of two, so that no digit is lost.
		negative.multiply(4);
		negative.subtract(4096);
		assertTrue(negative.getMin() < 0);
		assertSamePixels(expected, labels(new ImagePlus("negative", negative), ""));
	}

	@Test
	void onePixelAndOneRow() {
		labels(IJ.createImage("pixel", "8-bit ramp", 1, 1, 1), "");
		labels(IJ.createImage("row", "16-bit ramp", 70, 1, 1), "");
		labels(IJ.createImage("column", "32-bit ramp", 1, 70, 1), "");
		labels(IJ.createImage("black", "8-bit black", 33, 33, 1), "");
	}

	@Test
	void stackOfOneSlice() throws IOException {
		final ImagePlus slice = DrawnImages.discs(8, 40, 30, 1, 1, 1);
		final ImagePlus hyper = IJ.createHyperStack("hyper", 40, 30, 1, 1, 1, 8);
		hyper.setProcessor(slice.getProcessor());
		assertSamePixels(labels(slice, ""), labels(hyper, ""));
		try (SegmentationModel volumes = ModelFile.read(SmallModels.semantic(folder, 3, 1))) {
			assertEquals(1, Segmentation.with(volumes).build().run(slice, Progress.NONE, Cancellation.NEVER).image(
				ResultKind.LABELS).orElseThrow().getStackSize());
		}
	}

	@Test
	void emptyImageOfAnUnknownTitle() {
		assertEquals("there is no image, or it is empty; open it again", assertThrows(IllegalArgumentException.class,
			() -> labels(new ImagePlus(), "")).getMessage());
	}
}
