package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;
import java.util.Locale;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.ComputeDevice;

/** Trains a model from an open image and what was drawn on it. The work is {@link io.github.rwkvsss.train.ModelTraining}'s. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF),
	label = "RWKV-SSS Train on Open Image...",
	description = "Trains a model from an open image and the regions drawn on it, or its label image.", menu = { @Menu(
		label = "Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Train on Open Image...", weight = 2.5) })
public final class TrainImageCommand extends TrainingParameters {

	@Parameter(label = "Input", description = "Image to learn from: a plane, a stack or a hyperstack.", autoFill = false,
		persist = false)
	private ImagePlus input;

	@Parameter(label = "Annotation", description = ImageAnnotation.SOURCE, choices = { "auto", "roi_manager", "overlay",
		"roi_file", "label_image" }, persist = false)
	private String annotation = "auto";

	@Parameter(label = "Label image", description = ImageAnnotation.LABEL_IMAGE, required = false, autoFill = false,
		persist = false)
	private ImagePlus label_image;

	@Parameter(label = "Unlabelled pixels",
		description = "margin: background in a rim around each region, else unknown; background: all of them; ignore: unknown. auto: margin for instance regions, ignore for semantic regions, background in a label image.",
		choices = { "auto", "margin", "background", "ignore" }, persist = false)
	private String unlabelled = "auto";

	@Parameter(label = "ROI file", description = ImageAnnotation.ROI_FILE, required = false, attrs = @Attr(
		name = CommandCall.ADVANCED), persist = false)
	private File roi_file = new File("");

	@Parameter(label = "Margin", description = ImageAnnotation.MARGIN, min = "0", attrs = @Attr(name = CommandCall.ADVANCED),
		persist = false)
	private int margin;

	@Parameter(type = ItemIO.OUTPUT, label = "Report")
	private String report;

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		final ComputeDevice computing = ChosenDevice.of(device, this::notice);
		final Task what = Task.valueOf(task.toUpperCase(Locale.ROOT));
		final ImageAnnotation annotated = ImageAnnotation.of(input, annotation, roi_file, label_image, what, unlabelled,
			margin);
		notice("learning from " + annotated.summary());
		if (!annotated.classNames().isEmpty() && !class_names.isBlank()) throw new IllegalArgumentException(
			"class_names is given, but regions name their classes themselves; rename the regions, or leave class_names empty");
		final Choice choice = choice(annotated.classNames().isEmpty() ? classNames(class_names) : annotated.classNames(),
			computing);
		report = train(choice, (form, told, canceled) -> annotated.image().read(form, validation_share, seed), progress,
			cancellation);
	}
}
