package io.github.rwkvsss.imagej1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ij.ImagePlus;
import io.github.rwkvsss.command.CommandCall;
import io.github.rwkvsss.command.Input;

/** Takes a command's inputs from the options of a macro's {@code run(label, options)}. */
final class MacroOptions {

	/** All keys, in their order. */
	private final List<String> keys = new ArrayList<>();
	private final Map<String, String> values = new HashMap<>();

	/**
	 * NB: ImageJ's own reading finds keys within values, such as {@code tile} in {@code input=[/data/tile=64/a.tif]}.
	 *
	 * @param options such as {@code model=nuclei-2d input=[my image.tif]}
	 */
	MacroOptions(final String options) {
		int at = 0;
		while (at < options.length()) {
			final int begin = at;
			while (at < options.length() && options.charAt(at) != ' ' && options.charAt(at) != '=') at++;
			final String key = options.substring(begin, at);
			if (!key.isEmpty()) keys.add(key);
			if (at < options.length() && options.charAt(at) == '=') {
				final int end = endOfValue(options, at + 1);
				// As in ImageJ, the first counts.
				values.putIfAbsent(key, plain(options.substring(at + 1, end)));
				at = end;
			}
			at++;
		}
	}

	/**
	 * Sets the inputs that the options name; of others what the call's caller gave stays, and the rest keeps its default. The
	 * command's first image is the active one if none is named.
	 *
	 * @throws IllegalArgumentException in one sentence if there is no such key, a value does not fit, or no image is meant
	 * @throws IOException in one sentence if an image cannot be read
	 */
	void fill(final CommandCall call) throws IOException {
		// Before all others: what they say of a failure holds for one that is found here.
		for (final Input input : hidden(call)) if (value(input) != null) call.set(input.key(), value(input));
		for (final String key : unknownTo(call)) throw new IllegalArgumentException("there is no key \"" + key +
			"\"; keys are " + String.join(", ", call.inputs().stream().map(Input::key).toList()));
		final Input first = call.inputs().stream().filter(input -> input.type() == ImagePlus.class).findFirst().orElse(null);
		for (final Input input : call.inputs()) {
			final String value = value(input);
			if (value != null) set(call, input, value);
			else if (call.isGiven(input.key())) continue;
			else if (input == first) call.setValue(input.key(), OpenImage.of(""));
			else call.takePreset(input);
		}
	}

	private static List<Input> hidden(final CommandCall call) {
		return call.inputs().stream().filter(input -> input.place() == Input.Place.HIDDEN).toList();
	}

	private static void set(final CommandCall call, final Input input, final String value) throws IOException {
		if (input.type() != ImagePlus.class) call.set(input.key(), value);
		else if (value.isEmpty()) call.takePreset(input);
		else call.setValue(input.key(), OpenImage.of(value));
	}

	/** @return whether the options say something of an input */
	boolean name(final Input input) {
		return value(input) != null;
	}

	/** @return what the options say; null if nothing */
	private String value(final Input input) {
		if (values.containsKey(input.key())) return truth(input, values.get(input.key()));
		return input.isTruth() && keys.contains(input.key()) ? "true" : null;
	}

	/** Fiji takes these words too. */
	private static String truth(final Input input, final String value) {
		if (!input.isTruth()) return value;
		return switch (value) {
			case "1", "yes", "on" -> "true";
			case "0", "no", "off" -> "false";
			default -> value;
		};
	}

	/** @return the keys of the options that the call does not have, in their order */
	List<String> unknownTo(final CommandCall call) {
		return keys.stream().filter(key -> call.input(key).isEmpty()).toList();
	}

	/** Values with blanks stand in brackets, which may hold pairs of brackets, or in quotation marks. */
	private static int endOfValue(final String options, final int begin) {
		final int quoted = options.startsWith("'", begin) ? options.indexOf('\'', begin + 1) : -1;
		if (quoted > 0) return quoted + 1;
		int open = 0;
		int at = begin;
		while (at < options.length() && (open > 0 || options.charAt(at) != ' ')) {
			if (options.charAt(at) == '[') open++;
			else if (options.charAt(at) == ']') open--;
			at++;
		}
		return at;
	}

	private static String plain(final String value) {
		final boolean enclosed = value.length() > 1 && (value.startsWith("[") && value.endsWith("]") || value.startsWith("'") &&
			value.endsWith("'"));
		return enclosed ? value.substring(1, value.length() - 1) : value;
	}
}
