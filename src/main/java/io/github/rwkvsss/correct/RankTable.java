package io.github.rwkvsss.correct;

import java.awt.GraphicsEnvironment;
import java.util.List;
import java.util.Locale;

import ij.measure.ResultsTable;
import io.github.rwkvsss.file.CsvLine;

/** Ranked places as a table of ImageJ, which macros read by {@code Table.get(column, row, "RWKV-SSS Uncertain")}, and as CSV. */
public final class RankTable {

	/** Title of the window. */
	public static final String TITLE = "RWKV-SSS Uncertain";

	private static final int DECIMALS = 4;

	private RankTable() {}

	/** @return a row per place, in their order: image, frame, slice, x, y, width, height, uncertainty */
	public static ResultsTable table(final List<RankedView> views) {
		final ResultsTable table = new ResultsTable();
		table.setPrecision(DECIMALS);
		for (final RankedView view : views) {
			table.incrementCounter();
			table.addValue("image", view.name());
			table.addValue("frame", view.frame());
			table.addValue("slice", view.slice());
			table.addValue("x", view.x());
			table.addValue("y", view.y());
			table.addValue("width", view.width());
			table.addValue("height", view.height());
			table.addValue("uncertainty", view.score());
		}
		for (int column = 1; column < 7; column++) table.setDecimalPlaces(column, 0);
		return table;
	}

	/**
	 * Shows the places in a window, where there is a screen; a later table takes the window over.
	 *
	 * @return whether there is a window
	 */
	public static boolean show(final List<RankedView> views) {
		if (GraphicsEnvironment.isHeadless()) return false;
		table(views).show(TITLE);
		return true;
	}

	/** @return the same as CSV, with a header */
	public static String csv(final List<RankedView> views) {
		final StringBuilder text = new StringBuilder("image,frame,slice,x,y,width,height,uncertainty\n");
		for (final RankedView view : views) text.append(CsvLine.of(List.of(view.name(), Integer.toString(view.frame()), Integer
			.toString(view.slice()), Integer.toString(view.x()), Integer.toString(view.y()), Integer.toString(view.width()),
			Integer.toString(view.height()), String.format(Locale.ROOT, "%.4f", view.score())))).append('\n');
		return text.toString();
	}
}
