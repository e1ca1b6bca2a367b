package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.Threads;
import io.github.rwkvsss.train.Augmentation;
import io.github.rwkvsss.train.JointSet;
import io.github.rwkvsss.train.SetList;
import io.github.rwkvsss.train.SharedStart;
import io.github.rwkvsss.train.TrainingSettings;

/** Trains a start for other trainings on many data sets. The work is {@link SharedStart}'s. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF),
	label = "RWKV-SSS Train Shared Start...",
	description = "Trains one network on many data sets together, with a head for each, from which other trainings start.",
	menu = { @Menu(label = "Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Train Shared Start...",
		weight = 10.6) })
public final class TrainStartCommand extends ComputingCommand {

	@Parameter(label = "Data sets",
		description = "Text file with a line for each set: task=instance images=FOLDER labels=FOLDER, and where wanted name, split, channels, normalization, diameter, representation.",
		persist = false)
	private File sets;

	@Parameter(label = "Output", description = "Model file to write, .zip.", style = "save", persist = false)
	private File output;

	@Parameter(label = "Preset", description = "Network.", choices = { "tiny", "base", "draft", "unet" }, required = false,
		persist = false)
	private String preset = "tiny";

	@Parameter(label = "Dimensions", description = TrainingCommand.DIMENSIONS, min = "2", max = "3", required = false,
		persist = false)
	private int dimensions = 2;

	@Parameter(label = "Channels",
		description = "Channels of the network; grey images are repeated in all of them. A training that starts from it may have others.",
		min = "1", required = false, persist = false)
	private int channels = 3;

	@Parameter(label = "Steps", description = "Total optimiser steps.", min = "1", required = false, persist = false)
	private int steps = 4000;

	@Parameter(label = "Patch",
		description = "Edge of the training patch in pixels, or one edge per axis, slowest first, such as 32,64,64; empty for 256 or 32,64,64.",
		required = false, persist = false)
	private String patch = "";

	@Parameter(label = "Batch", description = "Patches per step, each from a randomly drawn set.", min = "1",
		required = false, persist = false)
	private int batch = 8;

	@Parameter(label = "Learning rate", description = "Largest learning rate.", min = "0", max = "1", required = false,
		persist = false)
	private double learning_rate = 0.001;

	@Parameter(label = "Seed", description = "Random seed of weights, patches and augmentation.", required = false,
		persist = false)
	private long seed = 1;

	@Parameter(label = "Resume", description = "Resume from the checkpoint of an interrupted training of the same output.",
		required = false, persist = false)
	private boolean resume;

	@Parameter(label = "Threads", description = "Threads to compute on (0 = automatic).", min = "0", required = false,
		persist = false)
	private int threads;

	@Parameter(type = ItemIO.OUTPUT, label = "Report")
	private String report;

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		if (!output.getName().endsWith(".zip")) throw new IllegalArgumentException("the name of the model file " + output +
			" must end in .zip");
		final Path file = OutputFile.of(output.getPath(), inputFiles());
		final ComputeDevice computing = ChosenDevice.of(device, this::notice);
		final TrainingSettings standard = TrainingSettings.standard(dimensions);
		final TrainingSettings settings = standard.withLearningRate(learning_rate).withSeed(seed).withAugmentation(Augmentation
			.standard()).withSteps(steps, Math.max(1, Math.min(100, steps / 10))).withPatches(patch.isBlank() ? standard.patch()
				: TrainingCommand.edges(patch, dimensions), batch);
		final int before = Threads.count();
		if (threads > 0) Threads.use(threads);
		try {
			final List<JointSet> read = SetList.read(sets.toPath()).sets(dimensions, progress, cancellation, this::notice);
			final SharedStart start = new SharedStart(output.getName().replaceAll("\\.zip$", ""), preset, channels, settings);
			start.tell(this::notice);
			start.on(computing);
			final ModelManifest made = start.run(read, file, resume, progress, cancellation);
			report = "wrote " + file + "\n" + ModelText.of(made);
		}
		catch (final IllegalStateException e) {
			// How a training says that it diverged.
			throw new IOException(e.getMessage(), e);
		}
		finally {
			Threads.use(before);
		}
	}
}
