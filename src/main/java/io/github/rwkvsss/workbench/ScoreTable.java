package io.github.rwkvsss.workbench;

import java.util.List;
import java.util.Locale;

import javax.swing.table.AbstractTableModel;

import io.github.rwkvsss.correct.ExampleScore;

/** What the model before and the new one score on each image. */
final class ScoreTable extends AbstractTableModel {

	private static final long serialVersionUID = 1L;
	private static final String[] COLUMNS = { "image", "marked", "before", "after" };

	private transient List<ExampleScore> scores = List.of();

	void show(final List<ExampleScore> other) {
		scores = List.copyOf(other);
		fireTableDataChanged();
	}

	@Override
	public int getRowCount() {
		return scores.size();
	}

	@Override
	public int getColumnCount() {
		return COLUMNS.length;
	}

	@Override
	public String getColumnName(final int column) {
		return COLUMNS[column];
	}

	@Override
	public Object getValueAt(final int row, final int column) {
		final ExampleScore score = scores.get(row);
		return switch (column) {
			case 0 -> score.name();
			case 1 -> switch (score.kind()) {
				case NEW -> "now";
				case EARLIER -> "earlier";
				case SAMPLE -> "sample";
			};
			case 2 -> number(score.before());
			default -> number(score.after());
		};
	}

	private static String number(final double score) {
		return Double.isNaN(score) ? "" : String.format(Locale.ROOT, "%.2f", score);
	}
}
