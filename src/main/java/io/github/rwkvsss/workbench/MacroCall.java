package io.github.rwkvsss.workbench;

import ij.IJ;
import ij.plugin.frame.Recorder;

/** A call of a command as ImageJ's recorder writes it, for what the window does that a command does too. */
final class MacroCall {

	private final String label;
	private final StringBuilder options = new StringBuilder();

	private MacroCall(final String label) {
		this.label = label;
	}

	/** @param label of the command in the menu */
	static MacroCall of(final String label) {
		return new MacroCall(label);
	}

	/** @param value text; brackets are put around it where it needs them */
	MacroCall with(final String key, final String value) {
		if (!options.isEmpty()) options.append(' ');
		// Backslashes of Windows are doubled, as in every text of a macro.
		final String written = value.replace("\\", "\\\\");
		options.append(key).append('=').append(written.isEmpty() || written.contains(" ") ? "[" + written + "]" : written);
		return this;
	}

	/** Leaves the key out for 0, which every command takes for "automatic". */
	MacroCall withNumber(final String key, final double value) {
		return value == 0 ? this : with(key, value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value));
	}

	/** Writes the call if the recorder is on. */
	void record() {
		if (IJ.recording()) Recorder.recordString(text());
	}

	String text() {
		return "run(\"" + label + "\", \"" + options + "\");\n";
	}
}
