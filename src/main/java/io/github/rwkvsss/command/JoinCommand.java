package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.rwkvsss.batch.BatchJoin;
import io.github.rwkvsss.batch.BatchReport;
import io.github.rwkvsss.batch.FolderImages;
import io.github.rwkvsss.batch.Subfolders;
import io.github.rwkvsss.block.BlockFolder;
import io.github.rwkvsss.file.InputFiles;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/** Joins what shards left: of a batch, or of one large image. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF),
	label = "RWKV-SSS Join Shards...",
	description = "Joins the shards of a batch or of a large image: checks that all are complete, numbers objects, writes the results.",
	menu = { @Menu(label = "Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Join Shards...", weight = 2.2) })
public final class JoinCommand extends ReportingCommand {

	@Parameter(label = "Results",
		description = "Output of the shards: the folder of a batch's results, or the label image of a large image.",
		style = "save", persist = false)
	private File output = new File("");

	@Parameter(label = "Images", description = "For a batch: the folder of its images (empty for a large image).",
		style = "directory", required = false, persist = false)
	private File images = new File("");

	@Parameter(label = "Subfolders too", description = "For a batch: the same value as its shards had.", required = false,
		persist = false)
	private boolean recursive;

	@Parameter(label = "Only files like", description = "For a batch: the same value as its shards had.", required = false,
		persist = false)
	private String include = "";

	@Parameter(label = "No files like", description = "For a batch: the same value as its shards had.", required = false,
		persist = false)
	private String exclude = "";

	@Parameter(type = ItemIO.OUTPUT, label = "Report")
	private String report;

	@Override
	protected boolean computes() {
		return false;
	}

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		if (output.getPath().isEmpty()) throw new IllegalArgumentException(
			"no output is given; give what the shards were given");
		if (!images.getPath().isEmpty()) {
			final BatchReport batch = BatchJoin.run(new FolderImages(images.toPath(), recursive ? Subfolders.INCLUDED
				: Subfolders.LEFT_OUT, include, exclude), output.toPath());
			if (batch.failed() > 0) throw new IOException(batch.sentence());
			report = batch.sentence();
			return;
		}
		if (output.isDirectory() && BatchJoin.isNeededIn(output.toPath())) throw new IllegalArgumentException(output +
			" holds shards of a batch; give images, the folder of its images, too");
		final Path labels = LargeResult.requireWritable(output.getPath(), new InputFiles());
		final LargeResult result = LargeResult.join(BlockFolder.of(labels), labels, progress, cancellation);
		result.written().forEach(this::wrote);
		report = result.sentence();
	}
}
