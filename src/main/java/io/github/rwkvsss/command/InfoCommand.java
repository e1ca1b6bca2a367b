package io.github.rwkvsss.command;

import java.io.IOException;

import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.IJ;
import io.github.rwkvsss.check.InstalledJars;
import io.github.rwkvsss.check.Installation;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.bench.NetworkCost;

/** Tells about a model, a network's cost, or the installation. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF), label = "RWKV-SSS Info",
	description = "Describes a model, a network's cost, or the installation.", menu = { @Menu(label = "Plugins"), @Menu(
		label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Info", weight = 9) })
public final class InfoCommand extends ReportingCommand {

	@Parameter(label = "Model",
		description = "Name of a model that ships, or path of a model file, to describe; empty for none.", required = false,
		style = Input.MODEL, persist = false)
	private String model = "";

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String models = ModelText.offered();

	@Parameter(label = "Preset",
		description = "Network whose parameters, operations and memory to measure; model for that of the model above.",
		choices = { "none", "model", "tiny", "base", "draft", "unet" }, persist = false)
	private String preset = "none";

	@Parameter(label = "Size", description = "Edge of the image that the network is measured on, in pixels.", min = "1",
		max = "8192", persist = false)
	private int size = 512;

	@Parameter(label = "Dimensions", description = TrainingCommand.DIMENSIONS, min = "2", max = "3", persist = false)
	private int dimensions = 2;

	@Parameter(label = "Channels", description = "Channels of the image that the network is measured on.", min = "1",
		max = "64", persist = false)
	private int channels = 1;

	@Parameter(label = "Classes", description = "Classes of the measured network.", min = "2", max = "255", persist = false)
	private int classes = 2;

	@Parameter(type = ItemIO.OUTPUT, label = "Info")
	private String info;

	@Override
	protected boolean computes() {
		return !preset.equals("none");
	}

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		if (preset.equals("model")) info = NetworkCost.measure(ModelLibrary.describe(model).network(), size).table();
		else if (!preset.equals("none")) info = NetworkCost.measure(NetworkConfig.preset(preset, dimensions, channels, classes),
			size).table();
		else if (!model.isBlank()) info = ModelText.of(ModelLibrary.describe(model));
		else info = Installation.look(IJ.getVersion(), InstalledJars.here()).text();
	}
}
