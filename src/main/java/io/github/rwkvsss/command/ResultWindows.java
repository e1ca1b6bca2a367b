package io.github.rwkvsss.command;

import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.util.List;
import java.util.function.Consumer;

import ij.gui.Roi;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import ij.plugin.frame.RoiManager;
import io.github.rwkvsss.segment.ObjectTable;

/** Hands results to ImageJ's own windows: ROI Manager and Results. */
final class ResultWindows {

	private ResultWindows() {}

	/** Adds rows to the Results table, as ImageJ's own measurements are; macros read them without a screen too. */
	static void add(final ObjectTable rows) {
		final ResultsTable results = Analyzer.getResultsTable();
		rows.appendTo(results);
		if (!GraphicsEnvironment.isHeadless()) results.show("Results");
	}

	/**
	 * Adds selections to the ROI Manager.
	 *
	 * @param notices told if there is no ROI Manager here
	 */
	static void add(final List<Roi> outlines, final Consumer<String> notices) {
		try {
			final RoiManager manager = RoiManager.getRoiManager();
			for (final Roi outline : outlines) manager.addRoi(outline);
		}
		catch (final HeadlessException e) {
			// NB: Fiji has a ROI Manager without a screen, plain ImageJ has none.
			notices.accept("There is no ROI Manager without a screen; give an output to have the ROIs in a file.");
		}
	}
}
