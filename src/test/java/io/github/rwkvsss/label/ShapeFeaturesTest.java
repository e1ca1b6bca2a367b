package io.github.rwkvsss.label;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;

import org.junit.jupiter.api.Test;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.measure.Calibration;

class ShapeFeaturesTest {

	/** A rectangle of 30 x 10 pixels of half a micron, by its closed forms. */
	@Test
	void ofARectangle() {
		final int[] labels = new int[50 * 20];
		for (int y = 3; y < 13; y++) for (int x = 20; x < 50; x++) labels[y * 50 + x] = 1;
		final Calibration half = new Calibration();
		half.pixelWidth = 0.5;
		half.pixelHeight = 0.5;
		final Map<String, Double> features = ShapeFeatures.of(ObjectOutlines.of(labels, 50).get(1), half);
		assertEquals(ShapeFeatures.HEADINGS, features.keySet().stream().toList());
		assertEquals(40, features.get("Perim."), 1e-9);
		assertEquals(Math.hypot(15, 5), features.get("Feret"), 1e-9);
		assertEquals(5, features.get("MinFeret"), 1e-9);
		assertEquals(1, features.get("Solidity"), 1e-9);
		assertEquals(4 * Math.PI * 75 / (40 * 40), features.get("Circ."), 1e-9);
		assertEquals(3, features.get("AR"), 0.05);
	}

	/** A disc is round whatever moves it. */
	@Test
	void ofADisc() {
		final Roi disc = new OvalRoi(7, 9, 40, 40);
		final Map<String, Double> features = ShapeFeatures.of(disc, new Calibration());
		assertEquals(7, disc.getBounds().x);
		assertEquals(1, features.get("Round"), 0.02);
		assertEquals(1, features.get("AR"), 0.02);
		assertEquals(40, features.get("Major"), 0.5);
	}

	/** As ImageJ's own command measures in the whole image. */
	@Test
	void areImageJsOwn() {
		final ImagePlus image = new ImagePlus("", new ij.process.ByteProcessor(60, 60));
		final Roi shape = new ij.gui.PolygonRoi(new int[] { 10, 40, 35, 20, 8 }, new int[] { 5, 12, 50, 30, 44 }, 5,
			Roi.POLYGON);
		image.setRoi(shape);
		final ij.measure.ResultsTable table = new ij.measure.ResultsTable();
		final int all = ij.measure.Measurements.ALL_STATS | ij.measure.Measurements.SHAPE_DESCRIPTORS;
		new ij.plugin.filter.Analyzer(image, all, table).saveResults(image.getStatistics(all), shape);
		ShapeFeatures.of(shape, image.getCalibration()).forEach((heading, value) -> assertEquals(table.getValue(heading, 0),
			value, 1e-9, heading));
	}
}
