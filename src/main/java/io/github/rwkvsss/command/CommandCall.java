package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.scijava.Context;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandModuleItem;
import org.scijava.command.Previewable;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.Plugin;
import org.scijava.service.Service;

import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/** One call of a command: its inputs as the annotations describe them, set by text, run, outputs taken. */
public final class CommandCall {

	/** What {@link #run} gives when the user canceled. */
	public static final String CANCELED = "canceled";

	/**
	 * Name of the message among the fields of a class after which its inputs are advanced, and of the attribute that says so of
	 * a single one.
	 */
	static final String ADVANCED = "advanced";

	/** Attribute of a command: keys of the inputs that its dialog begins with, separated by blanks. */
	static final String ORDER = "order";

	/** Name of the message among a command's fields that a dialog must show before anything is asked. */
	private static final String WARNING = "warning";

	/** Attribute of a command that opens a window of its own and begins without a dialog. */
	static final String ASKS_NOTHING = "no-dialog";

	/** Name by which Fiji leaves the recording of macros to a command's own dialog. */
	static final String RECORDS_ITSELF = "no-record";

	private static final int MOST_CLASSES = 100;

	/** Key of commands that save their own results. */
	static final String SAVED_AS = "output";

	private final CommandModule module;
	private final List<Input> inputs = new ArrayList<>();
	private final Set<String> given = new LinkedHashSet<>();

	/** @param begun the same command as it begins, whose values are the presets */
	private CommandCall(final CommandModule module, final CommandModule begun) {
		this.module = module;
		Class<?> advanced = null;
		final Map<ModuleItem<?>, Input.Place> places = new LinkedHashMap<>();
		for (final ModuleItem<?> item : module.getInfo().inputs()) {
			if (item.getVisibility() == ItemVisibility.MESSAGE && item.getName().equals(ADVANCED)) advanced = declaring(item);
			if (isForUsers(item)) places.put(item, item.getVisibility() == ItemVisibility.INVISIBLE ? Input.Place.HIDDEN : item
				.get(ADVANCED) != null || declaring(item) == advanced ? Input.Place.ADVANCED : Input.Place.MAIN);
		}
		for (final ModuleItem<?> item : ordered(places.keySet(), command())) {
			inputs.add(input(item, begun.getInput(item.getName()), places.get(item)));
			if (module.isInputResolved(item.getName())) given.add(item.getName());
		}
		inputs.sort(Comparator.comparing(Input::place));
	}

	/** SciJava begins with what a superclass declares; users begin with what a command states, and else with what is its own. */
	private static List<ModuleItem<?>> ordered(final Set<ModuleItem<?>> items, final Class<? extends Command> command) {
		final List<String> first = Arrays.stream(annotation(command).attrs()).filter(attr -> attr.name().equals(ORDER)).flatMap(
			attr -> Arrays.stream(attr.value().split(" "))).toList();
		final List<ModuleItem<?>> ordered = new ArrayList<>(items);
		ordered.sort(Comparator.comparingInt(item -> first.contains(item.getName()) ? first.indexOf(item.getName()) - first
			.size() : MOST_CLASSES - depth(declaring(item))));
		return ordered;
	}

	private static int depth(final Class<?> type) {
		return type == null ? 0 : 1 + depth(type.getSuperclass());
	}

	private static Class<?> declaring(final ModuleItem<?> item) {
		return item instanceof final CommandModuleItem<?> field ? field.getField().getDeclaringClass() : null;
	}

	/** Begins a call of a command. */
	public static CommandCall of(final Class<? extends Command> command) {
		final CommandModule module = begin(command);
		return new CommandCall(module, module);
	}

	/**
	 * Goes on with a call that SciJava began: what its caller gave counts as given.
	 *
	 * @return empty if the module is none of our commands
	 */
	public static Optional<CommandCall> of(final Module module) {
		if (!(module instanceof final CommandModule call) || !(call.getCommand() instanceof final ReportingCommand command))
			return Optional.empty();
		return Optional.of(new CommandCall(call, begin(command.getClass())));
	}

	/** Describes a command that exists. */
	static CommandCall of(final Command command) {
		final CommandModule module = new CommandModule(info(command.getClass()), command);
		return new CommandCall(module, module);
	}

