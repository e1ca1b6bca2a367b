package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.rwkvsss.ablation.Ablation;
import io.github.rwkvsss.ablation.Comparison;
import io.github.rwkvsss.ablation.DataSet;
import io.github.rwkvsss.ablation.Variant;
import io.github.rwkvsss.label.Representation;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.Threads;
import io.github.rwkvsss.train.Augmentation;
import io.github.rwkvsss.train.TrainingSettings;

/** Trains variants of a network and compares them. The work is {@link Ablation}'s. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF),
	label = "RWKV-SSS Ablation...",
	description = "Ablation study: trains variants of a network with several seeds and compares their scores on held-out images.",
	menu = { @Menu(label = "Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Ablation...", weight = 10.5) })
public final class AblateCommand extends ComputingCommand {

	@Parameter(label = "Results",
		description = "Folder for runs.csv, table.md, plot.png and checkpoints, made if missing. Runs whose row is there are not done again.",
		style = "directory", persist = false)
	private File output = new File("");

	@Parameter(label = "Data sets",
		description = "Folders with the folders images and labels, separated by commas; one with a folder validation of the same form holds that out. Empty writes table and plot of the runs that are there.",
		required = false, persist = false)
	private String data = "";

	@Parameter(label = "Variants",
		description = "What to train, separated by commas, such as full,mean,no-decay,raster,unet-operations; all for all, see docs/evidence.md. The others are compared with full.",
		required = false, persist = false)
	private String variants = "full,convolutions-operations,unet-operations,no-attention,mean,raster";

	@Parameter(label = "Seeds",
		description = "Random seeds of weights, patches and augmentation, one run each, separated by commas.", required = false,
		persist = false)
	private String seeds = "1,2,3";

	@Parameter(label = "Preset", description = "The whole network.", choices = { "tiny", "base", "draft" }, required = false,
		persist = false)
	private String preset = "tiny";

	@Parameter(label = "Task", description = "Labels: semantic for pixel classes, instance for objects.", choices = {
		"semantic", "instance" }, required = false, persist = false)
	private String task = "semantic";

	@Parameter(label = "Dimensions", description = TrainingCommand.DIMENSIONS, min = "2", max = "3", required = false,
		persist = false)
	private int dimensions = 2;

	@Parameter(label = "Steps", description = "Steps of every training.", min = "1", required = false, persist = false)
	private int steps = 1000;

	@Parameter(label = "Patch",
		description = "Edge of the training patch in pixels, or one edge per axis, slowest first, such as 32,64,64; empty for 256 or 32,64,64.",
		required = false, persist = false)
	private String patch = "";

	@Parameter(label = "Batch", description = "Patches per step.", min = "1", required = false, persist = false)
	private int batch = 4;

	@Parameter(label = "Learning rate", description = "Largest learning rate.", min = "0", max = "1", required = false,
		persist = false)
	private double learning_rate = 0.001;

	@Parameter(label = "Orientation",
		description = "any: images may be mirrored and turned by any angle; fixed: they always show their subject the same way up, as volumes of patients do.",
		choices = { "any", "fixed" }, required = false, persist = false)
	private String orientation = "any";

	@Parameter(label = "Validation share",
		description = "Share of the files held out for validation where a data set has no folder validation.", min = "0",
		max = "0.99", required = false, persist = false)
	private double validation_share = 0.2;

	@Parameter(label = "Normalization", description = TrainingCommand.NORMALIZATION, choices = { "percentile", "robust",
		"z_score", "none" }, required = false, persist = false)
	private String normalization = "percentile";

	@Parameter(label = "Representation",
		description = "Training target of instance models: boundary or distance, see train. Use a folder for each to compare them.",
		choices = { "boundary", "distance" }, required = false, persist = false)
	private String representation = "boundary";

	@Parameter(label = "Threads", description = "Threads to compute on (0 = automatic).", min = "0", required = false,
		persist = false)
	private int threads;

	@Parameter(type = ItemIO.OUTPUT, label = "Table")
	private String table;

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		if (output.getPath().isEmpty()) throw new IllegalArgumentException(
			"there is no folder for the results; give output=<folder>");
		final Path folder = output.toPath();
		final int before = Threads.count();
		if (threads > 0) Threads.use(threads);
		try {
			final Comparison comparison = data.isBlank() ? Ablation.compare(folder) : compared(folder, progress, cancellation);
			table = comparison.markdown();
			for (final String name : List.of(Ablation.RUNS, Ablation.TABLE, Ablation.PLOT)) wrote(folder.resolve(name));
		}
		catch (final IllegalStateException e) {
			// How a training says that it diverged.
			throw new IOException(e.getMessage(), e);
		}
		finally {
			Threads.use(before);
		}
	}

	private Comparison compared(final Path folder, final Progress progress, final Cancellation cancellation)
		throws IOException
	{
		final var computing = ChosenDevice.of(device, this::notice);
		final TrainingSettings standard = TrainingSettings.standard(dimensions);
		final TrainingSettings settings = standard.withLearningRate(learning_rate).withAugmentation("fixed".equals(orientation)
			? Augmentation.oriented() : Augmentation.standard()).withSteps(steps, Math.max(1, steps / 10)).withPatches(patch
				.isBlank() ? standard.patch() : TrainingCommand.edges(patch, dimensions), batch);
		final Ablation ablation = new Ablation(new Ablation.Plan(preset, Variant.listed(variants), Arrays.stream(data.split(
			",")).map(path -> new DataSet(Path.of(path.strip()))).toList(), seedList(), TrainingCommand.form(task, dimensions, "",
				normalization).withRepresentation(Representation.valueOf(representation.toUpperCase(Locale.ROOT))),
			validation_share, settings, computing), folder);
		ablation.tell(this::notice);
		return ablation.run(progress, cancellation);
	}

	private List<Long> seedList() {
		try {
			return Arrays.stream(seeds.split(",", -1)).map(String::strip).map(Long::valueOf).distinct().toList();
		}
		catch (final NumberFormatException e) {
			throw new IllegalArgumentException("seeds \"" + seeds + "\" is not a list of whole numbers; write for instance 1,2,3",
				e);
		}
	}
}
