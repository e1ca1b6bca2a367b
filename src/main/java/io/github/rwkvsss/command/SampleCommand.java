package io.github.rwkvsss.command;

import java.io.IOException;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import io.github.rwkvsss.format.SampleImages;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/** Opens one of the drawn images that ship, to try a model on. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF),
	label = "RWKV-SSS Open Sample Image...",
	description = "Opens a drawn image to try the models on: nuclei, membranes of brain tissue, or a volume.", menu = { @Menu(
		label = "Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Open Sample Image...", weight = 8.5) })
public final class SampleCommand extends ReportingCommand {

	@Parameter(label = "Sample",
		description = "crowded, bright and dim are nuclei, for nuclei-2d; section-1 and section-2 are membranes, for membranes-2d; phantom is a volume, for hippocampus-3d.",
		choices = { "crowded", "bright", "dim", "section-1", "section-2", "phantom" }, persist = false)
	private String sample = "crowded";

	@Parameter(type = ItemIO.OUTPUT, label = "Sample image")
	private ImagePlus image;

	@Override
	protected boolean computes() {
		return false;
	}

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		image = SampleImages.open(sample);
	}
}
