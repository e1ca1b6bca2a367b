package io.github.rwkvsss.command;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

import io.github.rwkvsss.predict.Flips;

/** What commands that segment images with a model have in common. */
abstract class PredictingCommand extends TiledCommand {

	@Parameter(label = "Flips", description =
		"Predict mirror images too and average: four times slower, a little more accurate.", required = false, attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	boolean flips;

	@Parameter(label = "Diameter", description =
		"Of objects: pixels across a typical one in the image, for models that know the size of their objects, such as nuclei-2d; 0 finds it.",
		min = "0", max = "4096", required = false, attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	double diameter;

	/** @return which mirror images are averaged */
	final Flips variants() {
		return flips ? Flips.ALL : Flips.NONE;
	}
}
