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

import ij.ImagePlus;
import io.github.rwkvsss.foreign.Activation;
import io.github.rwkvsss.foreign.Consent;
import io.github.rwkvsss.foreign.ScriptPredictor;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.ChannelChoice;
import io.github.rwkvsss.segment.ChannelPrediction;

/** Runs a TorchScript archive of anybody over an image. The work is {@link ChannelPrediction}'s. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF),
	label = "RWKV-SSS Run TorchScript...",
	description = "Applies a TorchScript archive, which contains code, to an image; returns the channels of its output.",
	menu = { @Menu(label = "Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Run TorchScript...", weight = 12) })
public final class RunTorchScriptCommand extends ReportingCommand {

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String warning = Consent.WARNING;

	@Parameter(label = "Input", description = "Image to apply it to: a plane, a stack or a hyperstack.", autoFill = false,
		persist = false)
	private ImagePlus input;

	@Parameter(label = "Archive", description = "TorchScript archive, .pt, of a network that keeps the image's size.",
		persist = false)
	private File archive = new File("");

	@Parameter(label = "I trust its code",
		description = "Must be true: the archive contains code, which runs with your permissions.", persist = false)
	private boolean trust_code;

	@Parameter(label = "Axes",
		description = "Order of the axes that it takes, of b (batch), c (channel), z, y and x, such as bcyx or bczyx; bcyx>byxc if its output has another order.",
		persist = false)
	private String axes = "bcyx";

	@Parameter(label = "Normalization",
		description = "Normalization of the intensities: none, low and high to 0 and 1, those percentiles to 0 and 1, or mean 0 and deviation 1.",
		choices = { "none", "range", "percentile", "z_score" }, persist = false)
	private String normalization = "none";

	@Parameter(label = "Low", description = "For range and percentile: the value that becomes 0.", persist = false)
	private double low;

	@Parameter(label = "High", description = "For range and percentile: the value that becomes 1.", persist = false)
	private double high = 100;

	@Parameter(label = "Activation", description = "Activation applied to the output, if the network does not include it.",
		choices = { "none", "sigmoid", "softmax" }, persist = false)
	private String activation = "none";

	@Parameter(label = "Channels", description = TiledCommand.CHANNELS, required = false, persist = false)
	private String channels = "";

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String advanced = "Advanced: sizes of what it is given at once";

	@Parameter(label = "Tile", description = "Edge of the tiles in pixels; it is given tiles of this size only.", min = "1",
		max = "8192", persist = false)
	private int tile = 256;

	@Parameter(label = "Depth", description = "Slices of a tile, if it takes volumes; 0 for as many as the edge has pixels.",
		min = "0", max = "8192", persist = false)
	private int depth;

	@Parameter(label = "Halo", description = "Tile overlap in pixels (0 = an eighth of the tile).", min = "0",
		persist = false)
	private int halo;

	@Parameter(type = ItemIO.OUTPUT, label = "Result", description = "32-bit image with a channel for each of the output's.")
	private ImagePlus result;

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		final Consent consent = trust_code ? Consent.GIVEN : Consent.NOT_GIVEN;
		final ChannelChoice chosen = ChannelChoice.of(channels);
		final int count = chosen.indices().isEmpty() ? channelsOf(input) : chosen.indices().size();
		try (ScriptPredictor predictor = ScriptPredictor.open(InputPath.of(archive.getPath(), "archive"), consent, axes, count,
			Activation.of(activation), tile, depth == 0 ? tile : depth, halo))
		{
			result = ChannelPrediction.run(input, chosen, normalization(), predictor, predictor.preferredTile(), progress,
				cancellation);
		}
	}

	private static int channelsOf(final ImagePlus image) {
		return image.getType() == ImagePlus.COLOR_RGB ? 3 : image.getNChannels();
	}

	private Normalization normalization() {
		return switch (normalization) {
			case "range" -> Normalization.range(low, high);
			case "percentile" -> Normalization.percentile(low, high);
			case "z_score" -> Normalization.zScore();
			default -> Normalization.none();
		};
	}
}
