package io.github.rwkvsss.label;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.measure.Measurements;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import ij.process.ByteProcessor;

/**
 * Measures of an object's outline as ImageJ's {@code Analyze > Measure} gives them, under its headings, in the image's
 * units: perimeter, axes and angle of the ellipse of the same second moments, Feret's diameters, circularity, aspect ratio,
 * roundness, solidity.
 */
public final class ShapeFeatures {

	private static final int MEASURED = Measurements.PERIMETER | Measurements.ELLIPSE | Measurements.FERET |
		Measurements.SHAPE_DESCRIPTORS;

	/** The headings, in their order. */
	public static final List<String> HEADINGS = List.of("Perim.", "Major", "Minor", "Angle", "Circ.", "Feret", "FeretAngle",
		"MinFeret", "AR", "Round", "Solidity");

	private ShapeFeatures() {}

	/**
	 * @param outline an area; not changed
	 * @param calibration of the image
	 * @return each heading's value
	 */
	public static Map<String, Double> of(final Roi outline, final Calibration calibration) {
		// Outlines may touch the image's border, but ImageJ measures only what lies inside: an image just as large holds it.
		final Roi moved = (Roi) outline.clone();
		moved.setLocation(0, 0);
		final ImagePlus image = new ImagePlus("", new ByteProcessor(Math.max(1, moved.getBounds().width), Math.max(1, moved
			.getBounds().height)));
		image.setCalibration(calibration);
		image.setRoi(moved);
		final ResultsTable table = new ResultsTable();
		new Analyzer(image, MEASURED, table).saveResults(image.getStatistics(MEASURED), moved);
		final Map<String, Double> features = new LinkedHashMap<>();
		for (final String heading : HEADINGS) features.put(heading, table.getValue(heading, 0));
		return features;
	}
}
