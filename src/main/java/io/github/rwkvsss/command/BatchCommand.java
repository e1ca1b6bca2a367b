package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;

import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.rwkvsss.batch.Batch;
import io.github.rwkvsss.batch.BatchModel;
import io.github.rwkvsss.batch.BatchReport;
import io.github.rwkvsss.batch.FolderImages;
import io.github.rwkvsss.batch.Subfolders;
import io.github.rwkvsss.file.Shard;
import io.github.rwkvsss.image.Slicing;
import io.github.rwkvsss.predict.Flips;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.ChannelChoice;
import io.github.rwkvsss.segment.DimObjects;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.SegmentationSettings;
import io.github.rwkvsss.tensor.ComputeDevice;

/** Segments the images of a folder. The work is {@link Batch}'s. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF), label = "RWKV-SSS Batch...", description =
	"Segments every image of a folder, goes on after a bad one, and takes up where an earlier run ended.", menu = {
		@Menu(label = "Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Batch...", weight = 2) })
public final class BatchCommand extends ReportingCommand {

	@Parameter(label = "Images", description = "Folder of the images.", style = "directory", persist = false)
	private File images = new File("");

	@Parameter(label = "Results", description =
		"Folder for the results, made if missing; one folder per kind of result, and batch-status.csv.", style = "directory",
		persist = false)
	private File output = new File("");

	@Parameter(label = "Subfolders too", description = "Take the images of all folders below, too.", required = false,
		persist = false)
	private boolean recursive;

	@Parameter(label = "Only files like", description =
		"Pattern of file names to take, such as *.tif or {*.tif,*.png}; empty for every image.", required = false, persist =
			false)
	private String include = "";

	@Parameter(label = "No files like", description = "Pattern of file names to leave out, such as *-mask.*; empty for none.",
		required = false, persist = false)
	private String exclude = "";

	@Parameter(label = "Model", description = "Name of a model, such as nuclei-2d, path of a model file, or imported:name.",
		style = Input.SEGMENTING_MODEL, persist = false)
	private String model = "nuclei-2d";

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String models = ModelText.offeredForSegmenting();

	@Parameter(label = "Channels", description =
		"Channels to use, numbered from 1, such as 1 or 1,2,3; empty for all that the images have.", required = false,
		persist = false)
	private String channels = "";

	@Parameter(label = "Label images", description =
		"Images with a number per object; of models of classes, each class's value.", required = false, persist = false)
	private boolean labels = true;

	@Parameter(label = "Masks", description = "Images with 255 where something was found, else 0.", required = false,
		persist = false)
	private boolean mask;

	@Parameter(label = "Probabilities", description = "Images with one channel per class.", required = false, persist =
		false)
	private boolean probabilities;

	@Parameter(label = "Overlays", description = "Copies of the images with the outlines over them.", required = false,
		persist = false)
	private boolean overlay;

	@Parameter(label = "ROIs", description = "Zip files for the ROI Manager.", required = false, persist = false)
	private boolean rois;

	@Parameter(label = "Tables", description =
		"Area, score, intensity and centroid of each object, a table per image and all-objects.csv with all.", required = false,
		persist = false)
	private boolean table;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String advanced = "Advanced: what is 0 or empty is chosen by itself";

	@Parameter(label = "Shard", description =
		"Which of several runs on one folder this is, such as 3/40; join ends the work. Empty for all images.", required = false,
		persist = false)
	private String shard = "";

	@Parameter(label = "Tile", description =
		"Edge of the tiles in pixels, a multiple of the model's stride; 0 for the size the model was trained on.", min = "0",
		required = false, persist = false)
	private int tile;

	@Parameter(label = "Flips", description =
		"Predict mirror images too and average: four times slower, a little more accurate.", required = false, persist =
			false)
	private boolean flips;

	@Parameter(label = "Foreground threshold", description =
		"Of objects: a pixel belongs to one if its probability exceeds this; 0 for the model's own.", min = "0", max =
			"0.999", required = false, persist = false)
	private double foreground_threshold;

	@Parameter(label = "Prominence", description =
		"Of objects: lower parts touching ones more often, higher breaks fewer; 0 for the model's own.", min = "0", max =
			"1.999", required = false, persist = false)
	private double prominence;

	@Parameter(label = "Minimum size", description =
		"Of objects: smaller ones are removed, in pixels; 0 for the model's own.", min = "0", required = false, persist =
			false)
	private int minimum_size;

	@Parameter(label = "Dim objects", description =
		"For models that know the size of their objects: look again, with a lower limit, for objects far dimmer than the others; finds what is out of focus, too.",
		required = false, persist = false)
	private boolean dim_objects;

	@Parameter(label = "Diameter", description =
		"Of objects: pixels across a typical one in the image, for models that know the size of their objects, such as nuclei-2d; 0 finds it.",
		min = "0", max = "4096", required = false, persist = false)
	private double diameter;

	@Parameter(label = "Device", description =
		"Where to compute: auto uses an NVIDIA GPU if one can be used, else the CPU; cuda requires the first GPU.", choices = {
			"auto", "cpu", "cuda", "cuda:1", "cuda:2", "cuda:3", "mps" }, required = false, persist = false)
	private String device = "auto";

	@Parameter(type = ItemIO.OUTPUT, label = "Report")
	private String report;

	/** A batch with failed files has not done its work: the sentence says how many, the status file which. */
	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		if (images.getPath().isEmpty()) throw new IllegalArgumentException("no folder of images is chosen; give images");
		if (output.getPath().isEmpty()) throw new IllegalArgumentException("no folder for the results is chosen; give output");
		final ComputeDevice computing = ChosenDevice.of(device, model, this::notice);
		final FolderImages files = new FolderImages(images.toPath(), recursive ? Subfolders.INCLUDED : Subfolders.LEFT_OUT,
			include, exclude);
		final BatchReport result;
		try (BatchModel opened = BatchModel.open(model, computing, settings(), this::notice)) {
			result = new Batch(files, output.toPath(), opened, Shard.of(shard)).run(progress, cancellation);
		}
		if (result.failed() > 0) throw new IOException(result.sentence());
		report = result.sentence();
	}

	private SegmentationSettings settings() {
		final ChosenResults results = new ChosenResults().add(ResultKind.LABELS, labels).add(ResultKind.MASK, mask).add(
			ResultKind.PROBABILITIES, probabilities).add(ResultKind.OVERLAY, overlay).add(ResultKind.ROIS, rois).add(
				ResultKind.TABLE, table);
		return new SegmentationSettings(ChannelChoice.of(channels), results.kinds(), tile, flips ? Flips.ALL : Flips.NONE,
			foreground_threshold, prominence, minimum_size, diameter, dim_objects ? DimObjects.SOUGHT : DimObjects.LEFT, Slicing.STORED);
	}
}
