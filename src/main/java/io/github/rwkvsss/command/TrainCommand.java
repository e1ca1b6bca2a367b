package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.train.SplitList;
import io.github.rwkvsss.train.TrainingFolders;

/** Trains a model from two folders. The work is {@link io.github.rwkvsss.train.ModelTraining}'s. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF),
	label = "RWKV-SSS Train...", description = "Trains a model from a folder of images and a folder of their labels.",
	menu = { @Menu(label = "Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Train...", weight = 2) })
public final class TrainCommand extends TrainingParameters {

	@Parameter(label = "Images", description = "Folder of images.", style = "directory", persist = false)
	private File images;

	@Parameter(label = "Labels", description = "Folder of label images of the same names.", style = "directory",
		persist = false)
	private File labels;

	@Parameter(label = "Split",
		description = "Text file with a line for each image: train, choose or report, then its name; trains on the first, validates on the second; empty to split by share and seed.",
		required = false, attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	private File split = new File("");

	@Parameter(type = ItemIO.OUTPUT, label = "Report")
	private String report;

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		final ComputeDevice computing = ChosenDevice.of(device, this::notice);
		final Choice choice = choice(classNames(class_names), computing);
		final TrainingFolders folders = new TrainingFolders(images.toPath(), labels.toPath());
		report = train(choice, (form, told, canceled) -> split.getPath().isEmpty() ? folders.read(form, validation_share, seed,
			told, canceled, this::notice) : folders.read(form, SplitList.read(split.toPath()), told, canceled, this::notice),
			progress, cancellation);
	}
}
