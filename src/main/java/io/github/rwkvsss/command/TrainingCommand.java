package io.github.rwkvsss.command;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import ij.IJ;
import ij.macro.Interpreter;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.live.TrainingWindow;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.ChannelChoice;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.Threads;
import io.github.rwkvsss.scan.ScanCurve;
import io.github.rwkvsss.train.ModelTraining;
import io.github.rwkvsss.train.SampleForm;
import io.github.rwkvsss.train.SettingsFit;
import io.github.rwkvsss.train.TrainingData;
import io.github.rwkvsss.train.TrainingGoal;
import io.github.rwkvsss.train.TrainingSettings;

/** What commands that train have in common: from what the user chose to a model file. */
abstract class TrainingCommand extends ComputingCommand {

	static final String NORMALIZATION =
		"Scale intensities by percentiles 1 and 99.8, the same with a limit that bright specks cannot set (robust), by mean and deviation, or not at all.";

	static final String DIMENSIONS = "2 for planes, 3 for volumes.";

	/** Where the annotated samples come from. */
	@FunctionalInterface
	interface Data {

		TrainingData read(SampleForm form, Progress progress, Cancellation cancellation) throws IOException;
	}

	/**
	 * What the user chose.
	 *
	 * @param output model file to write
	 * @param startFrom name or path of a model; blank to begin anew
	 * @param minutes that the training may take; 0 for any number
	 * @param resume whether to go on from a checkpoint
	 * @param threads to compute on; 0 leaves it to LibTorch
	 * @param device to compute on
	 * @param live whether to show a window, where there is a screen
	 */
	record Choice(File output, String name, String description, String preset, ScanCurve scan, List<String> classNames,
		String startFrom, SampleForm form, SettingsFit fit, double minutes, boolean resume, int threads, ComputeDevice device,
		boolean live)
	{}

	/** @return what was made, for the user */
	final String train(final Choice choice, final Data data, final Progress progress, final Cancellation cancellation)
		throws IOException
	{
		if (!choice.output().getName().endsWith(".zip")) throw new IllegalArgumentException("the name of the model file " +
			choice.output() + " must end in .zip");
		final Path file = OutputFile.of(choice.output().getPath(), inputFiles());
		final String name = choice.name().isBlank() ? choice.output().getName().replaceAll("\\.zip$", "") : choice.name();
		final int before = Threads.count();
		if (choice.threads() > 0) Threads.use(choice.threads());
		final TrainingWindow window = choice.live() && hasReader() ? TrainingWindow.open(name) : null;
		String end = "the training could not be done";
		try {
			final ModelTraining.Result result = train(choice, name, file, data, window, progress, () -> cancellation
				.isCanceled() || window != null && window.isCanceled());
			end = "ended " + result.ending().words() + ", wrote " + file;
			return "wrote " + file + ", " + result.ending().words() + "\n" + ModelText.of(result.manifest());
		}
		catch (final CanceledException e) {
			end = "canceled; the checkpoint stays, choose Resume to go on from it";
			throw e;
		}
		catch (final IllegalStateException e) {
			// How a training says that it diverged.
			throw new IOException(e.getMessage(), e);
		}
		finally {
			Threads.use(before);
			if (window != null) window.end(end);
		}
	}

	private ModelTraining.Result train(final Choice choice, final String name, final Path file, final Data data,
		final TrainingWindow window, final Progress progress, final Cancellation cancellation) throws IOException
	{
		try (SegmentationModel start = choice.startFrom().isBlank() ? null : ModelLibrary.open(choice.startFrom())) {
			final TrainingGoal goal = new TrainingGoal(name, choice.description(), choice.preset(), choice.scan(), choice
				.classNames(), start);
			final SampleForm form = start == null ? choice.form() : choice.form().goingOnFrom(start.manifest());
			final ModelTraining training = new ModelTraining(goal, form, data.read(form, progress, cancellation), choice.fit());
			training.tell(this::notice);
			training.on(choice.device());
			training.limit(choice.minutes());
			if (window != null) {
				training.follow(window);
				training.stopWhen(window::isStopped);
			}
			return training.run(file, choice.resume(), progress, cancellation);
		}
	}

