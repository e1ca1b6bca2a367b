package io.github.rwkvsss.imagej1;

import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.util.Optional;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import ij.plugin.PlugIn;
import io.github.rwkvsss.command.CommandCall;
import io.github.rwkvsss.command.CommandList;
import io.github.rwkvsss.progress.Cancellation;

/**
 * Runs one of the commands, named by the argument in {@code plugins.config}, from ImageJ's menu or a macro.
 * <p>
 * A user is asked in a dialog; a macro is not, what it leaves out keeps its default. It never works on the event thread, so windows go on
 * living; the Escape key cancels. A macro ends where a command refuses its input or is canceled: nothing after it would
 * find the result.
 */
public final class CommandPlugIn implements PlugIn {

	private static final int CHARACTERS_OF_A_MESSAGE = 80;

	/** @param name short name of a command, see {@link CommandList} */
	@Override
	public void run(final String name) {
		final CommandList.Entry entry = CommandList.find(name);
		final String label = CommandCall.labelOf(entry.command());
		// ImageJ calls on a thread of its own, but a button of some other plugin may call on the event thread.
		final Caller caller = Caller.here();
		if (EventQueue.isDispatchThread()) new Thread(() -> run(entry, label, caller), "Run$_" + label).start();
		else run(entry, label, caller);
	}

	private static void run(final CommandList.Entry entry, final String label, final Caller caller) {
		final CommandCall call = CommandCall.of(entry.command());
		call.tell(sentence -> IJ.log(CommandDialog.plain(label) + ": " + sentence));
		Optional<String> refusal;
		try {
			if (!caller.canAnswer()) caller.fill(call, label);
			else if (!new CommandDialog(call, label).fill()) return;
			refusal = call.run(CommandPlugIn::show, Cancellation.NEVER);
		}
		catch (final IOException | IllegalArgumentException e) {
			refusal = Optional.of(e.getMessage());
		}
		finally {
			IJ.showProgress(1.0);
			IJ.showStatus("");
		}
		if (refusal.isEmpty()) Outputs.show(call, label);
		else if (refusal.get().equals(CommandCall.CANCELED)) endCanceled(label);
		else refuse(label, refusal.get());
	}

	/** Tells what is wrong and ends the macro that called. */
	private static void refuse(final String label, final String sentence) {
		if (!GraphicsEnvironment.isHeadless()) {
			IJ.error(CommandDialog.plain(label), BrokenLines.of(sentence, CHARACTERS_OF_A_MESSAGE));
			return;
		}
		// NB: without a screen IJ.error fails itself, for want of a dialog.
		IJ.log(label + ": " + sentence);
		endMacro();
	}

	/** Whoever pressed Escape needs no message to read. */
	private static void endCanceled(final String label) {
		IJ.showStatus(CommandDialog.plain(label) + " was canceled");
		endMacro();
	}

	private static void endMacro() {
		// With windows ImageJ looks for this as soon as the command returns to the macro.
		Macro.abort();
		// NB: without it does not. Its interpreter does listen, but waits two seconds for its own thread to end.
		if (Interpreter.getInstance() != null && IJ.getInstance() == null) Interpreter.abort();
	}

	private static void show(final long done, final long total, final String message) {
		IJ.showStatus(message);
		IJ.showProgress((double) done / Math.max(1, total));
	}
}
