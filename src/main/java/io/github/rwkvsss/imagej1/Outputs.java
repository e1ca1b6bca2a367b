package io.github.rwkvsss.imagej1;

import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.GraphicsEnvironment;
import java.util.ArrayList;
import java.util.List;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
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
		show(call, label, null);
	}

	/**
	 * @param label of the command, for the titles of windows
	 * @param caller thread that waits for this one, for which the first image becomes the active one; null if there is none
	 */
	static void show(final CommandCall call, final String label, final Thread caller) {
		final String title = CommandCall.plain(label);
		final List<ImagePlus> images = new ArrayList<>();
		for (final String name : call.outputs().keySet()) {
			if (call.isShown(name)) continue;
			final Object value = call.output(name);
			if (value instanceof final ImagePlus image) images.add(image);
			else if (value instanceof final ResultsTable table) show(table, title);
			else if (value instanceof final String text && !text.isBlank()) show(text, title);
		}
		show(images, caller);
	}

	/** The first one last, so that it is on top and the active one. */
	private static void show(final List<ImagePlus> images, final Thread caller) {
		// NB: without a screen only macros have a list of images, and ImageJ fails where it would need a window.
		if (images.isEmpty() || GraphicsEnvironment.isHeadless() && Interpreter.getInstance() == null) return;
		for (int i = images.size() - 1; i >= 0; i--) if (images.get(i).getWindow() == null) images.get(i).show();
		if (images.get(0).getWindow() != null) {
			SideBySide.place(images.stream().map(ImagePlus::getWindow).toList());
			return;
		}
		if (caller == null) return;
		// NB: in batch mode ImageJ keeps the active image of each thread, and this one is of a pool, which would keep the image.
		WindowManager.setTempCurrentImage(null);
		WindowManager.setTempCurrentImage(caller, images.get(0));
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
