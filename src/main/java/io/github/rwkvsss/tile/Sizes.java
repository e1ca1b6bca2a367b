package io.github.rwkvsss.tile;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Sizes as text for people. */
public final class Sizes {

	private Sizes() {}

	/** @return such as {@code 256 x 320}, slowest axis first */
	public static String text(final long... size) {
		return Arrays.stream(size).mapToObj(Long::toString).collect(Collectors.joining(" x "));
	}

	/** @return such as {@code 256 x 320}, slowest axis first */
	public static String text(final int... size) {
		return text(Arrays.stream(size).asLongStream().toArray());
	}
}
