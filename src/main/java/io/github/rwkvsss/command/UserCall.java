package io.github.rwkvsss.command;

import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;

/**
 * Notes that somebody waits for a command and is to be told if it fails: preprocessors run for menus and macros, and not
 * for scripts, which look at the outcome themselves.
 */
@Plugin(type = PreprocessorPlugin.class, priority = Priority.FIRST)
public final class UserCall extends AbstractPreprocessorPlugin {

	@Override
	public void process(final Module module) {
		if (module.getDelegateObject() instanceof final ReportingCommand command) command.workFor(
			ReportingCommand.Audience.USER);
	}
}