	private static CommandModule begin(final Class<? extends Command> command) {
		try {
			return new CommandModule(info(command));
		}
		catch (final ModuleException e) {
			throw new IllegalStateException(command.getName() + " cannot be made", e);
		}
	}

	/** @return a command's label in the menu */
	public static String labelOf(final Class<? extends Command> command) {
		return annotation(command).label();
	}

	/** @return a label of the menu without the dots that say that a dialog follows */
	public static String plain(final String label) {
		return label.replace("...", "").replace("…", "");
	}

	/** @return one sentence that says what a command does */
	public static String descriptionOf(final Class<? extends Command> command) {
		return annotation(command).description();
	}

	private static Plugin annotation(final Class<? extends Command> command) {
		return command.getAnnotation(Plugin.class);
	}

	private static CommandInfo info(final Class<? extends Command> command) {
		return new CommandInfo(command, annotation(command));
	}

	private static boolean isForUsers(final ModuleItem<?> item) {
		return !Service.class.isAssignableFrom(item.getType()) && item.getType() != Context.class && item
			.getVisibility() != ItemVisibility.MESSAGE;
	}

	private static Input input(final ModuleItem<?> item, final Object preset, final Input.Place place) {
		final List<String> choices = item.getChoices() == null ? List.of() : item.getChoices().stream().map(String::valueOf)
			.toList();
		return new Input(item.getName(), item.getType(), text(item.getLabel()), text(item.getDescription()), text(item
			.getWidgetStyle()), preset, choices, item.getMinimumValue(), item.getMaximumValue(), item.isRequired(), place);
	}

	private static String text(final String text) {
		return text == null ? "" : text;
	}

	/** @return whether its user is asked for its inputs before it runs */
	public boolean asks() {
		return Arrays.stream(annotation(command()).attrs()).noneMatch(attr -> attr.name().equals(ASKS_NOTHING));
	}

	/** @return the class of the command */
	public Class<? extends Command> command() {
		return module.getCommand().getClass();
	}

	CommandModule module() {
		return module;
	}

	/** @return what users can give: a command's own fields first, then those that it shares, what is folded away behind */
	public List<Input> inputs() {
		return List.copyOf(inputs);
	}

	/** @return what users are to read before they answer */
	public Optional<String> warning() {
		final ModuleItem<?> item = module.getInfo().getInput(WARNING);
		return item == null || item.getVisibility() != ItemVisibility.MESSAGE ? Optional.empty() : Optional.of(String.valueOf(
			module.getInput(WARNING)));
	}

	/** @return name and type of what the command gives, in the order of the fields */
	public Map<String, Class<?>> outputs() {
		final Map<String, Class<?>> outputs = new LinkedHashMap<>();
		for (final ModuleItem<?> item : module.getInfo().outputs()) outputs.put(item.getName(), item.getType());
		return outputs;
	}

	/** @return whether the command saves its images itself, to where {@link #SAVED_AS} says */
	boolean savesItself() {
		return input(SAVED_AS).filter(input -> input.type() == File.class).isPresent();
	}

	/** @return whether a call outside Fiji must say where that output goes */
	boolean isOutputNeeded(final String name) {
		return module.getInfo().getOutput(name).isRequired();
	}

	/** @return one sentence that says what an output is */
	String outputDescription(final String name) {
		return text(module.getInfo().getOutput(name).getDescription());
	}

	/** @return the input of that key, if there is one */
	public Optional<Input> input(final String key) {
		return inputs.stream().filter(input -> input.key().equals(key)).findFirst();
	}

	/**
	 * Sets an input from text.
	 *
	 * @throws IllegalArgumentException in one sentence if there is no such key or the text does not fit; see
	 *           {@link Input#parse}
	 * @throws IOException in one sentence if an image cannot be read
	 */
	public void set(final String key, final String text) throws IOException {
		final Input input = input(key).orElseThrow(() -> new IllegalArgumentException("there is no key \"" + key +
			"\"; keys are " + inputs.stream().map(Input::key).collect(Collectors.joining(", "))));
		setValue(key, input.parse(text));
	}

	/** Sets an input to a value of its type. */
	public void setValue(final String key, final Object value) {
		module.setInput(key, value);
		given.add(key);
	}

