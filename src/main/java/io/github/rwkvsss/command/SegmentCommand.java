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

import ij.IJ;
import ij.ImagePlus;
import io.github.rwkvsss.image.Slicing;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.progress.Sentence;
import io.github.rwkvsss.segment.ChosenLevel;
import io.github.rwkvsss.segment.ChosenModel;
import io.github.rwkvsss.segment.OutlineOverlay;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.SegmentPreview;
import io.github.rwkvsss.segment.SegmentationResult;
import io.github.rwkvsss.segment.SegmentationSettings;
import io.github.rwkvsss.tensor.ComputeDevice;

/** Segments an image. The work is {@link io.github.rwkvsss.segment.Segmentation}'s. */
@Plugin(type = Command.class, headless = true, attrs = { @Attr(name = CommandCall.RECORDS_ITSELF), @Attr(
	name = CommandCall.ORDER,
	value = "input model channels labels mask probabilities overlay rois table preview tile flips foreground_threshold prominence minimum_size dim_objects border_objects shape_features geojson coco diameter level slices device") },
	label = "RWKV-SSS Segment...",
	description = "Segments objects or pixel classes in an image, with a shipped model or your own.", menu = { @Menu(
		label = "Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Segment...", weight = 1) })
public final class SegmentCommand extends ResultsCommand implements Previewable {

	@Parameter(label = "Input", description = "Image to segment: a plane, a stack or a hyperstack.", autoFill = false,
		persist = false)
	private ImagePlus input;

	@Parameter(label = "Preview",
		description = "Shows outlines of the visible region while this dialog is open; zoom in for speed.", required = false,
		persist = false)
	private boolean preview;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String advanced = "Advanced (0 or empty = automatic)";

	@Parameter(label = "Slices", description = "Slice direction of volumes for semantic 2D models (stored = as in the file).",
		choices = { "stored", "axial", "coronal", "sagittal" }, required = false, persist = false)
	private String slices = "stored";

	@Parameter(label = "Save as",
		description = "File for the first result, such as cells.tif; further results go next to it, such as cells-table.csv (empty = not saved).",
		style = "save", required = false, persist = false)
	private File output = new File("");

	@Parameter(type = ItemIO.OUTPUT, label = "Label image")
	private ImagePlus label_image;

	@Parameter(type = ItemIO.OUTPUT, label = "Mask image")
	private ImagePlus mask_image;

	@Parameter(type = ItemIO.OUTPUT, label = "Probability image")
	private ImagePlus probability_image;

	private final SegmentPreview shown = new SegmentPreview((choice, on) -> ChosenModel.open(choice, ChosenDevice.of(on,
		choice, IJ::log)), this::previewRefused);

	/** NB: dialogs call this on the event thread whenever an input changes. */
	@Override
	public void preview() {
		if (!preview || input == null || input.getProcessor() == null) {
			shown.end();
			return;
		}
		try {
			shown.show(input, model, device, settings(Slicing.of(slices)));
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
		final SegmentationSettings settings = settings(Slicing.of(slices));
		if (output.getPath().isEmpty() && (geojson || coco)) throw new IllegalArgumentException(
			"GeoJSON and COCO are files, and none was named; give output=<file>, or leave them out");
		final ResultPlaces places = output.getPath().isEmpty() ? ResultPlaces.nowhere() : ResultPlaces.of(output.getPath(),
			settings.orderedResults(), inputFiles());
		final SegmentationResult result;
		try (ImageModel opened = ChosenModel.open(model, computing)) {
			final ChosenLevel<ImagePlus> seen = ChosenLevel.of(input, opened.facts(), settings);
			if (seen.image() != input) {
				if (overlay || rois) throw new IllegalArgumentException("overlay and rois are drawn on " + input.getTitle() +
					", of which another level is segmented; leave them out, or leave level at finest");
				notice(seen.notice());
			}
			result = seen.settings().with(opened).notices(this::notice).build().run(seen.image(), progress, cancellation);
		}
		result.remarks().forEach(this::notice);
		places.write(result).forEach(this::wrote);
		show(result);
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
