package io.github.rwkvsss.imagej1;

import java.awt.GraphicsEnvironment;
import java.io.IOException;

import org.scijava.module.Module;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.thread.ThreadService;
import org.scijava.widget.InputHarvester;

import ij.IJ;
import ij.plugin.frame.Recorder;
import io.github.rwkvsss.command.CommandCall;

/**
 * Fills the inputs of our commands in Fiji as in a plain ImageJ, so that SciJava has nothing left to ask: a macro, a script
 * and a program that gives some inputs get the defaults of all others, and a user gets our dialog. Where neither is the
 * case, as in napari, the inputs are left to whatever asks there.
 * <p>
 * NB: after all that takes values from elsewhere, a macro's options first of all, and before what was typed last time is
 * loaded and the rest is asked for.
 */
@Plugin(type = PreprocessorPlugin.class, priority = InputHarvester.PRIORITY + 2)
public final class CallPreprocessor extends AbstractPreprocessorPlugin {

	@Parameter
	private ThreadService threads;

	@Override
	public void process(final Module module) {
		final CommandCall call = CommandCall.of(module).orElse(null);
		if (call == null) return;
		final Caller caller = Caller.of(threads::getParent).withOptionsFor(call);
		final boolean byProgram = caller.isMacro() || call.hasGiven();
		if (!byProgram && !hasImageJ()) return;
		try {
			final String label = CommandCall.labelOf(call.command());
			if (byProgram || !call.asks()) caller.fill(call, label);
			else if (!ask(call, label)) {
				call.cancel();
				cancel("");
				return;
			}
			call.resolve();
		}
		catch (final IOException | IllegalArgumentException e) {
			call.refuse(e.getMessage());
			// Without words, which SciJava would show in a window of its own.
			cancel("");
		}
	}

	private static boolean hasImageJ() {
		return !GraphicsEnvironment.isHeadless() && IJ.getInstance() != null && IJ.getInstance().isVisible();
	}

	/** NB: the menu has begun to record already, other ways to a command have not. */
	private static boolean ask(final CommandCall call, final String label) throws IOException {
		final boolean records = IJ.recording() && Recorder.getCommand() == null;
		if (records) Recorder.setCommand(label);
		final boolean answered = new CommandDialog(call, label).fill();
		if (records && answered) Recorder.saveCommand();
		return answered;
	}
}
