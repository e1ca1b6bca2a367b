package io.github.rwkvsss.imagej1;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;

import ij.Macro;
import ij.plugin.PlugIn;
import io.github.rwkvsss.command.CommandList;

/**
 * Stands for the way that a macro's {@code run} takes in Fiji: to SciJava's command service, on a thread of its pool,
 * with all pre- and postprocessors, while the macro's thread waits.
 */
public final class SciJavaPlugIn implements PlugIn {

	private static Context context;
	private static CommandModule last;

	static void start() throws ReflectiveOperationException {
		context = new Context();
		PlainImageJ.installCommands(SciJavaPlugIn.class);
	}

	static void stop() throws ReflectiveOperationException {
		context.dispose();
		last = null;
		PlainImageJ.installCommands();
	}

	static Context context() {
		return context;
	}

	/** @return what the last command became */
	static CommandModule last() {
		return last;
	}

	@Override
	public void run(final String name) {
		final Map<String, Object> inputs = new HashMap<>();
		final String options = Macro.getOptions();
		for (final String key : new String[] { "input", "model", "tile", "labels", "mask", "on_failure", "outcome" }) {
			final String value = Macro.getValue(options, key, "");
			if (value.isEmpty()) continue;
			inputs.put(key, key.equals("input") ? ij.WindowManager.getImage(Integer.parseInt(value)) : value);
		}
		try {
			last = context.service(CommandService.class).run(CommandList.find(name).command(), true, inputs).get();
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
		catch (final ExecutionException e) {
			throw new IllegalStateException(e);
		}
	}
}
