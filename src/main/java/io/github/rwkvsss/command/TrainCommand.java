package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.ChannelChoice;
import io.github.rwkvsss.tensor.Threads;
import io.github.rwkvsss.train.Augmentation;
import io.github.rwkvsss.train.FolderTraining;
import io.github.rwkvsss.train.TrainingSettings;

/** Trains a model from two folders. The work is {@link FolderTraining}'s. */
@Plugin(type = Command.class, headless = true, label = "RWKV-SSS Train...", description =
	"Trains a model from a folder of images and a folder of their labels.", menu = { @Menu(label = "Plugins"), @Menu(label =
		"RWKV-SSS"), @Menu(label = "RWKV-SSS Train...", weight = 2) })
public final class TrainCommand extends ReportingCommand {

	@Parameter(label = "Images", description = "Folder of images.", style = "directory", persist = false)
	private File images;

	@Parameter(label = "Labels", description = "Folder of label images of the same names.", style = "directory", persist =
		false)
	private File labels;

	@Parameter(label = "Output", description = "Model file to write, .zip.", style = "save", persist = false)
	private File output;

	@Parameter(label = "Task", description =
		"What the numbers in the labels are: semantic for classes, instance for objects.", choices = { "semantic",
			"instance" }, persist = false)
	private String task = "instance";

	@Parameter(label = "Preset", description = "Size of the network.", choices = { "tiny", "base", "unet" }, persist = false)
	private String preset = "tiny";

	@Parameter(label = "Dimensions", description = "2 to see planes, 3 to see volumes.", min = "2", max = "3", persist =
		false)
	private int dimensions = 2;

	@Parameter(label = "Channels", description =
		"Channels to use, numbered from 1, such as 1 or 1,2,3; empty for all that the images have.", required = false,
		persist = false)
	private String channels = "";

	@Parameter(label = "Class names", description =
		"Of semantic labels: a name for each value, in rising order, separated by commas; empty for numbers.", required =
			false, persist = false)
	private String class_names = "";

	@Parameter(label = "Normalization", description =
		"Scale intensities by percentiles 1 and 99.8, by mean and deviation, or not at all.", choices = { "percentile",
			"z_score", "none" }, persist = false)
	private String normalization = "percentile";

	@Parameter(label = "Steps", description = "Steps of the optimiser in all.", min = "1", persist = false)
	private int steps = 2000;

	@Parameter(label = "Validate every", description = "Steps between two validations.", min = "1", persist = false)
	private int validate_every = 100;

	@Parameter(label = "Validate at most", description =
		"Images validated each time but the last; 0 for all of the validation part.", min = "0", persist = false)
	private int validate_at_most = 20;

	@Parameter(label = "Patience", description = "Stop after so many validations without progress; 0 for never.", min = "0",
		persist = false)
	private int patience;

	@Parameter(label = "Patch", description =
		"Edge of the training patch in pixels, or one edge per axis, slowest first, such as 32,64,64; empty for 256, in 3D 32,64,64.",
		required = false, persist = false)
	private String patch = "";

	@Parameter(label = "Batch", description = "Patches per step.", min = "1", persist = false)
	private int batch = 4;

	@Parameter(label = "Learning rate", description = "Largest learning rate.", min = "0", max = "1", persist = false)
	private double learning_rate = 0.001;

	@Parameter(label = "Augment", description = "Turn, scale, bend and brighten patches at random.", persist = false)
	private boolean augment = true;

	@Parameter(label = "Orientation", description =
		"any: images may be mirrored and turned by any angle; fixed: they always show their subject the same way up, as volumes of patients do.",
		choices = { "any", "fixed" }, required = false, persist = false)
	private String orientation = "any";

	@Parameter(label = "Recompute", description = "Compute blocks again in the backward pass: less memory, more time.",
		persist = false)
	private boolean recompute;

	@Parameter(label = "Validation share", description = "Part of the files that is only validated.", min = "0", max =
		"0.99", persist = false)
	private double validation_share = 0.2;

	@Parameter(label = "Seed", description = "Of split, weights, patches and augmentation.", persist = false)
	private long seed = 1;

	@Parameter(label = "Start from", description =
		"Name or path of a model to go on from; its network is used. Empty to begin anew.", required = false, persist = false)
	private String start_from = "";

	@Parameter(label = "Resume", description = "Go on from the checkpoint of an interrupted training of the same output.",
		persist = false)
	private boolean resume;

	@Parameter(label = "Threads", description = "Threads to compute on; 0 leaves it to LibTorch.", min = "0", persist = false)
	private int threads;

	@Parameter(label = "Name", description = "Of the model; empty for the name of the file.", required = false, persist =
		false)
	private String name = "";

	@Parameter(label = "Description", description = "One sentence: for which images.", required = false, persist = false)
	private String description = "";

	@Parameter(type = ItemIO.OUTPUT, label = "Report")
	private String report;

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		if (!output.getName().endsWith(".zip")) throw new IllegalArgumentException("the name of the model file " + output +
			" must end in .zip");
		final Path file = OutputFile.of(output.getPath());
		final int before = Threads.count();
		if (threads > 0) Threads.use(threads);
		try (SegmentationModel start = start_from.isBlank() ? null : ModelLibrary.open(start_from)) {
			final FolderTraining.Result result = training(start).run(file, resume, progress, cancellation);
			report = "wrote " + file + "\n" + ModelText.of(result.manifest());
		}
		catch (final IllegalStateException e) {
			// How a training says that it diverged.
			throw new IOException(e.getMessage(), e);
		}
		finally {
			Threads.use(before);
		}
	}

	private FolderTraining training(final SegmentationModel start) {
		final List<String> names = class_names.isBlank() ? List.of() : Arrays.stream(class_names.split(",")).map(
			String::strip).toList();
		final String called = name.isBlank() ? output.getName().replaceAll("\\.zip$", "") : name;
		return new FolderTraining(images.toPath(), labels.toPath(), Task.valueOf(task.toUpperCase(Locale.ROOT)), preset,
			ChannelChoice.of(channels).indices(), names, intensities(), validation_share, settings(), start, called,
			description);
	}

	private Normalization intensities() {
		return switch (normalization) {
			case "z_score" -> Normalization.zScore();
			case "none" -> Normalization.none();
			default -> Normalization.standard();
		};
	}

	private TrainingSettings settings() {
		final TrainingSettings standard = TrainingSettings.standard(dimensions);
		return standard.withSteps(steps, validate_every).withPatches(patch.isBlank() ? standard.patch() : edges(), batch)
			.withLearningRate(learning_rate).withSeed(seed).withPatience(patience).withValidationImages(validate_at_most)
			.withRecompute(recompute).withAugmentation(augmentation());
	}

	private Augmentation augmentation() {
		if (!augment) return Augmentation.none();
		return "fixed".equals(orientation) ? Augmentation.oriented() : Augmentation.standard();
	}

	private List<Integer> edges() {
		try {
			final List<Integer> edges = Arrays.stream(patch.split(",", -1)).map(String::strip).map(Integer::valueOf).toList();
			if (edges.size() == 1) return Collections.nCopies(dimensions, edges.get(0));
			if (edges.size() == dimensions) return edges;
		}
		catch (final NumberFormatException e) {
			throw new IllegalArgumentException(refusedPatch(), e);
		}
		throw new IllegalArgumentException(refusedPatch());
	}

	private String refusedPatch() {
		return "patch \"" + patch + "\" is not one number, nor one for each of " + dimensions + " axes; write for instance " +
			(dimensions == 2 ? "256" : "32,64,64");
	}
}
