package io.github.rwkvsss.command;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

import io.github.rwkvsss.image.Slicing;
import io.github.rwkvsss.segment.ChannelChoice;
import io.github.rwkvsss.segment.DimObjects;
import io.github.rwkvsss.segment.LevelChoice;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.SegmentationSettings;

/** What segmenting one image and segmenting a folder have in common: the results that can be had. */
abstract class ResultsCommand extends SegmentingCommand {

	@Parameter(label = "Label image", description = "A number per object; of semantic models, each class's value.",
		required = false, persist = false)
	boolean labels = true;

	@Parameter(label = "Mask", description = "255 for foreground, else 0.", required = false, persist = false)
	boolean mask;

	@Parameter(label = "Probabilities", description = "One channel per class.", required = false, persist = false)
	boolean probabilities;

	@Parameter(label = "Overlay", description = "Outlines over the image; overlays of your own stay.", required = false,
		persist = false)
	boolean overlay;

	@Parameter(label = "ROIs",
		description = "A region for each object and plane: in the ROI Manager, without a screen in the overlay; of a folder as files for the ROI Manager.",
		required = false, persist = false)
	boolean rois;

	@Parameter(label = "Table",
		description = "Area, score, intensity and centroid of each object: in ImageJ's Results table; of a folder a table per image and all-objects.csv with all.",
		required = false, persist = false)
	boolean table;

	@Parameter(label = "Border objects",
		description = "Keeps objects that touch the border of the image, or of a 3D model the volume's.", required = false,
		attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	boolean border_objects = true;

	@Parameter(label = "Shape features",
		description = "Adds perimeter, ellipse, Feret's diameters, circularity, aspect ratio, roundness and solidity to the table; of 3D models surface and sphericity.",
		required = false, attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	boolean shape_features;

	@Parameter(label = "GeoJSON",
		description = "Objects as polygons with their measurements, for QuPath: saved beside the other results; of a folder a file per image.",
		required = false, attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	boolean geojson;

	@Parameter(label = "COCO",
		description = "Objects as instances in COCO's JSON: saved beside the other results; of a folder a file per image and all-instances.json with all.",
		required = false, attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	boolean coco;

	@Parameter(label = "Dim objects",
		description = "For models with a known object size: searches again, with a lower intensity limit, for much dimmer objects; also finds out-of-focus ones.",
		required = false, attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	boolean dim_objects;

	/** @return what the user chose */
	final SegmentationSettings settings(final Slicing slicing) {
		final ChosenResults results = new ChosenResults().add(ResultKind.LABELS, labels).add(ResultKind.MASK, mask).add(
			ResultKind.PROBABILITIES, probabilities).add(ResultKind.OVERLAY, overlay).add(ResultKind.ROIS, rois).add(
				ResultKind.TABLE, table).add(ResultKind.GEOJSON, geojson).add(ResultKind.COCO, coco);
		return SegmentationSettings.builder().channels(ChannelChoice.of(channels)).results(results.kinds()).tile(tile).flips(
			variants()).foregroundThreshold(foreground_threshold).prominence(prominence).minimumSize(minimum_size).diameter(
				diameter).dimObjects(dim_objects ? DimObjects.SOUGHT : DimObjects.LEFT).slicing(slicing).shapeFeatures(
					shape_features).borderObjects(border_objects).level(LevelChoice.of(level)).build();
	}
}
