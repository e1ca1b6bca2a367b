package io.github.rwkvsss.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;

import io.github.rwkvsss.format.Fixtures;
import io.github.rwkvsss.format.ImageReader;

import ij.ImagePlus;
import ij.measure.Calibration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GeometryTest {

	private ImagePlus input;
	private Geometry geometry;

	@BeforeEach
	void open() throws IOException {
		input = ImageReader.read(Fixtures.file("hyperstack.tif"));
		input.getCalibration().setFunction(Calibration.STRAIGHT_LINE, new double[] { 5, 2 }, "OD");
		geometry = Geometry.of(input);
	}

	private LabelImage planes(final int labelOfFrameAndSlice) {
		final LabelImage planes = LabelImage.allocate("labels", geometry.size());
		assertEquals(6, planes.planes());
		for (int i = 0; i < 6; i++) planes.plane(i)[0] = i * labelOfFrameAndSlice;
		return planes;
	}

	private static void assertSamePlace(final ImagePlus result) {
		final Calibration calibration = result.getCalibration();
		assertEquals(0.25, calibration.pixelWidth);
		assertEquals(0.5, calibration.pixelHeight);
		assertEquals(2.5, calibration.pixelDepth);
		assertEquals(0.5, calibration.frameInterval);
		assertEquals("\u00b5m", calibration.getUnit());
		assertEquals(false, calibration.calibrated());
	}

	@Test
	void labelsKeepAxesCalibrationAndSliceLabels() {
		final ImagePlus labels = geometry.labels("cells", planes(13000));
		assertEquals("cells", labels.getTitle());
		assertEquals(16, labels.getBitDepth());
		assertArrayEquals(new int[] { 7, 5, 1, 3, 2 }, labels.getDimensions());
		assertSamePlace(labels);
		for (int t = 0; t < 2; t++) for (int z = 0; z < 3; z++) {
			final int index = labels.getStackIndex(1, z + 1, t + 1);
			assertEquals((t * 3 + z) * 13000, labels.getStack().getProcessor(index).get(0, 0));
			assertEquals("plane " + (t * 3 + z) * 2, labels.getStack().getSliceLabel(index));
		}
		assertNotSame(labels.getCalibration(), geometry.calibration());
		assertEquals(true, input.getCalibration().calibrated());
	}

	@Test
	void manyLabelsNeed32Bits() {
		assertEquals(16, geometry.labels("", planes(65535 / 5)).getBitDepth());
		final ImagePlus labels = geometry.labels("", planes(20000));
		assertEquals(32, labels.getBitDepth());
		assertEquals(100000, labels.getStack().getProcessor(6).getf(0, 0));
		assertEquals("20000000 objects are more than an ImageJ image can number (16777216); crop the image", assertThrows(
			IllegalArgumentException.class, () -> geometry.labels("", planes(4000000))).getMessage());
	}

	@Test
	void masksAre0And255() {
		final ImagePlus mask = geometry.mask("", planes(1));
		assertEquals(8, mask.getBitDepth());
		assertEquals(0, mask.getStack().getProcessor(1).get(0, 0));
		assertEquals(255, mask.getStack().getProcessor(2).get(0, 0));
		assertSamePlace(mask);
	}

	@Test
	void probabilitiesHaveAChannelPerClass() {
		final ImagePlus result = geometry.probabilities("p", List.of("background", "cell"), (k, t, z) -> {
			final float[] plane = new float[35];
			plane[8] = 100 * k + 10 * t + z;
			return plane;
		});
		assertArrayEquals(new int[] { 7, 5, 2, 3, 2 }, result.getDimensions());
		assertSamePlace(result);
		final int index = result.getStackIndex(2, 3, 2);
		assertEquals(112, result.getStack().getProcessor(index).getf(1, 1));
		assertEquals("cell plane 10", result.getStack().getSliceLabel(index));
		assertEquals(1, geometry.probabilities("p", List.of("cell"), (k, t, z) -> new float[35]).getNChannels());
	}

	@Test
	void refusesPlanesThatDoNotFit() {
		assertThrows(IllegalArgumentException.class, () -> geometry.labels("", LabelImage.allocate("labels", 1, 5, 5, 7)));
		assertThrows(IllegalArgumentException.class, () -> geometry.labels("", LabelImage.of("labels", geometry.size(),
			new int[34])));
		assertThrows(IllegalArgumentException.class, () -> geometry.probabilities("", List.of("a"), (k, t, z) -> new float[1]));
	}
}
