package io.github.rwkvsss.imagej1;

import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.TextField;
import java.io.File;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import io.github.rwkvsss.command.CommandCall;
import io.github.rwkvsss.command.Input;

/** Asks for a command's inputs in a dialog, and records the answers as a macro of Fiji would give them. */
final class CommandDialog {

	private final GenericDialog dialog;

	private CommandDialog(final String title) {
		dialog = new GenericDialog(title.replace("...", ""));
	}

	/**
	 * @return false if the user canceled
	 * @throws IllegalArgumentException in one sentence if an answer does not fit, or no image is open
	 * @throws IOException never for answers; images are open ones
	 */
	static boolean fill(final CommandCall call, final String title) throws IOException {
		final ImagePlus image = call.inputs().stream().anyMatch(input -> input.type() == ImagePlus.class) ? OpenImage.of("")
			: null;
		final CommandDialog asked = new CommandDialog(title);
		call.inputs().forEach(asked::add);
		asked.dialog.addHelp(help(call.inputs()));
		asked.dialog.showDialog();
		if (asked.dialog.wasCanceled()) return false;
		asked.read(call, image);
		return true;
	}

	private void add(final Input input) {
		// ImageJ shows the underscores as blanks, and takes the whole as one word.
		final String label = input.key().substring(0, 1).toUpperCase(Locale.ROOT) + input.key().substring(1);
		if (input.type() == ImagePlus.class) return;
		if (isBoolean(input)) dialog.addCheckbox(label, Boolean.TRUE.equals(input.preset()));
		else if (!input.choices().isEmpty()) dialog.addChoice(label, input.choices().toArray(new String[0]), input
			.presetText());
		else if (input.type() != File.class) dialog.addStringField(label, input.presetText(), 16);
		else if (input.style().contains("directory")) dialog.addDirectoryField(label, input.presetText());
		else dialog.addFileField(label, input.presetText());
	}

	/** NB: the components are read, not asked through the dialog, which would record booleans as Fiji does not read them. */
	private void read(final CommandCall call, final ImagePlus image) throws IOException {
		final Iterator<?> texts = components(dialog.getStringFields());
		final Iterator<?> choices = components(dialog.getChoices());
		final Iterator<?> boxes = components(dialog.getCheckboxes());
		for (final Input input : call.inputs()) {
			if (input.type() == ImagePlus.class) {
				call.setValue(input.key(), image);
				record(input.key(), image.getTitle());
				continue;
			}
			final String answer = isBoolean(input) ? String.valueOf(((Checkbox) boxes.next()).getState()) : input.choices()
				.isEmpty() ? ((TextField) texts.next()).getText() : ((Choice) choices.next()).getSelectedItem();
			if (!answer.isEmpty() || !input.isNeeded()) call.set(input.key(), answer);
			record(input.key(), answer);
		}
	}

	private static void record(final String key, final String value) {
		if (IJ.recording()) Recorder.recordOption(key, value.isEmpty() ? "[]" : value);
	}

	private static Iterator<?> components(final List<?> ofOneKind) {
		return ofOneKind == null ? List.of().iterator() : ofOneKind.iterator();
	}

	private static boolean isBoolean(final Input input) {
		return input.type() == boolean.class || input.type() == Boolean.class;
	}

	private static String help(final List<Input> inputs) {
		final StringBuilder text = new StringBuilder("<html><table>");
		for (final Input input : inputs) text.append("<tr><td valign=top><b>").append(input.key()).append("</b></td><td>").append(
			input.description().replace("&", "&amp;").replace("<", "&lt;")).append("</td></tr>");
		return text.append("</table></html>").toString();
	}
}
