package io.github.rwkvsss.command;

import org.scijava.command.Command;
import org.scijava.command.CommandModule;

/** Checks a command's values against its annotations, because macros hand over what they like. */
final class Choices {

	private Choices() {}

	/** @throws IllegalArgumentException in one sentence if a value is not among its choices, or out of its range */
	static void check(final Command command) {
		final CommandCall call = CommandCall.of(command);
		final CommandModule module = call.module();
		for (final Input input : call.inputs()) {
			final Object value = module.getInput(input.key());
			if (value != null) input.check(value);
		}
	}
}
