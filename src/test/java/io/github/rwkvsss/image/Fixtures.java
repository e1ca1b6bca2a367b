package io.github.rwkvsss.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The files that {@code draw_fixtures.py} wrote, and the formulas of their pixels. */
final class Fixtures {

	static final int WIDTH = 7;
	static final int HEIGHT = 5;

	private Fixtures() {}

	static Path file(final String name) {
		try {
			return Path.of(Fixtures.class.getResource(name).toURI());
		}
		catch (final URISyntaxException e) {
			throw new IllegalArgumentException(e);
		}
	}

	static int value8(final int x, final int y) {
		return (x * 37 + y * 11) % 256;
	}

	static int value16(final int x, final int y) {
		return (x * 9001 + y * 4567) % 65536;
	}

	static int label(final int x, final int y) {
		return x / 3 + 2 * (y / 3);
	}

	/** Copies a fixture, cut to a length, or with one byte changed. */
	static Path damaged(final String name, final Path folder, final int length, final int... positionAndValue) {
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
