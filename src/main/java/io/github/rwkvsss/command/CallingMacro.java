package io.github.rwkvsss.command;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;

/** The macro that called a command, if one did. */
public final class CallingMacro {

	private CallingMacro() {}

	/** Ends the macro as soon as the command returns to it: nothing after it would find the result. */
	public static void end() {
		// With windows, and in batch mode, ImageJ looks for this when the command returns.
		Macro.abort();
		final Interpreter interpreter = Interpreter.getInstance();
		if (interpreter == null || IJ.getInstance() != null) return;
		// NB: without windows it does not, but the interpreter can be told. Its abort() waits two seconds for the macro's
		// thread, which waits for this one, and then stops whatever macro runs; an error that is passed over just ends it.
		interpreter.setIgnoreErrors(true);
		interpreter.abort(Macro.MACRO_CANCELED);
	}
}
