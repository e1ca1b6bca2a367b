package io.github.rwkvsss.command;

import org.scijava.ItemVisibility;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** What commands that segment with any model have in common: the model, and how its objects are separated. */
abstract class SegmentingCommand extends PredictingCommand {

	@Parameter(label = "Model", description = "Name of a model, such as nuclei-2d, path of a model file, or imported:name.",
		style = Input.SEGMENTING_MODEL, persist = false)
	String model = "nuclei-2d";

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	final String models = ModelText.offeredForSegmenting();

	@Parameter(label = "Foreground threshold", description = "Minimum foreground probability of objects (0 = model default).",
		min = "0", max = "0.999", required = false, attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	double foreground_threshold;

	@Parameter(label = "Prominence",
		description = "Lower splits touching objects more often; higher merges (0 = model default).", min = "0", max = "1.999",
		required = false, attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	double prominence;

	@Parameter(label = "Minimum size",
		description = "Minimum object size in pixels; smaller ones are removed (0 = model default).", min = "0",
		required = false, attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	int minimum_size;

	@Parameter(label = "Level",
		description = "Of OME-Zarr with several resolutions: finest, auto (the coarsest at which objects of diameter are as large as the model knows them), or the largest pixel size, in the image's unit, such as 0.5; diameter counts in the finest pixels.",
		required = false, attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	String level = "finest";
}
