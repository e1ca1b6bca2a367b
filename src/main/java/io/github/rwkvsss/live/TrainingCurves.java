package io.github.rwkvsss.live;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

import ij.gui.Plot;
import io.github.rwkvsss.train.TrainingLog;

/** Draws the losses of training and validation above, the validation scores below. Needs no screen. */
public final class TrainingCurves {

	private static final int MARGINS = 100;
	private static final Color BLUE = new Color(0x0072B2);
	private static final Color ORANGE = new Color(0xD55E00);
	private static final Color GREEN = new Color(0x009E73);
	private static final Color PURPLE = new Color(0xCC79A7);

	private TrainingCurves() {}

	/**
	 * @param rows epochs so far
	 * @param steps in all, the end of the axis
	 * @param width pixels
	 * @param height pixels
	 * @return the picture
	 */
	public static BufferedImage draw(final List<TrainingLog.Row> rows, final int steps, final int width, final int height) {
		final BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		final Graphics2D graphics = picture.createGraphics();
		graphics.drawImage(losses(rows, steps, width, height / 2), 0, 0, null);
		graphics.drawImage(scores(rows, steps, width, height - height / 2), 0, height / 2, null);
		graphics.dispose();
		return picture;
	}

	/**
	 * Draws the training's loss alone, where there is little room.
	 *
	 * @param rows epochs so far
	 * @param steps in all, the end of the axis
	 * @param width pixels
	 * @param height pixels
	 * @return the picture
	 */
	public static BufferedImage loss(final List<TrainingLog.Row> rows, final int steps, final int width, final int height) {
		final double most = rows.stream().mapToDouble(TrainingLog.Row::loss).filter(loss -> !Double.isNaN(loss)).max().orElse(
			1);
		final Plot plot = plot("loss", steps, 1.05 * most, width, height);
		line(plot, rows, TrainingLog.Row::loss, BLUE);
		return plot.getProcessor().getBufferedImage();
	}

	private static BufferedImage losses(final List<TrainingLog.Row> rows, final int steps, final int width,
		final int height)
	{
		final double most = rows.stream().flatMapToDouble(row -> DoubleStream.of(row.loss(), row.validationLoss())).filter(
			loss -> !Double.isNaN(loss)).max().orElse(1);
		final Plot plot = plot("loss", steps, 1.05 * most, width, height);
		line(plot, rows, TrainingLog.Row::loss, BLUE);
		line(plot, rows, TrainingLog.Row::crossEntropy, ORANGE);
		line(plot, rows, TrainingLog.Row::diceLoss, GREEN);
		final boolean validated = rows.stream().anyMatch(row -> !Double.isNaN(row.validationLoss()));
		if (validated) line(plot, rows, TrainingLog.Row::validationLoss, PURPLE);
		return finished(plot, "training\tits cross-entropy\tits Dice loss" + (validated ? "\tvalidation" : ""), "top-right");
	}

	private static BufferedImage scores(final List<TrainingLog.Row> rows, final int steps, final int width,
		final int height)
	{
		final Plot plot = plot("validation score", steps, 1, width, height);
		line(plot, rows, TrainingLog.Row::validationDice, BLUE);
		final boolean objects = rows.stream().anyMatch(row -> !Double.isNaN(row.validationAp50()));
		if (objects) line(plot, rows, TrainingLog.Row::validationAp50, ORANGE);
		return finished(plot, objects ? "Dice\tprecision of objects" : "Dice", "bottom-right");
	}

	private static Plot plot(final String what, final int steps, final double most, final int width, final int height) {
		final Plot plot = new Plot(what, "step", what);
		// The plot adds its margins to the size of its frame.
		plot.setFrameSize(Math.max(50, width - MARGINS), Math.max(50, height - MARGINS * 2 / 3));
		plot.setLimits(0, Math.max(1, steps), 0, most > 0 ? most : 1);
		return plot;
	}

	private static void line(final Plot plot, final List<TrainingLog.Row> rows, final ToDoubleFunction<TrainingLog.Row> value,
		final Color colour)
	{
		plot.setColor(colour, colour);
		plot.setLineWidth(2);
		final double[] x = rows.stream().filter(row -> !Double.isNaN(value.applyAsDouble(row))).mapToDouble(
			TrainingLog.Row::step).toArray();
		final double[] y = rows.stream().mapToDouble(value).filter(v -> !Double.isNaN(v)).toArray();
		plot.addPoints(x, y, Plot.CONNECTED_CIRCLES);
	}

	private static BufferedImage finished(final Plot plot, final String legend, final String place) {
		plot.setColor(Color.BLACK);
		plot.setLineWidth(1);
		plot.addLegend(legend, place);
		return plot.getProcessor().getBufferedImage();
	}
}
