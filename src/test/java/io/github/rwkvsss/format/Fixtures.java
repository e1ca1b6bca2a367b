package io.github.rwkvsss.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The files that {@code draw_fixtures.py} wrote, and the formulas of their pixels. */
public final class Fixtures {

	public static final int WIDTH = 7;
	public static final int HEIGHT = 5;

	private Fixtures() {}

	public static Path file(final String name) {
		try {
			return Path.of(Fixtures.class.getResource(name).toURI());
		}
		catch (final URISyntaxException e) {
			throw new IllegalArgumentException(e);
		}
	}

	public static int value8(final int x, final int y) {
		return (x * 37 + y * 11) % 256;
	}

	public static int value16(final int x, final int y) {
		return (x * 9001 + y * 4567) % 65536;
	}

	public static int label(final int x, final int y) {
		return x / 3 + 2 * (y / 3);
	}

	/** Copies a fixture, cut to a length, or with one byte changed. */
	public static Path damaged(final String name, final Path folder, final int length, final int... positionAndValue) {
		try {
			final byte[] bytes = Arrays.copyOf(Files.readAllBytes(file(name)), length);
			for (int i = 0; i < positionAndValue.length; i += 2) bytes[positionAndValue[i]] = (byte) positionAndValue[i + 1];
			return Files.write(folder.resolve(name), bytes);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
