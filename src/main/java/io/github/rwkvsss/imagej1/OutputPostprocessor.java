package io.github.rwkvsss.imagej1;

import java.awt.GraphicsEnvironment;

import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.process.AbstractPostprocessorPlugin;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.thread.ThreadService;

import ij.IJ;
import io.github.rwkvsss.command.CommandCall;

/**
 * Shows in Fiji what our commands gave, as in a plain ImageJ, before SciJava does: it keeps what it shows, in batch mode and
 * without a screen until Fiji ends, and lists images twice there. In other programs' windows, such as napari's, outputs
 * are left to them. Whoever called a command still gets them from it.
 */
@Plugin(type = PostprocessorPlugin.class, priority = Priority.HIGH)
public final class OutputPostprocessor extends AbstractPostprocessorPlugin {

	@Parameter
	private ThreadService threads;

	@Override
	public void process(final Module module) {
		final CommandCall call = CommandCall.of(module).orElse(null);
		if (call == null || !GraphicsEnvironment.isHeadless() && IJ.getInstance() == null) return;
		Outputs.show(call, CommandCall.labelOf(call.command()), threads.getParent(Thread.currentThread()));
		call.takeOutputs();
	}
}
