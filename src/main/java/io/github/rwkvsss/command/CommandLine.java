package io.github.rwkvsss.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ij.ImagePlus;

import io.github.rwkvsss.file.InputFiles;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.progress.Sentence;

/**
 * Runs any command without a window: {@code <command> key=value ...}. An input image is given as a path, and so is the
 * file that an output image is written to; output texts are printed.
 */
public final class CommandLine {

	private final PrintStream out;
	private final PrintStream err;

	private CommandLine(final PrintStream out, final PrintStream err) {
		this.out = out;
		this.err = err;
	}

	/** Runs a command and ends the program: with 0 if the work was done, else with 1. */
	public static void main(final String... args) {
		// No command may wait for a window that nobody sees; the user's own setting wins.
		if (System.getProperty("java.awt.headless") == null) System.setProperty("java.awt.headless", "true");
		final int code = run(args, System.out, System.err);
		System.out.flush();
		System.exit(code);
	}

	/**
	 * @param args command and key=value pairs
	 * @param out receives what the command has to tell
	 * @param err receives progress, and one sentence if the work could not be done
	 * @return 0 if the work was done, else 1
	 */
	public static int run(final String[] args, final PrintStream out, final PrintStream err) {
		try {
			new CommandLine(out, err).call(args);
			return 0;
		}
		// NB: whatever happens, a program that calls reads one line and the exit code.
		catch (final IOException | RuntimeException | StackOverflowError | OutOfMemoryError | LinkageError e) {
			err.println("error: " + Sentence.of(e));
			return 1;
		}
	}

	private void call(final String[] args) throws IOException {
		if (args.length == 0) throw new IllegalArgumentException("no command is given; commands are " + CommandList.entries()
			.stream().map(CommandList.Entry::name).collect(Collectors.joining(", ")) + ", help");
		if (args[0].equals("help")) {
			out.print(args.length == 1 ? CommandHelp.list() : CommandHelp.of(CommandList.find(args[1])));
			return;
		}
		final CommandList.Entry entry = CommandList.find(args[0]);
		final CommandCall call = CommandCall.of(entry.command());
		final Map<String, String> given = pairs(args);
		final Map<String, Path> images = imagesToWrite(entry.name(), call, given);
		checkKeys(entry.name(), call, given);
		for (final Map.Entry<String, String> pair : given.entrySet()) call.set(pair.getKey(), pair.getValue());
		requireApart(call, images);
		final ProgressLine line = new ProgressLine(err);
		call.tell(line::notice);
		final Optional<String> refusal = call.run(line, Cancellation.NEVER);
		line.end();
		if (refusal.isPresent()) throw new IOException(refusal.get());
		for (final Path file : call.written()) out.println("wrote " + file);
		for (final Map.Entry<String, Path> image : images.entrySet()) {
			ImageWriter.write((ImagePlus) call.output(image.getKey()), image.getValue());
			out.println("wrote " + image.getValue());
		}
		for (final Map.Entry<String, Class<?>> output : call.outputs().entrySet()) {
			if (output.getValue() == String.class && call.output(output.getKey()) != null) out.println(((String) call.output(
				output.getKey())).stripTrailing());
		}
	}

	private static Map<String, String> pairs(final String[] args) {
		final Map<String, String> pairs = new LinkedHashMap<>();
		for (int i = 1; i < args.length; i++) {
			final int equals = args[i].indexOf('=');
			if (equals < 1) throw new IllegalArgumentException("\"" + args[i] + "\" is not of the form key=value");
			final String key = args[i].substring(0, equals);
			if (pairs.put(key, args[i].substring(equals + 1)) != null) throw new IllegalArgumentException("the key " + key +
				" is given twice");
		}
		return pairs;
	}

	/** Takes the paths of output images out of the pairs, unless the command saves them itself. */
	private static Map<String, Path> imagesToWrite(final String command, final CommandCall call,
		final Map<String, String> pairs) throws IOException
	{
		final Map<String, Path> images = new LinkedHashMap<>();
		for (final Map.Entry<String, Class<?>> output : call.outputs().entrySet()) {
			if (output.getValue() != ImagePlus.class) continue;
			final boolean savesItself = call.savesItself();
			final String key = savesItself ? CommandCall.SAVED_AS : output.getKey();
			final String path = savesItself ? pairs.get(key) : pairs.remove(key);
			// A result that nobody sees would be lost.
			if (path == null && (savesItself || call.isOutputNeeded(key))) throw new IllegalArgumentException(command +
				" needs " + key + "=<file to write>; see help " + command);
			if (path != null && !savesItself) images.put(key, OutputFile.image(path, new InputFiles()));
		}
		return images;
	}

	/** No image may be written over an input, nor over another one of the same call. */
	private static void requireApart(final CommandCall call, final Map<String, Path> images) throws IOException {
		final Map<Path, String> taken = new LinkedHashMap<>();
		for (final Map.Entry<String, Path> image : images.entrySet()) {
			CallInputs.of(call).refuse(image.getValue());
			final String other = taken.put(image.getValue().toAbsolutePath().normalize(), image.getKey());
			if (other != null) throw new IllegalArgumentException(other + " and " + image.getKey() +
				" are to be written to one file, " + image.getValue() + "; give them different names");
		}
	}

	private static void checkKeys(final String command, final CommandCall call, final Map<String, String> given) {
		final Stream<String> images = call.savesItself() ? Stream.of() : call.outputs().entrySet().stream().filter(
			output -> output.getValue() == ImagePlus.class).map(Map.Entry::getKey);
		final String known = Stream.concat(call.inputs().stream().map(Input::key), images).collect(Collectors.joining(", "));
		for (final String key : given.keySet()) {
			if (call.input(key).isEmpty()) throw new IllegalArgumentException(command + " has no key \"" + key +
				"\"; its keys are " + known);
		}
		for (final Input input : call.inputs()) {
			if (input.isNeeded() && !given.containsKey(input.key())) throw new IllegalArgumentException(command + " needs " +
				input.key() + "=<" + input.kind() + ">; see help " + command);
		}
	}

	/** Shows progress as lines, one per whole percent at most. */
	private static final class ProgressLine implements Progress {

		private final PrintStream err;
		private long shown = -1;
		private String message = "";
		private boolean open;

		ProgressLine(final PrintStream err) {
			this.err = err;
		}

		@Override
		public void update(final long done, final long total, final String what) {
			final long percent = 100 * done / Math.max(1, total);
			if (percent == shown && what.equals(message)) return;
			shown = percent;
			// Written over itself, and blanked where the last one was longer.
			err.print("\r" + String.format("%3d %%  %s", percent, what) + " ".repeat(Math.max(0, message.length() - what
				.length())));
			message = what;
			open = true;
		}

		void notice(final String sentence) {
			end();
			err.println(sentence);
		}

		void end() {
			if (open) err.println();
			open = false;
		}
	}
}
