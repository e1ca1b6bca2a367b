package io.github.rwkvsss.command;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.scijava.command.Command;

/** The commands by the short names that the command line and the ImageJ 1.x menu use. */
public final class CommandList {

	/**
	 * A command under its short name.
	 *
	 * @param name one lower-case word
	 * @param type gives the class, which is loaded when it is asked for: a start needs one command, not all
	 */
	public record Entry(String name, Supplier<Class<? extends Command>> type) {

		/** @return the class */
		public Class<? extends Command> command() {
			return type.get();
		}
	}

	private static final List<Entry> ENTRIES = List.of(new Entry("workbench", () -> WorkbenchCommand.class), //
		new Entry("segment", () -> SegmentCommand.class), //
		new Entry("segment_large", () -> SegmentLargeCommand.class), //
		new Entry("batch", () -> BatchCommand.class), //
		new Entry("join", () -> JoinCommand.class), //
		new Entry("train", () -> TrainCommand.class), //
		new Entry("train_image", () -> TrainImageCommand.class), //
		new Entry("learn", () -> LearnCommand.class), //
		new Entry("rank", () -> RankCommand.class), //
		new Entry("evaluate", () -> EvaluateCommand.class), //
		new Entry("score", () -> ScoreCommand.class), //
		new Entry("attention", () -> AttentionCommand.class), //
		new Entry("check", () -> CheckCommand.class), //
		new Entry("models", () -> ModelsCommand.class), //
		new Entry("sample", () -> SampleCommand.class), //
		new Entry("first_steps", () -> FirstStepsCommand.class), //
		new Entry("info", () -> InfoCommand.class), //
		new Entry("bench", () -> BenchCommand.class), //
		new Entry("ablate", () -> AblateCommand.class), //
		new Entry("train_start", () -> TrainStartCommand.class), //
		new Entry("export", () -> ExportCommand.class), //
		new Entry("run_torchscript", () -> RunTorchScriptCommand.class));

	private CommandList() {}

	/** @return all commands, in the menu's order */
	public static List<Entry> entries() {
		return ENTRIES;
	}

	/**
	 * @param name short name of a command
	 * @throws IllegalArgumentException if there is no such command
	 */
	public static Entry find(final String name) {
		return ENTRIES.stream().filter(entry -> entry.name().equals(name)).findFirst().orElseThrow(
			() -> new IllegalArgumentException("there is no command \"" + name + "\"; commands are " + ENTRIES.stream().map(
				Entry::name).collect(Collectors.joining(", ")) + ", help"));
	}
}
