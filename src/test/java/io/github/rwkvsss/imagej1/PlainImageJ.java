package io.github.rwkvsss.imagej1;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Hashtable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ij.Menus;
import ij.plugin.PlugIn;

/** The macro interpreter of a plain ImageJ, with our lines of {@code plugins.config} in its command table. */
final class PlainImageJ {

	private static final Pattern LINE = Pattern.compile("Plugins>RWKV-SSS, \"(.*)\", (\\S+\\(\"(.*)\"\\))");

	private PlainImageJ() {}

	/**
	 * A command of the menu.
	 *
	 * @param label in the menu
	 * @param plugIn class and argument
	 * @param argument the latter
	 */
	record Line(String label, String plugIn, String argument) {}

	/** @return the commands that {@code plugins.config} declares */
	static List<Line> lines() {
		try (InputStream in = CommandPlugIn.class.getResourceAsStream("/plugins.config")) {
			return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().filter(line -> !line.startsWith(
				"#")).map(LINE::matcher).filter(Matcher::matches).map(match -> new Line(match.group(1), match.group(2), match.group(
					3))).toList();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** @return what ImageJ logs meanwhile, which it does on standard output where it has no screen */
	static String logOf(final Runnable work) {
		final ByteArrayOutputStream log = new ByteArrayOutputStream();
		final PrintStream console = System.out;
		System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
		try {
			work.run();
		}
		finally {
			System.setOut(console);
		}
		return log.toString(StandardCharsets.UTF_8);
	}

	/** @return what is said on the standard error meanwhile, as failures are where there is no screen */
	static String errorsOf(final Runnable work) {
		final ByteArrayOutputStream errors = new ByteArrayOutputStream();
		final PrintStream console = System.err;
		System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
		try {
			work.run();
		}
		finally {
			System.setErr(console);
		}
		return errors.toString(StandardCharsets.UTF_8);
	}

	/** NB: without a screen ImageJ cannot build its menus, so the table that they fill is set from here. */
	static void installCommands() throws ReflectiveOperationException {
		installCommands(CommandPlugIn.class);
	}

	/** @param plugIn takes the command's name as its argument */
	static void installCommands(final Class<? extends PlugIn> plugIn) throws ReflectiveOperationException {
		final var table = Menus.class.getDeclaredField("pluginsTable");
		table.setAccessible(true);
		if (table.get(null) == null) table.set(null, new Hashtable<String, String>());
		for (final Line line : lines()) Menus.getCommands().put(line.label(), line.plugIn().replace(CommandPlugIn.class
			.getName(), plugIn.getName()));
	}
}
