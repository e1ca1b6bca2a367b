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

import io.github.rwkvsss.label.Representation;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.scan.ScanCurve;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.train.Augmentation;
import io.github.rwkvsss.train.SplitList;
import io.github.rwkvsss.train.TrainingFolders;
import io.github.rwkvsss.train.TrainingSettings;

/** Trains a model from two folders. The work is {@link io.github.rwkvsss.train.ModelTraining}'s. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF), label = "RWKV-SSS Train...", description =
	"Trains a model from a folder of images and a folder of their labels.", menu = { @Menu(label = "Plugins"), @Menu(label =
		"RWKV-SSS"), @Menu(label = "RWKV-SSS Train...", weight = 2) })
public final class TrainCommand extends TrainingCommand {

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

	@Parameter(label = "Start from", description =
		"Name or path of a model to go on from; its network is used, for other classes with new logits. Empty to begin anew.",
		required = false, style = Input.MODEL, persist = false)
	private String start_from = "";

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String models = ModelText.offered();

	@Parameter(label = "Minutes", description = "Time that the training may take; 0 for as long as it needs.", min = "0",
		persist = false)
	private double minutes;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String advanced = "Advanced: what is 0 or empty is chosen by itself";

	@Parameter(label = "Preset", description =
		"Network, if it does not start from a model: tiny, base, draft (as the drafts describe it) or a plain U-Net.",
		choices = { "tiny", "base", "draft", "unet" }, persist = false)
	private String preset = "tiny";

	@Parameter(label = "Scan", description = "Path on which the network visits its windows, if it does not start from a model.",
		choices = { "hilbert", "diagonal", "snake", "raster" }, required = false, persist = false)
	private String scan = "hilbert";

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
		"Scale intensities by percentiles 1 and 99.8, the same with a limit that bright specks cannot set (robust), by mean and deviation, or not at all.",
		choices = { "percentile", "robust", "z_score", "none" }, persist = false)
	private String normalization = "percentile";

	@Parameter(label = "Voxel size", description =
		"Of volumes: resize them to these voxels, along superior, anterior and right in millimetres, such as 1,1,1; empty for the median of the volumes.",
		required = false, persist = false)
	private String voxel_size = "";

	@Parameter(label = "Diameter", description =
		"Of objects in planes: resize every image so that its objects are about so many pixels across, and the model to objects of any size, such as 24; 0 to learn sizes as they are, or as the model to start from has them.",
		min = "0", max = "128", required = false, persist = false)
	private double diameter;

	@Parameter(label = "Representation", description =
		"Of objects, what the network learns of them: boundary for their interior and rim, distance for how far inside a pixel lies, or what the model to start from does.",
		choices = { "boundary", "distance" }, required = false, persist = false)
	private String representation = "boundary";

	@Parameter(label = "Steps", description =
		"Steps of the optimiser in all; 0 chooses by the amount of annotation.", min = "0", persist = false)
	private int steps;

	@Parameter(label = "Validate every", description =
		"Steps between two validations; 0 for a twentieth of all, 100 at most.", min = "0", persist = false)
	private int validate_every;

	@Parameter(label = "Validate at most", description =
		"Images of the validation part that are validated each time; 0 for all. The best model is validated on all in the end.", min = "0", persist = false)
	private int validate_at_most = 20;

	@Parameter(label = "Patience", description = "Stop after so many validations without progress; 0 for never.", min = "0",
		persist = false)
	private int patience;

	@Parameter(label = "Patch", description =
		"Edge of the training patch in pixels, or one edge per axis, slowest first, such as 32,64,64; empty chooses by the size of objects and images.",
		required = false, persist = false)
	private String patch = "";

	@Parameter(label = "Batch", description = "Patches per step; 0 chooses by the patch and the free memory.", min = "0",
		persist = false)
	private int batch;

	@Parameter(label = "Learning rate", description = "Largest learning rate.", min = "0", max = "1", persist = false)
	private double learning_rate = 0.001;

	@Parameter(label = "Augment", description = "Turn, scale, bend and brighten patches at random.", persist = false)
	private boolean augment = true;

	@Parameter(label = "Augment strength", description =
		"How strongly patches are changed: 1 as usual, below it for many images that are alike, above it for few.",
		min = "0", max = "2", required = false, persist = false)
	private double augment_strength = 1;

	@Parameter(label = "Augment faults", description =
		"Of planes: how often patches get specks, dead cells, dim objects, uneven light, blur, noise and few grey levels; 0 for never, 1 for other laboratories' images.",
		min = "0", max = "1", required = false, persist = false)
	private double augment_faults;

	@Parameter(label = "Hard share", description =
		"Share of the patches whose image is chosen by how large its loss was: 0 takes all images alike, 0.5 harder ones more often.",
		min = "0", max = "1", required = false, persist = false)
	private double hard_share;

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

	@Parameter(label = "Split", description =
		"Text file with a line for each image: train, choose or report, then its name; trains on the first, validates on the second; empty to split by share and seed.",
		required = false, persist = false)
	private File split = new File("");

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
		final TrainingSettings base = TrainingSettings.standard(dimensions).withLearningRate(learning_rate).withSeed(seed)
			.withPatience(patience).withValidationImages(validate_at_most).withRecompute(recompute).withAugmentation(
				augmentation()).withHardShare(hard_share);
		final Choice choice = new Choice(output, name, description, preset, ScanCurve.valueOf(scan.toUpperCase(
			Locale.ROOT)), classNames(class_names), start_from, form(task, dimensions, channels, normalization).withVoxelSize(
				voxelSize(voxel_size)).withDiameter(diameter).withRepresentation(Representation
					.valueOf(representation.toUpperCase(Locale.ROOT))), fit(base, steps, validate_every, patch, batch, computing), minutes, resume, threads, computing,
			live_window);
		final TrainingFolders folders = new TrainingFolders(images.toPath(), labels.toPath());
		report = train(choice, (form, told, canceled) -> split.getPath().isEmpty() ? folders.read(form, validation_share, seed,
			told, canceled, this::notice) : folders.read(form, SplitList.read(split.toPath()), told, canceled, this::notice), progress, cancellation);
	}

	private Augmentation augmentation() {
		if (!augment) return Augmentation.none();
		final Augmentation usual = ("fixed".equals(orientation) ? Augmentation.oriented() : Augmentation.standard()).times(
			augment_strength).withFaults(augment_faults);
		// An image's objects are not all of one size, and the diameter is a guess where nobody measured.
		return diameter == 0 ? usual : usual.withScale(Math.max(2, usual.scale()));
	}
}
