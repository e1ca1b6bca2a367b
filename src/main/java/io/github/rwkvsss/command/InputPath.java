package io.github.rwkvsss.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import io.github.rwkvsss.file.NameEncoding;

/** Paths of files to read, as users give them. */
final class InputPath {

	private InputPath() {}

	/**
	 * @param text what was given
	 * @param key under which, for messages
	 * @throws IllegalArgumentException in one sentence if it is blank or no path
	 */
	static Path of(final String text, final String key) {
		if (text.isBlank()) throw new IllegalArgumentException("no " + key + " is given; give " + key + "=<path>");
		try {
			return Path.of(text);
		}
		catch (final InvalidPathException e) {
			throw new IllegalArgumentException(key + " \"" + text + "\" is not a path" + NameEncoding.advice(), e);
		}
	}
}
