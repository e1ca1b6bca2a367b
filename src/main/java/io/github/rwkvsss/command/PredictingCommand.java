package io.github.rwkvsss.command;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

import io.github.rwkvsss.predict.Flips;

/** What commands that segment images with a model have in common. */
abstract class PredictingCommand extends TiledCommand {

	@Parameter(label = "Flips",
		description = "Averages the predictions of mirrored images (test-time augmentation): four times slower, slightly more accurate.",
		required = false, attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	boolean flips;

	@Parameter(label = "Diameter",
		description = "Diameter of a typical object in pixels, for models with a known object size, such as nuclei-2d (0 = measured in the image).",
		min = "0", max = "4096", required = false, attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	double diameter;

	/** @return which mirror images are averaged */
	final Flips variants() {
		return flips ? Flips.ALL : Flips.NONE;
	}
}
