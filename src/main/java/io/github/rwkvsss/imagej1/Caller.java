package io.github.rwkvsss.imagej1;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.util.function.UnaryOperator;

import ij.IJ;
import ij.Macro;
import io.github.rwkvsss.command.CommandCall;

/**
 * Who calls a command: a macro or a script, which is never asked, or a user before ImageJ's windows.
 *
 * @param options of a macro, such as {@code model=nuclei-2d}; empty if it gave none
 * @param isMacro whether a macro or a script calls
 */
record Caller(String options, boolean isMacro) {

	/** With this begins the name of a thread on which a macro or a script has run a command. */
	private static final String MARK = "Run$_";

	/** @return who calls on this thread */
	static Caller here() {
		return of(thread -> null);
	}

	/**
	 * @param parent the thread for which another one works; null if there is none. Fiji runs commands on threads of its own,
	 *          and the macro's waits meanwhile.
	 * @return who calls on this thread
	 */
	static Caller of(final UnaryOperator<Thread> parent) {
		final String options = Macro.getOptions();
		return new Caller(options == null ? "" : options, options != null || IJ.isMacro() && isMarked(parent));
	}

	/** NB: that some macro runs is not enough, for it may wait while its user calls commands from the menu. */
	private static boolean isMarked(final UnaryOperator<Thread> parent) {
		for (Thread thread = Thread.currentThread(); thread != null; thread = parent.apply(thread)) {
			if (thread.getName().startsWith(MARK)) return true;
		}
		return false;
	}

	/**
	 * A script that a macro started provides inputs itself: the macro's options, which are seen from here, are the script's.
	 *
	 * @return this caller without options that are not for a call
	 */
	Caller withOptionsFor(final CommandCall call) {
		final MacroOptions seen = new MacroOptions(options);
		final boolean byScript = call.inputs().stream().anyMatch(input -> call.isGiven(input.key()) && !seen.name(input));
		return byScript ? new Caller("", isMacro) : this;
	}

	/** @return whether somebody is there to answer a dialog */
	boolean canAnswer() {
		return !isMacro && !GraphicsEnvironment.isHeadless();
	}

	/**
	 * Fills a call without asking: what neither the options nor the call's own caller gave keeps its default.
	 *
	 * @param label of the command
	 * @throws IllegalArgumentException in one sentence if a value does not fit, or something is missing
	 * @throws IOException in one sentence if an image cannot be read
	 */
	void fill(final CommandCall call, final String label) throws IOException {
		new MacroOptions(options).fill(call);
		if (!call.missing().isEmpty()) throw new IllegalArgumentException(CommandCall.plain(label) + " needs " + String.join(
			", ", call.missing()));
	}
}
