package io.github.rwkvsss.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text in lines that fit into a window. ImageJ's own windows and messages break none. */
public final class BrokenLines {

	/** Between columns of a text. */
	private static final Pattern GAP = Pattern.compile(" {2,}");

	/** Where the last column of a list begins at most; what has gaps further right is a table. */
	private static final int FARTHEST = 40;

	private BrokenLines() {}

	/**
	 * Breaks long lines between words. What follows a name in columns goes on below its own beginning; tables stay as they
	 * are.
	 *
	 * @param most characters of a line, where words are not longer
	 */
	public static String of(final String text, final int most) {
		return text.lines().map(line -> broken(line, most)).collect(Collectors.joining("\n"));
	}

	private static String broken(final String line, final int most) {
		final int indent = line.length() > most ? indent(line) : -1;
		if (indent < 0) return line;
		final StringBuilder text = new StringBuilder(line.substring(0, indent));
		int column = indent;
		for (final String word : line.substring(indent).split(" ")) {
			if (column > indent) {
				final boolean fits = column + 1 + word.length() <= most;
				text.append(fits ? " " : "\n" + " ".repeat(indent));
				column = fits ? column + 1 : indent;
			}
			text.append(word);
			column += word.length();
		}
		return text.toString();
	}

	/** @return where the last column begins; -1 in a table */
	private static int indent(final String line) {
		int indent = 0;
		for (final Matcher gaps = GAP.matcher(line); gaps.find(); indent = gaps.end()) if (gaps.end() > FARTHEST) return -1;
		return indent;
	}
}
