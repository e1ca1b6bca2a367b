package io.github.rwkvsss.command;

import java.awt.GraphicsEnvironment;

import ij.IJ;
import ij.Macro;

/** The one place that tells people that a command has not done its work: in a window, in the Log, or without a screen. */
public final class FailureNotice {

	/** Of the window. */
	static final String TITLE = "RWKV-SSS";

	private static final int CHARACTERS = 80;

	private FailureNotice() {}

	/**
	 * Tells somebody who waits for the command: in a window that they close, on the standard error without a screen.
	 *
	 * @param label of the command
	 * @param sentence what went wrong
	 */
	public static void show(final String label, final String sentence) {
		if (GraphicsEnvironment.isHeadless() || IJ.getInstance() == null) {
			print(label, sentence);
			return;
		}
		try {
			IJ.showMessage(TITLE, BrokenLines.of(sentence, CHARACTERS));
		}
		catch (final RuntimeException e) {
			// How ImageJ says that the window was closed with Escape in a macro, which ends anyway.
			if (!Macro.MACRO_CANCELED.equals(e.getMessage())) throw e;
		}
	}

	/** Tells without stopping a program that continues: in the Log window, on the standard error without a screen. */
	static void log(final String label, final String sentence) {
		if (GraphicsEnvironment.isHeadless() || IJ.getInstance() == null) print(label, sentence);
		else IJ.log(CommandCall.plain(label) + ": " + sentence);
	}

	private static void print(final String label, final String sentence) {
		System.err.println(CommandCall.plain(label) + ": " + sentence);
	}
}
