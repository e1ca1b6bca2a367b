package io.github.rwkvsss.evaluate;

import java.awt.GraphicsEnvironment;
import java.util.List;

import ij.measure.ResultsTable;
import io.github.rwkvsss.metric.EvaluationTable;

/** Scores as a table of ImageJ, which macros read by {@code Table.get(column, row, "RWKV-SSS Scores")}. */
public final class ScoreWindow {

	/** Title of the window. */
	public static final String TITLE = "RWKV-SSS Scores";

	/** Columns of text come first: image, class, unit. */
	private static final int TEXTS = 3;
	private static final int DECIMALS = 4;

	private ScoreWindow() {}

	/** @return all columns of the scores, in their order, a row each; numbers that do not exist are NaN */
	public static ResultsTable table(final EvaluationTable scores) {
		final ResultsTable table = new ResultsTable();
		table.setPrecision(DECIMALS);
		table.setNaNEmptyCells(true);
		final List<String> header = scores.header();
		for (int row = 0; row < scores.rows().size(); row++) {
			table.incrementCounter();
			for (int k = 0; k < header.size(); k++) {
				if (k < TEXTS) table.addValue(header.get(k), scores.rows().get(row).get(k));
				else table.addValue(header.get(k), scores.value(row, header.get(k)));
			}
		}
		for (int k = TEXTS; k < header.size(); k++) if (header.get(k).startsWith("count")) table.setDecimalPlaces(k, 0);
		return table;
	}

	/**
	 * Shows the scores in a window, where there is a screen; a later table takes the window over.
	 *
	 * @return whether there is a window
	 */
	public static boolean show(final EvaluationTable scores) {
		if (GraphicsEnvironment.isHeadless()) return false;
		table(scores).show(TITLE);
		return true;
	}
}
