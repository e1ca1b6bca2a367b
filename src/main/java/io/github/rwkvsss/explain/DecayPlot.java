package io.github.rwkvsss.explain;

import ij.ImagePlus;
import ij.gui.Plot;

/** Draws a {@link DecayCurve}. */
final class DecayPlot {

	private DecayPlot() {}

	/** @return the plot. Not shown. */
	static ImagePlus of(final DecayCurve curve, final String title) {
		final Plot plot = new Plot(title, "steps along the scan", "weight relative to the next token");
		plot.setSize(560, 340);
		plot.setLineWidth(2);
		line(plot, "#3b4cc0", curve.steps(), curve.slowest());
		line(plot, "black", curve.steps(), curve.mean());
		line(plot, "#b40426", curve.steps(), curve.fastest());
		plot.setLimits(1, Math.max(2, curve.steps()[curve.steps().length - 1]), 0, Math.max(1, highest(curve.slowest())));
		plot.setColor("black");
		plot.addLegend("slowest channel\nmean of the channels\nfastest channel");
		return plot.getImagePlus();
	}

	private static void line(final Plot plot, final String colour, final double[] x, final double[] y) {
		plot.setColor(colour);
		plot.add("line", x, y);
	}

	/** NB: a negative decay rises with distance. */
	private static double highest(final double[] values) {
		double highest = 0;
		for (final double value : values) highest = Math.max(highest, value);
		return highest;
	}
}
