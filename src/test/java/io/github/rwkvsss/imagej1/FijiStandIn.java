package io.github.rwkvsss.imagej1;

import java.awt.GraphicsEnvironment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

import org.scijava.Context;
import org.scijava.ItemVisibility;
import org.scijava.Priority;
import org.scijava.command.CommandService;
import org.scijava.convert.AbstractConverter;
import org.scijava.convert.ConvertService;
import org.scijava.convert.Converter;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.module.process.AbstractPostprocessorPlugin;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.AbstractSingleInputPreprocessor;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.plugin.SciJavaPlugin;
import org.scijava.service.Service;
import org.scijava.thread.ThreadService;
import org.scijava.widget.InputHarvester;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.plugin.PlugIn;
import io.github.rwkvsss.command.CommandList;

/**
 * What Fiji puts around ImageJ as far as our commands meet it, for tests without it: the menu and macros lead to SciJava's
 * module service, a command runs on a thread of its pool while the caller's waits, and stand-ins do what imagej-legacy and
 * scijava-ui-swing do before and after it, at their priorities. The harvester fails where the real one would ask.
 */
public final class FijiStandIn implements PlugIn {

	/** In the table of commands, {@code run} is called with the name of a command. */
	private static final Map<Thread, String> OPTIONS = new ConcurrentHashMap<>();
	private static final List<String> ASKED = Collections.synchronizedList(new ArrayList<>());
	private static final String MARK = "Run$_";

	private static Context context;
	private static ImagePlus remembered;
	private static volatile Module last;

	/** Makes the menu's commands go through SciJava. */
	static Context start() throws ReflectiveOperationException {
		context = new Context();
		final PluginService plugins = context.service(PluginService.class);
		add(plugins, MacroKeys.class, PreprocessorPlugin.class, 2 * Priority.VERY_HIGH);
		add(plugins, ActiveImage.class, PreprocessorPlugin.class, Priority.VERY_HIGH + 1);
		add(plugins, LastValues.class, PreprocessorPlugin.class, Priority.VERY_HIGH);
		add(plugins, Harvester.class, PreprocessorPlugin.class, InputHarvester.PRIORITY);
		add(plugins, Shown.class, PostprocessorPlugin.class, Priority.VERY_LOW);
		add(plugins, NamedImage.class, Converter.class, Priority.NORMAL);
		PlainImageJ.installCommands(FijiStandIn.class);
		ASKED.clear();
		return context;
	}

	/** Makes the menu's commands plain ImageJ's again. */
	static void stop() throws ReflectiveOperationException {
		PlainImageJ.installCommands();
		context.dispose();
		remembered = null;
		last = null;
	}

	private static <P extends SciJavaPlugin> void add(final PluginService plugins, final Class<? extends P> plugin,
		final Class<P> type, final double priority)
	{
		final PluginInfo<P> info = new PluginInfo<>(plugin, type);
		info.setPriority(priority);
		plugins.addPlugin(info);
	}

	static Context context() {
		return context;
	}

	/** @return what the real harvester would have asked for, as command and key */
	static List<String> asked() {
		return List.copyOf(ASKED);
	}

	/** @return what the last command became */
	static Module last() {
		return last;
	}

	/** Lets an image that may be closed be filled in automatically, as ImageJ2 does with its data sets. */
	static void remember(final ImagePlus image) {
		remembered = image;
	}