	/** @return whether an input was given, by us or by whoever began the call */
	public boolean isGiven(final String key) {
		return given.contains(key);
	}

	/** @return whether any input was given */
	public boolean hasGiven() {
		return !given.isEmpty();
	}

	/** Lets an input keep what the command begins with, whatever it was set to. */
	public void takePreset(final Input input) {
		module.setInput(input.key(), input.preset());
		given.remove(input.key());
	}

	/** Ends the filling of a call that SciJava began: nothing is left for other programs to ask. */
	public void resolve() {
		for (final ModuleItem<?> item : module.getInfo().inputs()) module.resolveInput(item.getName());
	}

	/** @return keys of the inputs that a run needs and that were not given */
	public List<String> missing() {
		return inputs.stream().filter(Input::isNeeded).map(Input::key).filter(key -> !given.contains(key)).toList();
	}

	/** @param reader takes what the command has to say while it goes on; unset, ImageJ's log */
	public void tell(final Consumer<String> reader) {
		if (module.getCommand() instanceof final ReportingCommand command) command.tell(reader);
	}

	/** @return whether the command can show what it would do; see {@link #preview} */
	public boolean isPreviewable() {
		return module.getCommand() instanceof Previewable;
	}

	/** Tells the command, from a dialog's thread, that its inputs have changed; returns at once. */
	public void preview() {
		if (module.getCommand() instanceof final Previewable command) command.preview();
	}

	/** @param reader takes, on any thread, why a preview cannot be shown; unset, ImageJ's status line */
	public void tellPreview(final Consumer<String> reader) {
		if (module.getCommand() instanceof final ReportingCommand command) command.tellPreview(reader);
	}

	/** @param then is run when the command has done its work, and not if it refuses or is canceled */
	public void whenDone(final Runnable then) {
		if (module.getCommand() instanceof final ReportingCommand command) command.whenDone(then);
	}

	/** Tells the command that its dialog was canceled: what it showed goes away. */
	public void endPreview() {
		if (module.getCommand() instanceof final Previewable command) command.cancel();
	}

	/**
	 * Ends the call before the command runs, as a run that fails does: noted as its outcome, and told to who waits.
	 *
	 * @param sentence what is wrong with the inputs
	 */
	public void refuse(final String sentence) {
		if (module.getCommand() instanceof final ReportingCommand command) {
			command.workFor(ReportingCommand.Audience.USER);
			command.refuse(sentence);
		}
	}

	/** Ends the call because its user closed the dialog. */
	public void cancel() {
		if (module.getCommand() instanceof final ReportingCommand command) {
			command.workFor(ReportingCommand.Audience.USER);
			command.leave();
		}
	}

	/**
	 * Runs the command on this thread, for a user or a macro, who are told if it fails.
	 *
	 * @return whether the work was done
	 */
	public boolean runForUser(final Progress progress) {
		if (module.getCommand() instanceof final ReportingCommand command) {
			command.follow(progress);
			command.workFor(ReportingCommand.Audience.USER);
		}
		module.run();
		return !module.isCanceled();
	}

	/**
	 * Runs the command on this thread. The caller tells if it fails.
	 *
	 * @return the sentence that says why the work was not done; empty if it was
	 */
	public Optional<String> run(final Progress progress, final Cancellation cancellation) {
		if (module.getCommand() instanceof final ReportingCommand command) {
			command.follow(progress);
			command.cancelWhen(cancellation);
			command.workFor(ReportingCommand.Audience.TELLER);
		}
		module.run();
		return Optional.ofNullable(module.isCanceled() ? module.getCancelReason() : null);
	}

	/** @return the files that the command wrote itself, in order */
	public List<Path> written() {
		return module.getCommand() instanceof final ReportingCommand command ? command.written() : List.of();
	}

	/** @return whether the command has shown itself what an output holds */
	public boolean isShown(final String output) {
		return module.getCommand() instanceof final ReportingCommand command && command.isShown(output);
	}

	/** Leaves nothing for SciJava to show: it would keep what it shows, images with all their pixels. */
	public void takeOutputs() {
		for (final ModuleItem<?> item : module.getInfo().outputs()) module.resolveOutput(item.getName());
	}

	/** @return the value that the command gave; null if it gave none */
	public Object output(final String name) {
		return module.getOutput(name);
	}
}
