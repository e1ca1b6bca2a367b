package io.github.rwkvsss.command;

import java.util.LinkedHashMap;
import java.util.Map;

import org.scijava.command.Command;
import org.scijava.command.CommandModule;

import ij.ImagePlus;

/** Checks a command's values against its annotations, because macros hand over what they like. */
final class Choices {

	private Choices() {}

	/**
	 * @throws IllegalArgumentException in one sentence if a value is missing, not among its choices or out of its range, or
	 *           if one image has two roles
	 */
	static void check(final Command command) {
		final CommandCall call = CommandCall.of(command);
		final CommandModule module = call.module();
		final Map<Input, ImagePlus> images = new LinkedHashMap<>();
		for (final Input input : call.inputs()) {
			final Object value = module.getInput(input.key());
			if (value != null) input.check(value);
			else if (input.required()) throw new IllegalArgumentException(input.key() + " is missing; give " + input.key() +
				"=<" + input.kind() + ">");
			if (value instanceof final ImagePlus image) images.put(input, image);
		}
		final String refusal = ImageRoles.refusal(images).orElse(null);
		if (refusal != null) throw new IllegalArgumentException(refusal);
	}
}
