package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;
import java.util.Locale;

import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.scan.ScanCurve;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.train.Augmentation;
import io.github.rwkvsss.train.TrainingSettings;

/** Trains a model from an open image and what was drawn on it. The work is {@link io.github.rwkvsss.train.ModelTraining}'s. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF), label = "RWKV-SSS Train on Open Image...", description =
	"Trains a model from an open image and the regions drawn on it, or its label image.", menu = { @Menu(label =
		"Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Train on Open Image...", weight = 2.5) })
public final class TrainImageCommand extends TrainingCommand {

	@Parameter(label = "Input", description = "Image to learn from: a plane, a stack or a hyperstack.", autoFill = false,
		persist = false)
	private ImagePlus input;

	@Parameter(label = "Annotation", description =
		"Where the annotation is: auto takes the first that there is of ROI file, ROI Manager, label image and overlay.",
		choices = { "auto", "roi_manager", "overlay", "roi_file", "label_image" }, persist = false)
	private String annotation = "auto";

	@Parameter(label = "Label image", description =
		"Of the input's size, a number per object or class; none to use regions.", required = false, autoFill = false,
		persist = false)
	private ImagePlus label_image;

	@Parameter(label = "Task", description =
		"What is annotated: instance for objects, semantic for classes of pixels, named by the regions' names or groups.",
		choices = { "instance", "semantic" }, persist = false)
	private String task = "instance";

	@Parameter(label = "Unlabelled pixels", description =
		"margin: background in a rim around each region, else unknown; background: all of them; ignore: unknown. auto: margin for regions of objects, ignore for regions of classes, background in a label image.",
		choices = { "auto", "margin", "background", "ignore" }, persist = false)
	private String unlabelled = "auto";

	@Parameter(label = "Output", description = "Model file to write, .zip.", style = "save", persist = false)
	private File output;

	@Parameter(label = "Start from", description =
		"Name or path of a model to go on from, such as nuclei-2d; its network is used, for other classes with new logits. Empty to begin anew.",
		required = false, style = Input.MODEL, persist = false)
	private String start_from = "";

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String models = ModelText.offered();

	@Parameter(label = "Minutes", description = "Time that the training may take; 0 for as long as it needs.", min = "0",
		persist = false)
	private double minutes;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String advanced = "Advanced: what is 0 or empty is chosen by itself";

	@Parameter(label = "ROI file", description = "Regions that the ROI Manager saved, .roi or .zip; empty for none.",
		required = false, persist = false)
	private File roi_file = new File("");

	@Parameter(label = "Margin", description = "Width of the rim of background in pixels; 0 for an eighth of an object.",
		min = "0", persist = false)
	private int margin;

	@Parameter(label = "Preset", description = "Size of the network, if it does not start from a model.", choices = {
		"tiny", "base", "unet" }, persist = false)
	private String preset = "tiny";

	@Parameter(label = "Dimensions", description = "2 to see planes, 3 to see volumes.", min = "2", max = "3", persist =
		false)
	private int dimensions = 2;

	@Parameter(label = "Channels", description =
		"Channels to use, numbered from 1, such as 1 or 1,2,3; empty for all that the image has.", required = false,
		persist = false)
	private String channels = "";

	@Parameter(label = "Normalization", description =
		"Scale intensities by percentiles 1 and 99.8, by mean and deviation, or not at all.", choices = { "percentile",
			"z_score", "none" }, persist = false)
	private String normalization = "percentile";

	@Parameter(label = "Steps", description =
		"Steps of the optimiser in all; 0 chooses by the amount of annotation and the minutes.", min = "0", persist = false)
	private int steps;

	@Parameter(label = "Validate every", description =
		"Steps between two validations; 0 for a twentieth of all, 100 at most.", min = "0", persist = false)
	private int validate_every;

	@Parameter(label = "Patience", description = "Stop after so many validations without progress; 0 for never.", min = "0",
		persist = false)
	private int patience;

	@Parameter(label = "Patch", description =
		"Edge of the training patch in pixels, or one edge per axis, slowest first; empty chooses by the size of objects and image.",
		required = false, persist = false)
	private String patch = "";

	@Parameter(label = "Batch", description = "Patches per step; 0 chooses by the patch and the free memory.", min = "0",
		persist = false)
	private int batch;

	@Parameter(label = "Learning rate", description = "Largest learning rate.", min = "0", max = "1", persist = false)
	private double learning_rate = 0.001;

	@Parameter(label = "Augment", description = "Turn, scale, bend and brighten patches at random.", persist = false)
	private boolean augment = true;

	@Parameter(label = "Validation share", description =
		"Part of the annotated planes, or of the annotation of a single one, that is only validated.", min = "0", max = "0.99",
		persist = false)
	private double validation_share = 0.2;

	@Parameter(label = "Seed", description = "Of split, weights, patches and augmentation.", persist = false)
	private long seed = 1;

	@Parameter(label = "Resume", description = "Go on from the checkpoint of an interrupted training of the same output.",
		persist = false)
	private boolean resume;

	@Parameter(label = "Threads", description = "Threads to compute on; 0 leaves it to LibTorch.", min = "0", persist = false)
	private int threads;

	@Parameter(label = "Device", description =
		"Where to compute: auto uses an NVIDIA GPU if one can be used, else the CPU; cuda requires the first GPU.", choices = {
			"auto", "cpu", "cuda", "cuda:1", "cuda:2", "cuda:3", "mps" }, required = false, persist = false)
	private String device = "auto";

	@Parameter(label = "Live window", description =
		"Show curves, the current validation image and buttons to stop; never without a screen.", persist = false)
	private boolean live_window = true;

	@Parameter(label = "Name", description = "Of the model; empty for the name of the file.", required = false, persist =
		false)
	private String name = "";

	@Parameter(label = "Description", description = "One sentence: for which images.", required = false, persist = false)
	private String description = "";

	@Parameter(type = ItemIO.OUTPUT, label = "Report")
	private String report;

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		final ComputeDevice computing = ChosenDevice.of(device, this::notice);
		final Task what = Task.valueOf(task.toUpperCase(Locale.ROOT));
		final ImageAnnotation annotated = ImageAnnotation.of(input, annotation, roi_file, label_image, what, unlabelled,
			margin);
		notice("learning from " + annotated.summary());
		final TrainingSettings base = TrainingSettings.standard(dimensions).withLearningRate(learning_rate).withSeed(seed)
			.withPatience(patience).withAugmentation(augment ? Augmentation.standard() : Augmentation.none());
		final Choice choice = new Choice(output, name, description, preset, ScanCurve.HILBERT, annotated.classNames(),
			start_from, form(task, dimensions, channels, normalization), fit(base, steps, validate_every, patch, batch, computing),
			minutes, resume, threads, computing, live_window);
		report = train(choice, (form, told, canceled) -> annotated.image().read(form, validation_share, seed), progress,
			cancellation);
	}
}
