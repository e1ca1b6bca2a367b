package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.rwkvsss.batch.Batch;
import io.github.rwkvsss.batch.BatchModel;
import io.github.rwkvsss.batch.BatchReport;
import io.github.rwkvsss.batch.FolderImages;
import io.github.rwkvsss.batch.Subfolders;
import io.github.rwkvsss.file.Shard;
import io.github.rwkvsss.image.Slicing;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.ComputeDevice;

/** Segments the images of a folder. The work is {@link Batch}'s. */
@Plugin(type = Command.class, headless = true, attrs = { @Attr(name = CommandCall.RECORDS_ITSELF), @Attr(
	name = CommandCall.ORDER, value = "images output recursive include exclude model channels") },
	label = "RWKV-SSS Batch...",
	description = "Segments every image in a folder; skips files that fail and resumes interrupted runs.", menu = { @Menu(
		label = "Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Batch...", weight = 2) })
public final class BatchCommand extends ResultsCommand {

	@Parameter(label = "Images", description = "Folder of images.", style = "directory", persist = false)
	private File images = new File("");

	@Parameter(label = "Results",
		description = "Output folder, created if missing: a subfolder per kind of result, and batch-status.csv.",
		style = "directory", persist = false)
	private File output = new File("");

	@Parameter(label = "Subfolders too", description = "Includes images in subfolders.", required = false, persist = false)
	private boolean recursive;

	@Parameter(label = "Only files like",
		description = "Pattern of file names to take, such as *.tif or {*.tif,*.png}; empty for every image.", required = false,
		persist = false)
	private String include = "";

	@Parameter(label = "No files like", description = "Pattern of file names to leave out, such as *-mask.*; empty for none.",
		required = false, persist = false)
	private String exclude = "";

	@Parameter(label = "Shard", description = SegmentLargeCommand.SHARD, attrs = @Attr(name = CommandCall.ADVANCED),
		required = false, persist = false)
	private String shard = "";

	@Parameter(type = ItemIO.OUTPUT, label = "Report")
	private String report;

	/** A batch with failed files has not done its work: the sentence says how many, the status file which. */
	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		if (images.getPath().isEmpty()) throw new IllegalArgumentException("no folder of images is chosen; give images");
		if (output.getPath().isEmpty()) throw new IllegalArgumentException("no folder for the results is chosen; give output");
		final ComputeDevice computing = ChosenDevice.of(device, model, this::notice);
		final FolderImages files = new FolderImages(images.toPath(), recursive ? Subfolders.INCLUDED : Subfolders.LEFT_OUT,
			include, exclude);
		final BatchReport result;
		try (BatchModel opened = BatchModel.open(model, computing, settings(Slicing.STORED), this::notice)) {
			result = new Batch(files, output.toPath(), opened, Shard.of(shard)).run(progress, cancellation);
		}
		if (result.failed() > 0) throw new IOException(result.sentence());
		report = result.sentence();
	}
}
