package io.github.rwkvsss.file;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One row of comma-separated values, quoted as RFC 4180 has it: line breaks within quotes belong to their field.
 * <p>
 * A text that begins as a formula does in a spreadsheet ({@code = + - @}, a tab or a line break) gets an apostrophe before it,
 * by which spreadsheets take it for text; {@link #parse} takes it off again. Numbers are left alone.
 * </p>
 */
public final class CsvLine {

	/** What a spreadsheet would compute, and what was written for such a text. */
	private static final Pattern FORMULA = Pattern.compile("(?s)'*[=+\\-@\t\r\n].*");

	private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|[+-]?Infinity");

	private CsvLine() {}

	/** @return the row without the line break at its end */
	public static String of(final List<String> fields) {
		return fields.stream().map(CsvLine::field).collect(Collectors.joining(","));
	}

	private static String field(final String text) {
		final String cell = FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches() ? "'" + text : text;
		return cell.matches("[^\",\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
	}

	/** @return the fields of a row that {@link #of} or a spreadsheet wrote */
	public static List<String> parse(final String row) {
		final List<String> fields = new ArrayList<>();
		final StringBuilder field = new StringBuilder();
		boolean quoted = false;
		for (int i = 0; i < row.length(); i++) {
			final char c = row.charAt(i);
			if (quoted && c == '"' && i + 1 < row.length() && row.charAt(i + 1) == '"') {
				field.append(c);
				i++;
			}
			else if (c == '"') quoted = !quoted;
			else if (c == ',' && !quoted) {
				fields.add(text(field));
				field.setLength(0);
			}
			else field.append(c);
		}
		fields.add(text(field));
		return fields;
	}

	private static String text(final StringBuilder cell) {
		return cell.length() > 1 && cell.charAt(0) == '\'' && FORMULA.matcher(cell).matches() ? cell.substring(1) : cell
			.toString();
	}

	/**
	 * @param text rows, each with a line break at its end
	 * @return the rows without them; what stands behind the last whole row is left out
	 */
	public static List<String> rows(final String text) {
		final List<String> rows = new ArrayList<>();
		int begin = 0;
		boolean quoted = false;
		for (int i = 0; i < text.length(); i++) {
			final char c = text.charAt(i);
			if (c == '"') quoted = !quoted;
			if (c != '\n' || quoted) continue;
			rows.add(text.substring(begin, i > begin && text.charAt(i - 1) == '\r' ? i - 1 : i));
			begin = i + 1;
		}
		return rows;
	}

	/** @return how many characters of a text its whole rows take */
	public static int wholeRows(final String text) {
		int end = 0;
		boolean quoted = false;
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) == '"') quoted = !quoted;
			else if (text.charAt(i) == '\n' && !quoted) end = i + 1;
		}
		return end;
	}
}