	/** Whether somebody sits before ImageJ's windows: a macro in batch mode and the command line have none. */
	private static boolean hasReader() {
		return !GraphicsEnvironment.isHeadless() && IJ.getInstance() != null && !Interpreter.isBatchMode();
	}

	static SampleForm form(final String task, final int dimensions, final String channels, final String normalization) {
		return new SampleForm(Task.valueOf(task.toUpperCase(Locale.ROOT)), dimensions, ChannelChoice.of(channels).indices(),
			switch (normalization) {
				case "z_score" -> Normalization.zScore();
				case "none" -> Normalization.none();
				case "robust" -> Normalization.robust();
				default -> Normalization.standard();
			});
	}

	/** @return three lengths; null if nothing is written */
	static List<Double> voxelSize(final String text) {
		if (text.isBlank()) return null;
		final String refusal = "voxel_size \"" + text +
			"\" is not three lengths in millimetres along superior, anterior and right; write for instance 1,1,1";
		try {
			final List<Double> lengths = Arrays.stream(text.split(",", -1)).map(String::strip).map(Double::valueOf).toList();
			if (lengths.size() == 3 && lengths.stream().allMatch(length -> length > 0 && length < 1e6)) return lengths;
		}
		catch (final NumberFormatException e) {
			throw new IllegalArgumentException(refusal, e);
		}
		throw new IllegalArgumentException(refusal);
	}

	static List<String> classNames(final String text) {
		return text.isBlank() ? List.of() : Arrays.stream(text.split(",")).map(String::strip).toList();
	}

	/**
	 * @param base settings beside those below
	 * @param steps in all; 0 to fit
	 * @param every steps between two validations; 0 to fit
	 * @param patch edge or edges; blank to fit
	 * @param batch patches per step; 0 to fit
	 * @param device whose free memory counts
	 */
	static SettingsFit fit(final TrainingSettings base, final int steps, final int every, final String patch, final int batch,
		final ComputeDevice device)
	{
		final Set<SettingsFit.Open> open = EnumSet.noneOf(SettingsFit.Open.class);
		if (steps == 0) open.add(SettingsFit.Open.STEPS);
		if (every == 0) open.add(SettingsFit.Open.EPOCH);
		if (patch.isBlank()) open.add(SettingsFit.Open.PATCH);
		if (batch == 0) open.add(SettingsFit.Open.BATCH);
		final List<Integer> edges = patch.isBlank() ? base.patch() : edges(patch, base.patch().size());
		return new SettingsFit(base.withSteps(steps == 0 ? base.steps() : steps, every == 0 ? base.epochSteps() : every)
			.withPatches(edges, batch == 0 ? base.batch() : batch), open, ChosenDevice.freeBytes(device));
	}

	/** @return one edge per axis, slowest first */
	static List<Integer> edges(final String patch, final int dimensions) {
		try {
			final List<Integer> edges = Arrays.stream(patch.split(",", -1)).map(String::strip).map(Integer::valueOf).toList();
			if (edges.size() == 1) return Collections.nCopies(dimensions, edges.get(0));
			if (edges.size() == dimensions) return edges;
		}
		catch (final NumberFormatException e) {
			throw new IllegalArgumentException(refusedPatch(patch, dimensions), e);
		}
		throw new IllegalArgumentException(refusedPatch(patch, dimensions));
	}

	private static String refusedPatch(final String patch, final int dimensions) {
		return "patch \"" + patch + "\" is not one number, nor one for each of " + dimensions + " axes; write for instance " +
			(dimensions == 2 ? "256" : "32,64,64");
	}
}
