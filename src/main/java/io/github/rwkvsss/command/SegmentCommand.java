package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;

import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.command.Previewable;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import io.github.rwkvsss.image.Slicing;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.predict.Flips;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.ChannelChoice;
import io.github.rwkvsss.segment.ChosenModel;
import io.github.rwkvsss.segment.DimObjects;
import io.github.rwkvsss.segment.OutlineOverlay;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.SegmentationResult;
import io.github.rwkvsss.segment.SegmentationSettings;
import io.github.rwkvsss.tensor.ComputeDevice;

/** Segments an image. The work is {@link io.github.rwkvsss.segment.Segmentation}'s. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF), label = "RWKV-SSS Segment...", description =
	"Finds objects or classes of pixels in an image, with a model that ships or one of your own.", menu = { @Menu(label =
		"Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Segment...", weight = 1) })
public final class SegmentCommand extends ReportingCommand implements Previewable {

	@Parameter(label = "Input", description = "Image to segment: a plane, a stack or a hyperstack.", autoFill = false,
		persist = false)
	private ImagePlus input;

	@Parameter(label = "Model", description = "Name of a model, such as nuclei-2d, path of a model file, or imported:name.",
		style = Input.SEGMENTING_MODEL, persist = false)
	private String model = "nuclei-2d";

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String models = ModelText.offeredForSegmenting();

	@Parameter(label = "Channels", description =
		"Channels to use, numbered from 1, such as 1 or 1,2,3; empty for all that the image has.", required = false,
		persist = false)
	private String channels = "";

	@Parameter(label = "Label image", description =
		"A new image with a number per object; of models of classes, each class's value.", required = false, persist = false)
	private boolean labels = true;

	@Parameter(label = "Mask", description = "A new image with 255 where something was found, else 0.", required = false,
		persist = false)
	private boolean mask;

	@Parameter(label = "Probabilities", description = "A new image with one channel per class.", required = false, persist =
		false)
	private boolean probabilities;

	@Parameter(label = "Overlay", description = "Outlines over the input; overlays of your own stay.", required = false,
		persist = false)
	private boolean overlay;

	@Parameter(label = "ROI Manager", description = "An entry in the ROI Manager for each object and plane; without a screen in the overlay.", required =
		false, persist = false)
	private boolean rois;

	@Parameter(label = "Results table", description =
		"Area, score, intensity and centroid of each object in ImageJ's Results table.", required = false, persist = false)
	private boolean table;

	@Parameter(label = "Preview", description =
		"Show the outlines of what is in view while this dialog is open; zoom in to be faster.", required = false, persist =
			false)
	private boolean preview;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String advanced = "Advanced: what is 0 or empty is chosen by itself";

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

	@Parameter(label = "Slices", description =
		"Of a volume, for models of planes that find classes: which slices the model sees; stored for those of the file.",
		choices = { "stored", "axial", "coronal", "sagittal" }, required = false, persist = false)
	private String slices = "stored";

	@Parameter(label = "Device", description =
		"Where to compute: auto uses an NVIDIA GPU if one can be used, else the CPU; cuda requires the first GPU.", choices = {
			"auto", "cpu", "cuda", "cuda:1", "cuda:2", "cuda:3", "mps" }, required = false, persist = false)
	private String device = "auto";

	@Parameter(label = "Save as", description =
		"File for the first result, such as cells.tif; others go beside it, such as cells-table.csv; empty saves none.",
		style = "save", required = false, persist = false)
	private File output = new File("");

	@Parameter(type = ItemIO.OUTPUT, label = "Label image")
	private ImagePlus label_image;

	@Parameter(type = ItemIO.OUTPUT, label = "Mask image")
	private ImagePlus mask_image;

	@Parameter(type = ItemIO.OUTPUT, label = "Probability image")
	private ImagePlus probability_image;

	private final SegmentPreview shown = new SegmentPreview(this::previewRefused);

	/** NB: dialogs call this on the event thread whenever an input changes. */
	@Override
	public void preview() {
		if (!preview || input == null || input.getProcessor() == null) {
			shown.end();
			return;
		}
		try {
			shown.show(input, model, device, settings());
		}
		catch (final IllegalArgumentException e) {
			shown.end();
			previewRefused(Sentence.of(e));
		}
	}

	/** Called when a dialog is canceled. */
	@Override
	public void cancel() {
		shown.end();
	}

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		shown.close();
		final ComputeDevice computing = ChosenDevice.of(device, model, this::notice);
		final SegmentationSettings settings = settings();
		final ResultPlaces places = output.getPath().isEmpty() ? ResultPlaces.nowhere() : ResultPlaces.of(output.getPath(),
			settings.orderedResults(), inputFiles());
		final SegmentationResult result;
		try (ImageModel opened = ChosenModel.open(model, computing)) {
			result = settings.with(opened).notices(this::notice).build().run(input, progress, cancellation);
		}
		result.remarks().forEach(this::notice);
		places.write(result).forEach(this::wrote);
		show(result);
	}

	private SegmentationSettings settings() {
		final ChosenResults results = new ChosenResults().add(ResultKind.LABELS, labels).add(ResultKind.MASK, mask).add(
			ResultKind.PROBABILITIES, probabilities).add(ResultKind.OVERLAY, overlay).add(ResultKind.ROIS, rois).add(
				ResultKind.TABLE, table);
		return new SegmentationSettings(ChannelChoice.of(channels), results.kinds(), tile, flips ? Flips.ALL : Flips.NONE,
			foreground_threshold, prominence, minimum_size, diameter, dim_objects ? DimObjects.SOUGHT : DimObjects.LEFT, Slicing.of(slices));
	}

	private void show(final SegmentationResult result) {
		label_image = result.image(ResultKind.LABELS).orElse(null);
		mask_image = result.image(ResultKind.MASK).orElse(null);
		probability_image = result.image(ResultKind.PROBABILITIES).orElse(null);
		if (overlay) OutlineOverlay.put(result.outlines(), input);
		if (rois) ResultWindows.add(result.outlines(), input, this::notice);
		if (table) ResultWindows.add(result.table());
	}
}
