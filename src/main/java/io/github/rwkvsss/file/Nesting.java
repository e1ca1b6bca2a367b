package io.github.rwkvsss.file;

import java.io.IOException;

/** How deep the brackets of a JSON text lie in each other: readers that call themselves for each run out of stack. */
public final class Nesting {

	/** What we write has a handful of levels. */
	private static final int DEEPEST = 64;

	private Nesting() {}

	/**
	 * @param json text, which may be damaged
	 * @return it
	 * @throws IOException in one sentence if it is nested deeper than anything that is written here
	 */
	public static String checked(final String json) throws IOException {
		int depth = 0;
		boolean quoted = false;
		for (int i = 0; i < json.length(); i++) {
			final char c = json.charAt(i);
			if (quoted && c == '\\') i++;
			else if (c == '"') quoted = !quoted;
			else if (!quoted && (c == '[' || c == '{') && ++depth > DEEPEST) throw new IOException(
				"its text is nested deeper than " + DEEPEST + " levels");
			else if (!quoted && (c == ']' || c == '}')) depth--;
		}
		return json;
	}
}
