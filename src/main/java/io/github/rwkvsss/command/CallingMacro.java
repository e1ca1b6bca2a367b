package io.github.rwkvsss.command;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;

/** The macro that called a command, if one did. */
public final class CallingMacro {

	/** How long its interpreter is given to see that it is to end, in milliseconds. */
	private static final int PATIENCE = 1000;

	private CallingMacro() {}

	/** Ends the macro as soon as the command returns to it: nothing after it would find the result. */
	public static void end() {
		// With windows, and in batch mode, ImageJ looks for this when the command returns.
		Macro.abort();
		final Interpreter interpreter = Interpreter.getInstance();
		if (interpreter == null || IJ.getInstance() != null) return;
		// NB: without windows it does not, but its interpreter can be told. That waits for the macro's thread, which waits
		// for this one, and stops it after two seconds: so another thread does it.
		final Thread ending = new Thread(Interpreter::abort, "RWKV-SSS ends macro");
		ending.setDaemon(true);
		ending.start();
		try {
			for (int waited = 0; waited < PATIENCE && !interpreter.done(); waited++) Thread.sleep(1);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}
}
