package io.github.rwkvsss.command;

import java.awt.GraphicsEnvironment;
import java.util.List;
import java.util.function.Consumer;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import ij.plugin.frame.RoiManager;
import io.github.rwkvsss.segment.ObjectTable;
import io.github.rwkvsss.segment.OutlineOverlay;

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
	 * Adds selections to the ROI Manager. Without a screen there is none, in Fiji neither: they go to the image's overlay, where
	 * macros find them.
	 *
	 * @param notices told if there is no ROI Manager here
	 */
	static void add(final List<Roi> outlines, final ImagePlus image, final Consumer<String> notices) {
		if (GraphicsEnvironment.isHeadless()) {
			OutlineOverlay.put(outlines, image);
			notices.accept("there is no ROI Manager without a screen: the regions are in the overlay of " + image.getTitle() +
				"; give an output to have them in a file");
			return;
		}
		final RoiManager manager = RoiManager.getRoiManager();
		for (final Roi outline : outlines) manager.addRoi(outline);
	}
}
