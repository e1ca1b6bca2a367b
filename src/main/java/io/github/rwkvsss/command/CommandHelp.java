package io.github.rwkvsss.command;

import java.util.ArrayList;
import java.util.List;

import ij.ImagePlus;

/** What {@code help} prints, from the commands' annotations. */
final class CommandHelp {

	private CommandHelp() {}

	/** @return one line per command */
	static String list() {
		final StringBuilder text = new StringBuilder("usage: <command> key=value ...\n\n");
		for (final CommandList.Entry entry : CommandList.entries()) {
			text.append(String.format("  %-10s %s%n", entry.name(), CommandCall.descriptionOf(entry.command())));
		}
		return text.append(String.format("  %-10s %s%n", "help", "Lists the commands; help <command> lists its keys."))
			.toString();
	}

	/** @return a command's keys with kind, preset, choices, range and description */
	static String of(final CommandList.Entry entry) {
		final CommandCall call = CommandCall.of(entry.command());
		final StringBuilder text = new StringBuilder(entry.name()).append(": ").append(CommandCall.descriptionOf(entry
			.command())).append("\n\n");
		for (final Input input : call.inputs()) {
			text.append(String.format("  %-22s %s%n", input.key(), String.join("; ", facts(input))));
			text.append(String.format("  %-22s %s%n", "", input.description()));
		}
		call.outputs().forEach((name, type) -> {
			if (type == ImagePlus.class && !call.savesItself()) text.append(String.format("  %-22s %s%n  %-22s %s%n", name,
				"file to write, .tif or .png; " + (call.isOutputNeeded(name) ? "must be given" : "may be left out"), "", call
					.outputDescription(name)));
		});
		return text.toString();
	}

	private static List<String> facts(final Input input) {
		final List<String> facts = new ArrayList<>();
		facts.add(input.kind());
		if (input.isNeeded()) facts.add("must be given");
		else if (!input.presetText().isEmpty()) facts.add("default " + input.presetText());
		else facts.add("empty by default");
		if (!input.choices().isEmpty()) facts.add("one of " + String.join(", ", input.choices()));
		if (!input.range().isEmpty()) facts.add(input.range());
		return facts;
	}
}
