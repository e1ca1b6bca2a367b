package io.github.rwkvsss.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import ij.ImagePlus;

/** Writes {@code docs/keys.md}, the table of all commands' keys, from their annotations. */
final class KeysPage {

	static final Path FILE = Path.of("docs", "keys.md");
	static final String HOW =
		"mvn -q test-compile exec:java -Dexec.classpathScope=test -Dexec.mainClass=io.github.rwkvsss.command.KeysPage";

	private KeysPage() {}

	public static void main(final String... args) throws IOException {
		Files.writeString(FILE, text(), StandardCharsets.UTF_8);
	}

	static String text() {
		final StringBuilder page = new StringBuilder("# Keys of the commands\n\nWritten from the commands' annotations by `" +
			HOW +
			"`; do not edit.\n\nIn a macro: `run(\"label\", \"key=value key=[value with blanks]\")`. On the command line: " +
			"`name key=value \"key=value with blanks\"`.\nA key that is left out keeps its default. An image is named by its " +
			"title or ID in a macro, by its path on the command\nline; left out, a macro takes the active one.\n");
		addHidden(page);
		for (final CommandList.Entry entry : CommandList.entries()) add(entry, page);
		return page.toString();
	}

	/** All commands have the same ones. */
	private static void addHidden(final StringBuilder page) {
		page.append("\n## Every command\n\nTold by no dialog.\n\n| key | kind | default | meaning |\n|---|---|---|---|\n");
		for (final Input input : CommandCall.of(CommandList.entries().get(0).command()).inputs()) {
			if (input.place() == Input.Place.HIDDEN) row(page, "`" + input.key() + "`", input.kind(), preset(input), meaning(
				input));
		}
	}

	private static void add(final CommandList.Entry entry, final StringBuilder page) {
		final CommandCall call = CommandCall.of(entry.command());
		page.append("\n## ").append(CommandCall.labelOf(entry.command())).append("\n\nOn the command line `").append(entry
			.name()).append("`. ").append(CommandCall.descriptionOf(entry.command())).append(
				"\n\n| key | kind | default | meaning |\n|---|---|---|---|\n");
		for (final Input input : call.inputs()) {
			if (input.place() != Input.Place.HIDDEN) row(page, "`" + input.key() + "`", input.kind(), preset(input), meaning(
				input));
		}
		call.outputs().forEach((name, type) -> {
			if (type == ImagePlus.class && !call.savesItself()) row(page, "`" + name + "`", "image given", "",
				"On the command line: file to write it to, .tif or .png.");
		});
	}

	private static String preset(final Input input) {
		if (input.isNeeded()) return "must be given";
		return input.presetText().isEmpty() ? "empty" : "`" + input.presetText() + "`";
	}

	private static String meaning(final Input input) {
		final List<String> facts = new ArrayList<>(List.of(input.description()));
		if (!input.choices().isEmpty()) facts.add("One of `" + String.join("`, `", input.choices()) + "`.");
		if (!input.range().isEmpty()) facts.add("Range: " + input.range() + ".");
		return String.join(" ", facts);
	}

	private static void row(final StringBuilder page, final String... cells) {
		page.append('|');
		for (final String cell : cells) page.append(' ').append(cell.replace("|", "\\|").replace("<", "&lt;")).append(" |");
		page.append('\n');
	}
}