	@Override
	public void run(final String name) {
		final String options = Macro.getOptions();
		if (options != null) OPTIONS.put(Thread.currentThread(), options);
		try {
			last = context.service(ModuleService.class).run(context.service(CommandService.class).getCommand(CommandList.find(
				name).command()), true).get();
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
		catch (final ExecutionException e) {
			throw new IllegalStateException(e);
		}
		finally {
			OPTIONS.remove(Thread.currentThread());
		}
	}

	/** Takes from a macro's options the keys that are there, as {@code MacroPreprocessor} of imagej-legacy does. */
	public static final class MacroKeys extends AbstractPreprocessorPlugin {

		@Parameter
		private ConvertService convert;

		@Parameter
		private ThreadService threads;

		@Override
		public void process(final Module module) {
			letOptionsBeSeen();
			if (!IJ.isMacro()) return;
			final String options = Macro.getOptions() == null ? "" : Macro.getOptions();
			for (final ModuleItem<?> input : module.getInfo().inputs()) {
				final String value = Macro.getValue(options, input.getName(), null);
				if (input.getVisibility() == ItemVisibility.MESSAGE) module.resolveInput(input.getName());
				else if (value != null && convert.supports(value, input.getType())) {
					module.setInput(input.getName(), convert.convert(value, input.getType()));
					module.resolveInput(input.getName());
				}
			}
		}

		/** In Fiji {@code Macro.getOptions} is patched to look at the threads for which this one works. */
		private void letOptionsBeSeen() {
			final Thread thread = Thread.currentThread();
			String options = null;
			for (Thread t = threads.getParent(thread); options == null && t != null; t = threads.getParent(t)) options = OPTIONS
				.get(t);
			thread.setName((options == null ? "" : MARK) + thread.getName().replace(MARK, ""));
			Macro.setOptions(thread, options);
		}
	}

	/** Images by ID or title, as {@code StringToImagePlusConverter} of imagej-legacy finds them. */
	public static final class NamedImage extends AbstractConverter<String, ImagePlus> {

		@Override
		public <T> T convert(final Object from, final Class<T> to) {
			final String name = (String) from;
			final ImagePlus image = name.matches("-?\\d+") ? WindowManager.getImage(Integer.parseInt(name)) : WindowManager
				.getImage(name);
			return to.cast(image);
		}

		@Override
		public boolean canConvert(final Object from, final Class<?> to) {
			return super.canConvert(from, to) && convert(from, to) != null;
		}

		@Override
		public Class<ImagePlus> getOutputType() {
			return ImagePlus.class;
		}

		@Override
		public Class<String> getInputType() {
			return String.class;
		}
	}

	/** Fills the one image that wants to be filled, as {@code ActiveImagePlusPreprocessor} and ImageJ2's own do. */
	public static final class ActiveImage extends AbstractSingleInputPreprocessor {

		@Override
		public void process(final Module module) {
			final ImagePlus current = WindowManager.getCurrentImage();
			final String key = getSingleInput(module, ImagePlus.class);
			if (key == null || current == null && remembered == null) return;
			module.setInput(key, current == null ? remembered : current);
			module.resolveInput(key);
		}
	}

	/** What was typed last time, in other versions of a command perhaps, is there but does not count. */
	public static final class LastValues extends AbstractPreprocessorPlugin {

		@Override
		public void process(final Module module) {
			for (final ModuleItem<?> input : module.getInfo().inputs()) {
				if (input.getName().equals("tile") && !module.isInputResolved("tile")) module.setInput("tile", 32);
				if (input.getName().equals("prominence") && !module.isInputResolved("prominence")) module.setInput("prominence",
					1.5);
			}
		}
	}

	/** Notes what {@code SwingInputHarvester} would ask, and ends the command. */
	public static final class Harvester extends AbstractPreprocessorPlugin {

		@Override
		public void process(final Module module) {
			for (final ModuleItem<?> input : module.getInfo().inputs()) {
				if (module.isInputResolved(input.getName()) || Service.class.isAssignableFrom(input.getType())) continue;
				ASKED.add(module.getInfo().getTitle() + " " + input.getName());
			}
			if (!ASKED.isEmpty()) cancel("SciJava's harvester was asked for " + ASKED);
		}
	}

	/** Shows the images that a command gives, as Fiji does: on its own thread, and never without a screen. */
	public static final class Shown extends AbstractPostprocessorPlugin {

		@Override
		public void process(final Module module) {
			if (GraphicsEnvironment.isHeadless()) return;
			for (final ModuleItem<?> output : module.getInfo().outputs()) {
				if (module.getOutput(output.getName()) instanceof final ImagePlus image && !module.isOutputResolved(output
					.getName())) image.show();
			}
		}
	}
}
