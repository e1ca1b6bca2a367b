package io.github.rwkvsss.command;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** What commands that predict images tile by tile have in common. */
abstract class TiledCommand extends ComputingCommand {

	static final String CHANNELS = "Channels to use, numbered from 1, such as 1 or 1,2,3; empty for all that there are.";

	@Parameter(label = "Channels", description = TiledCommand.CHANNELS, required = false, persist = false)
	String channels = "";

	@Parameter(label = "Tile",
		description = "Edge of the tiles in pixels, a multiple of the model's stride; 0 for the size the model was trained on.",
		min = "0", required = false, attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	int tile;
}
