package io.github.rwkvsss.imagej1;

import java.io.IOException;

import ij.ImagePlus;
import ij.Macro;
import io.github.rwkvsss.command.CommandCall;
import io.github.rwkvsss.command.Input;

/** Takes a command's inputs from the options of a macro's {@code run(label, options)}. */
final class MacroOptions {

	private MacroOptions() {}

	/**
	 * @param options such as {@code model=nuclei-2d input=[my image.tif]}; keys that are not there keep their defaults
	 * @throws IllegalArgumentException in one sentence if a value does not fit, or no image is meant
	 * @throws IOException in one sentence if an image cannot be read
	 */
	static void fill(final CommandCall call, final String options) throws IOException {
		for (final Input input : call.inputs()) {
			final String value = value(options, input);
			if (input.type() == ImagePlus.class) call.setValue(input.key(), OpenImage.of(value == null ? "" : value));
			else if (value != null) call.set(input.key(), value);
		}
	}

	/** @return what the options say; null if nothing */
	private static String value(final String options, final Input input) {
		// NB: ImageJ hides a missing key by the default, so a default is given that nobody writes.
		final String missing = "\u0000";
		final String value = Macro.getValue(options, input.key(), missing);
		if (!value.equals(missing)) return truth(input, value);
		return isBoolean(input) && (" " + options + " ").contains(" " + input.key() + " ") ? "true" : null;
	}

	/** Fiji takes these words too. */
	private static String truth(final Input input, final String value) {
		if (!isBoolean(input)) return value;
		return switch (value) {
			case "1", "yes", "on" -> "true";
			case "0", "no", "off" -> "false";
			default -> value;
		};
	}

	private static boolean isBoolean(final Input input) {
		return input.type() == boolean.class || input.type() == Boolean.class;
	}
}
