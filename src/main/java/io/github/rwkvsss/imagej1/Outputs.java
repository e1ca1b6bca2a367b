package io.github.rwkvsss.imagej1;

import java.awt.Font;
import java.awt.GraphicsEnvironment;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.text.TextWindow;
import io.github.rwkvsss.command.CommandCall;

/** Shows what a command gave: images and tables in windows, texts in windows or, without a screen, in the log. */
final class Outputs {

	private Outputs() {}

	/** @param label of the command, for the titles of windows */
	static void show(final CommandCall call, final String label) {
		final String title = CommandDialog.plain(label);
		for (final String name : call.outputs().keySet()) {
			final Object value = call.output(name);
			if (value instanceof final ImagePlus image) show(image);
			else if (value instanceof final ResultsTable table) show(table, title);
			else if (value instanceof final String text && !text.isBlank()) show(text, title);
		}
	}

	private static void show(final ImagePlus image) {
		// NB: without a screen the commands show images themselves, for the macros of Fiji.
		if (!GraphicsEnvironment.isHeadless() && image.getWindow() == null) image.show();
	}

	private static void show(final ResultsTable table, final String title) {
		if (GraphicsEnvironment.isHeadless()) IJ.log(table.toString());
		else table.show(title);
	}

	private static void show(final String text, final String title) {
		if (GraphicsEnvironment.isHeadless() || IJ.getInstance() == null) IJ.log(text);
		// The commands' texts stand in columns.
		else new TextWindow(title, text, 900, 500).getTextPanel().setFont(new Font(Font.MONOSPACED, Font.PLAIN, 13), true);
	}
}
