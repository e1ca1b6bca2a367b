package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.rwkvsss.foreign.Consent;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.TorchScriptArchive;
import io.github.rwkvsss.network.ScriptedNetwork;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/** Writes a model's network for programs that run TorchScript. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF),
	label = "RWKV-SSS Export TorchScript...",
	description = "Writes a model's network as a TorchScript archive for a fixed tile size.", menu = { @Menu(
		label = "Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Export TorchScript...", weight = 11) })
public final class ExportCommand extends ReportingCommand {

	static final String PORTABLE =
		"Writes TorchScript of LibTorch's own operations alone: any program runs it without the op library, slower.";

	@Parameter(label = "Model", description = "Name of a model that ships, or path of a model file.", style = Input.MODEL,
		persist = false)
	private String model = "";

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String models = ModelText.offered();

	@Parameter(label = "Output", description = "Archive to write, .pt.", style = "save", persist = false)
	private File output;

	@Parameter(label = "Tile", description = "Edge of the tiles that the archive takes, in pixels.", min = "1", max = "8192",
		persist = false)
	private int tile = 256;

	@Parameter(label = "Portable TorchScript", description = PORTABLE, required = false, persist = false)
	private boolean portable;

	@Parameter(type = ItemIO.OUTPUT, label = "Report")
	private String report;

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		if (!output.getName().endsWith(".pt")) throw new IllegalArgumentException("the name of the archive " + output +
			" must end in .pt");
		final Path file = OutputFile.of(output.getPath(), inputFiles());
		try (SegmentationModel opened = ModelLibrary.open(model)) {
			final int[] extents = new int[opened.dimensions()];
			Arrays.fill(extents, tile);
			TorchScriptArchive.write(opened.network(), file, portable ? ScriptedNetwork.Operations.LIBTORCH
				: ScriptedNetwork.Operations.OP_LIBRARY, extents);
			report = "wrote " + file + "\nIt takes normalised intensities (batch, " + opened.inputChannels() + ", " + "tile, "
				.repeat(extents.length - 1) + "tile), tile = " + tile + ", and gives logits of " + opened.classes() + " classes; " +
				(TorchScriptArchive.operations(Files.readAllBytes(file)).isEmpty() ? "plain LibTorch runs it.\n"
					: "load the op library first.\n") + Consent.WARNING;
		}
	}
}
