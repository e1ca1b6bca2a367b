package io.github.rwkvsss.imagej1;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.macro.Interpreter;
import ij.plugin.PlugIn;
import ij.text.TextWindow;
import io.github.rwkvsss.command.CommandCall;
import io.github.rwkvsss.command.CommandList;
import io.github.rwkvsss.progress.Cancellation;

/** Runs one of the commands, named by the argument in {@code plugins.config}, from ImageJ's menu or a macro. */
public final class CommandPlugIn implements PlugIn {

	/** @param name short name of a command, see {@link CommandList} */
	@Override
	public void run(final String name) {
		final CommandList.Entry entry = CommandList.find(name);
		final String label = CommandCall.labelOf(entry.command());
		final CommandCall call = CommandCall.of(entry.command());
		Optional<String> refusal;
		try {
			if (!fill(call, label)) return;
			refusal = call.missing().isEmpty() ? call.run(CommandPlugIn::show, Cancellation.NEVER) //
				: Optional.of(label + " needs " + String.join(", ", call.missing()));
		}
		catch (final IOException | IllegalArgumentException e) {
			refusal = Optional.of(e.getMessage());
		}
		finally {
			IJ.showProgress(1.0);
			IJ.showStatus("");
		}
		if (refusal.isPresent()) refuse(label, refusal.get());
		else showOutputs(call, label);
	}

	/** Tells what is wrong and ends the macro that called. */
	private static void refuse(final String label, final String sentence) {
		if (!GraphicsEnvironment.isHeadless()) {
			IJ.error(label, sentence);
			return;
		}
		// NB: without a screen IJ.error fails itself, for want of a dialog.
		IJ.log(label + ": " + sentence);
		if (Interpreter.getInstance() != null) Interpreter.abort();
	}

	/** @return false if the user closed the dialog */
	private static boolean fill(final CommandCall call, final String label) throws IOException {
		final String options = Macro.getOptions();
		// Without a screen there is nobody to ask: what was not given keeps its default.
		if (options != null || GraphicsEnvironment.isHeadless() || IJ.isMacro()) {
			MacroOptions.fill(call, options == null ? "" : options);
			return true;
		}
		return CommandDialog.fill(call, label);
	}

	private static void show(final long done, final long total, final String message) {
		IJ.showStatus(message);
		IJ.showProgress((double) done / Math.max(1, total));
	}

	private static void showOutputs(final CommandCall call, final String label) {
		for (final Map.Entry<String, Class<?>> output : call.outputs().entrySet()) {
			final Object value = call.output(output.getKey());
			// NB: without a screen the commands show images themselves, for the macros of Fiji.
			if (value instanceof final ImagePlus image && !GraphicsEnvironment.isHeadless()) image.show();
			else if (value instanceof final String text) showText(label, text);
		}
	}

	private static void showText(final String label, final String text) {
		if (GraphicsEnvironment.isHeadless() || IJ.getInstance() == null) IJ.log(text);
		else new TextWindow(label.replace("...", ""), text, 900, 500);
	}
}
