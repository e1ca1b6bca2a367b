package io.github.rwkvsss.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One line of comma-separated values, quoted as RFC 4180 has it. */
public final class CsvLine {

	private CsvLine() {}

	/**
	 * @param fields line breaks in them become blanks, so that a row is always one line
	 * @return the line without its end
	 */
	public static String of(final List<String> fields) {
		return fields.stream().map(CsvLine::quoted).collect(Collectors.joining(","));
	}

	private static String quoted(final String field) {
		final String line = field.replaceAll("\\R", " ");
		return line.matches("[^\",]*") ? line : '"' + line.replace("\"", "\"\"") + '"';
	}

	/** @return the fields of a line that {@link #of} or a spreadsheet wrote */
	public static List<String> parse(final String line) {
		final List<String> fields = new ArrayList<>();
		final StringBuilder field = new StringBuilder();
		boolean quoted = false;
		for (int i = 0; i < line.length(); i++) {
			final char c = line.charAt(i);
			if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
				field.append(c);
				i++;
			}
			else if (c == '"') quoted = !quoted;
			else if (c == ',' && !quoted) {
				fields.add(field.toString());
				field.setLength(0);
			}
			else field.append(c);
		}
		fields.add(field.toString());
		return fields;
	}
}
