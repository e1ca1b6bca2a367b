package io.github.rwkvsss.imagej1;

import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.GraphicsEnvironment;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.text.TextWindow;
import io.github.rwkvsss.command.BrokenLines;
import io.github.rwkvsss.command.CommandCall;

/** Shows what a command gave: images and tables in windows, texts in windows or, without a screen, in the log. */
final class Outputs {

	/** The commands' texts stand in columns. */
	private static final Font FONT = new Font(Font.MONOSPACED, Font.PLAIN, 13);

	/** In a line, where text can be broken. */
	private static final int CHARACTERS = 120;

	private Outputs() {}

	/** @param label of the command, for the titles of windows */
	static void show(final CommandCall call, final String label) {
		final String title = CommandCall.plain(label);
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
		else showText(BrokenLines.of(text, CHARACTERS), title);
	}

	/** In a window as large as the text, if the screen is. */
	private static void showText(final String text, final String title) {
		final FontMetrics metrics = IJ.getInstance().getFontMetrics(FONT);
		final Dimension screen = IJ.getScreenSize();
		final int longest = (int) text.lines().mapToInt(String::length).max().orElse(0);
		final int width = Math.min(screen.width - 40, Math.max(500, metrics.charWidth('m') * longest + 60));
		final int height = Math.min(screen.height - 160, metrics.getHeight() * ((int) text.lines().count() + 2) + 140);
		new TextWindow(title, text, width, height).getTextPanel().setFont(FONT, true);
	}
}
