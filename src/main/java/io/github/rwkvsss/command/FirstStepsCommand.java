package io.github.rwkvsss.command;

import java.io.IOException;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.IJ;
import ij.macro.Interpreter;
import io.github.rwkvsss.live.FirstSteps;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/** Says what to do first: in a window, or without one as text. */
@Plugin(type = Command.class, headless = true, attrs = { @Attr(name = CommandCall.RECORDS_ITSELF), @Attr(
	name = CommandCall.ASKS_NOTHING) }, label = "RWKV-SSS First Steps",
	description = "Shows what to do first: open a sample, segment it, make a model yours.", menu = { @Menu(label = "Plugins"),
		@Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS First Steps", weight = 8.7) })
public final class FirstStepsCommand extends ReportingCommand {

	@Parameter(type = ItemIO.OUTPUT, label = "Report")
	private String report;

	@Override
	protected boolean computes() {
		return false;
	}

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		report = FirstSteps.text();
		if (IJ.getInstance() != null && !Interpreter.isBatchMode() && FirstSteps.show()) isOnScreen("report");
	}
}
