package io.github.rwkvsss.imagej1;

import java.awt.EventQueue;
import java.io.IOException;

import ij.IJ;
import ij.plugin.PlugIn;
import io.github.rwkvsss.command.CommandCall;
import io.github.rwkvsss.command.CommandList;

/**
 * Runs one of the commands, named by the argument in {@code plugins.config}, from ImageJ's menu or a macro.
 * <p>
 * A user is asked in a dialog; a macro is not, what it leaves out keeps its default. It never works on the event thread,
 * so windows go on living; the Escape key cancels. A macro ends where a command refuses its input or is canceled: nothing
 * after it would find the result.
 */
public final class CommandPlugIn implements PlugIn {

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
		call.tell(sentence -> IJ.log(CommandCall.plain(label) + ": " + sentence));
		try {
			if (!caller.canAnswer() || !call.asks()) caller.fill(call, label);
			else if (!new CommandDialog(call, label).fill()) {
				call.cancel();
				return;
			}
		}
		catch (final IOException | IllegalArgumentException e) {
			call.refuse(e.getMessage());
			return;
		}
		final boolean done;
		try {
			done = call.runForUser(CommandPlugIn::show);
		}
		finally {
			IJ.showProgress(1.0);
		}
		if (!done) return;
		IJ.showStatus("");
		Outputs.show(call, label);
	}

	private static void show(final long done, final long total, final String message) {
		IJ.showStatus(message);
		IJ.showProgress((double) done / Math.max(1, total));
	}
}
