package io.github.rwkvsss.label;

/** Small images written as text, for tests. */
final class Drawing {

	private Drawing() {}

	/** Rows of characters: '.' is 0, '?' is -1, digits are themselves. */
	static int[] of(final String... rows) {
		final int width = rows[0].length();
		final int[] values = new int[rows.length * width];
		for (int y = 0; y < rows.length; y++) for (int x = 0; x < width; x++) {
			final char c = rows[y].charAt(x);
			values[y * width + x] = c == '.' ? 0 : c == '?' ? -1 : c - '0';
		}
		return values;
	}

	/** The {height, width} of such rows. */
	static int[] size(final String... rows) {
		return new int[] { rows.length, rows[0].length() };
	}

	/** The reverse of {@link #of}: 255 is '?'. */
	static String[] text(final int[] values, final int width) {
		final String[] rows = new String[values.length / width];
		for (int y = 0; y < rows.length; y++) {
			final StringBuilder row = new StringBuilder();
			for (int x = 0; x < width; x++) {
				final int value = values[y * width + x];
				row.append(value == 0 ? "." : value == 255 || value < 0 ? "?" : Integer.toString(value));
			}
			rows[y] = row.toString();
		}
		return rows;
	}

	/** Bytes as unsigned values. */
	static int[] unsigned(final byte[] bytes) {
		final int[] values = new int[bytes.length];
		for (int i = 0; i < values.length; i++) values[i] = bytes[i] & 0xff;
		return values;
	}
}
