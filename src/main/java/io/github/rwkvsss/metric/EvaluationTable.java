package io.github.rwkvsss.metric;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.rwkvsss.file.CsvLine;

/**
 * Scores as a table: one row per image (and class), then rows that sum them up. Columns of text come first, then
 * columns of numbers. A number that does not exist, such as the distance to an empty region, reads NaN.
 */
public final class EvaluationTable {

	/** Name of the summary row that holds the mean of each column, undefined values left out. */
	public static final String MEAN = "mean";
	/** Name of the summary row that says how many values each mean is made of. */
	public static final String DEFINED = "defined";

	private final List<String> header;
	private final int textColumns;
	private final List<List<String>> rows = new ArrayList<>();
	private final List<double[]> values = new ArrayList<>();

	/**
	 * @param texts names of the columns of text, such as image and class
	 * @param numbers names of the columns of numbers; those that begin with "count" show whole numbers
	 */
	public EvaluationTable(final List<String> texts, final List<String> numbers) {
		header = new ArrayList<>(texts);
		header.addAll(numbers);
		textColumns = texts.size();
	}

	/**
	 * Appends a row.
	 *
	 * @param texts one per column of text
	 * @param numbers one per column of numbers
	 * @throws IllegalArgumentException if there are more or fewer than columns
	 */
	public void add(final List<String> texts, final double... numbers) {
		if (texts.size() != textColumns || numbers.length != header.size() - textColumns) throw new IllegalArgumentException(
			"row has " + texts.size() + " texts and " + numbers.length + " numbers but the columns are " + header);
		final List<String> row = new ArrayList<>(texts);
		for (int k = 0; k < numbers.length; k++) row.add(format(header.get(textColumns + k), numbers[k]));
		rows.add(row);
		values.add(numbers.clone());
	}

	/** @return names of all columns, text before numbers */
	public List<String> header() {
		return List.copyOf(header);
	}

	/** @return the rows as they are written */
	public List<List<String>> rows() {
		return rows.stream().map(List::copyOf).toList();
	}

	/**
	 * @param row index of a row, from 0
	 * @param column name of a column of numbers
	 * @throws IllegalArgumentException if there is no such column
	 */
	public double value(final int row, final String column) {
		final int at = header.indexOf(column);
		if (at < textColumns) throw new IllegalArgumentException("no column of numbers \"" + column + "\"; columns are " +
			header);
		return values.get(row)[at - textColumns];
	}

	/**
	 * @param first text of the row's first column
	 * @param column name of a column of numbers
	 * @return the value in the last row that begins with this text, which is how summary rows are found
	 * @throws IllegalArgumentException if there is no such row or column
	 */
	public double value(final String first, final String column) {
		for (int row = rows.size() - 1; row >= 0; row--) if (rows.get(row).get(0).equals(first)) return value(row, column);
		throw new IllegalArgumentException("no row \"" + first + "\" in the table");
	}

	/** @return comma-separated values, texts written as {@link CsvLine} does, lines ended by a line feed */
	public String csv() {
		final StringBuilder text = new StringBuilder();
		appendCsv(text, header);
		for (final List<String> row : rows) appendCsv(text, row);
		return text.toString();
	}

	/**
	 * Prints the table for reading: columns aligned, texts to the left, numbers to the right.
	 *
	 * @throws IOException if the target fails
	 */
	public void print(final Appendable target) throws IOException {
		final int[] width = new int[header.size()];
		for (int k = 0; k < width.length; k++) {
			width[k] = header.get(k).length();
			for (final List<String> row : rows) width[k] = Math.max(width[k], row.get(k).length());
		}
		printRow(target, header, width);
		for (final List<String> row : rows) printRow(target, row, width);
	}

	private void printRow(final Appendable target, final List<String> row, final int[] width) throws IOException {
		final StringBuilder line = new StringBuilder();
		for (int k = 0; k < width.length; k++) {
			final String padding = " ".repeat(width[k] - row.get(k).length());
			line.append(k == 0 ? "" : "  ");
			line.append(k < textColumns ? row.get(k) + padding : padding + row.get(k));
		}
		target.append(line.toString().stripTrailing()).append('\n');
	}

	private static void appendCsv(final StringBuilder text, final List<String> row) {
		text.append(CsvLine.of(row)).append('\n');
	}

	private static String format(final String column, final double value) {
		if (Double.isNaN(value)) return "NaN";
		final boolean whole = column.startsWith("count") && value == Math.rint(value);
		return String.format(Locale.ROOT, whole ? "%.0f" : "%.6f", value);
	}
}
