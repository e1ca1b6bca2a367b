package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.rwkvsss.correct.ExampleScore;
import io.github.rwkvsss.correct.KnownRegion;
import io.github.rwkvsss.correct.LearningRound;
import io.github.rwkvsss.correct.Project;
import io.github.rwkvsss.correct.Round;
import io.github.rwkvsss.correct.RoundSettings;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.ChannelChoice;
import io.github.rwkvsss.tensor.ComputeDevice;

/** Adds what was corrected on an open image to a project, and learns from the project. The work is {@link LearningRound}'s. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF),
	label = "RWKV-SSS Learn from Corrections",
	description = "Fine-tunes the model of a project folder on what was corrected, and keeps the old one if the new is worse on what was marked before.",
	menu = { @Menu(label = "Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Learn from Corrections",
		weight = 2.6) })
public final class LearnCommand extends ComputingCommand {

	@Parameter(label = "Project",
		description = "Folder of the project: images, corrections, models and scores of each round.", style = "directory",
		persist = false)
	private File project;

	@Parameter(label = "Start from",
		description = "Model that a new project begins with, by name or path, such as nuclei-2d (empty = the project is there already).",
		required = false, style = Input.MODEL, persist = false)
	private String start_from = "";

	@Parameter(label = "Input",
		description = "Image that was corrected, to be added to the project (none = learn from what is in it).",
		required = false, autoFill = false, persist = false)
	private ImagePlus input;

	@Parameter(label = "Annotation", description = ImageAnnotation.SOURCE, choices = { "auto", "roi_manager", "overlay",
		"roi_file", "label_image" }, persist = false)
	private String annotation = "auto";

	@Parameter(label = "Label image", description = ImageAnnotation.LABEL_IMAGE, required = false, autoFill = false,
		persist = false)
	private ImagePlus label_image;

	@Parameter(label = "Known",
		description = "Where everything is outlined and the rest is background: inside the selection, in the whole slice or image, or in a margin around regions; auto: image for a label image, margin for regions.",
		choices = { "auto", "selection", "slice", "image", "margin" }, required = false, persist = false)
	private String known = "auto";

	@Parameter(label = "Keep worse",
		description = "Makes the new model the current one even if it is worse on what was marked before.", required = false,
		persist = false)
	private boolean keep_worse;

	@Parameter(label = "Example",
		description = "Name of the example in the project (empty = the image's title); what was marked under that name stays, the new counts where both say something.",
		required = false, attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	private String example = "";

	@Parameter(label = "ROI file", description = ImageAnnotation.ROI_FILE, required = false, attrs = @Attr(
		name = CommandCall.ADVANCED), persist = false)
	private File roi_file = new File("");

	@Parameter(label = "Margin", description = ImageAnnotation.MARGIN, min = "0", attrs = @Attr(name = CommandCall.ADVANCED),
		persist = false)
	private int margin;

	@Parameter(label = "Channels", description = TiledCommand.CHANNELS, required = false, attrs = @Attr(
		name = CommandCall.ADVANCED), persist = false)
	private String channels = "";

	@Parameter(label = "Diameter",
		description = "Diameter of a typical object in pixels, for models with a known object size, such as nuclei-2d (0 = measured in the image).",
		min = "0", max = "4096", required = false, attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	private double diameter;

	@Parameter(label = "Steps", description = "Optimiser steps of the round (0 = only add the example).", min = "0",
		required = false, attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	private int steps = RoundSettings.STANDARD.steps();

	@Parameter(label = "Learning rate", description = "Largest learning rate.", min = "0", max = "1", required = false,
		attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	private double learning_rate = RoundSettings.STANDARD.learningRate();

	@Parameter(label = "Replay share",
		description = "Share of patches that are of earlier rounds and of the start model's training sample.", min = "0",
		max = "0.95", required = false, attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	private double replay_share = RoundSettings.STANDARD.replayShare();

	@Parameter(label = "Tolerated loss",
		description = "By how much the mean score of what was marked before may fall for the new model to be kept.", min = "0",
		max = "1", required = false, attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	private double tolerated_loss = RoundSettings.STANDARD.tolerance();

	@Parameter(label = "Seed", description = "Random seed of patches and augmentation.", required = false, attrs = @Attr(
		name = CommandCall.ADVANCED), persist = false)
	private long seed = 1;

	@Parameter(label = "Threads", description = "Threads to compute on (0 = automatic).", min = "0", required = false,
		attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	private int threads;

	@Parameter(type = ItemIO.OUTPUT, label = "Report")
	private String report;

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		final ComputeDevice computing = ChosenDevice.of(device, this::notice);
		final RoundSettings settings = steps == 0 ? null : new RoundSettings(steps, learning_rate, replay_share, tolerated_loss,
			keep_worse, seed);
		final Project opened = project();
		if (input != null) add(opened);
		else if (settings == null) throw new IllegalArgumentException(
			"there is nothing to do: steps is 0 and no input is given; give one of them");
		if (settings == null) {
			report = "added to the project in " + opened.folder() + ", which has " + opened.examples().size() + " examples now";
			return;
		}
		final LearningRound round = new LearningRound(opened, settings);
		round.tell(this::notice);
		round.on(computing);
		round.threads(threads);
		report = text(opened, round.run(progress, cancellation));
	}

	private Project project() throws IOException {
		final Path folder = InputPath.of(project.getPath(), "project");
		if (Project.isProject(folder)) return Project.open(folder);
		if (!start_from.isBlank()) return Project.create(folder, start_from);
		throw new IllegalArgumentException("there is no project in " + folder +
			"; choose a project's folder, or give start_from to begin one there");
	}

	private void add(final Project opened) throws IOException {
		final ImageAnnotation annotated = ImageAnnotation.of(input, annotation, roi_file, label_image, opened.manifest().task(),
			known.equals("auto") || known.equals("margin") ? known : "background", margin);
		final LabelImage labels = annotated.image().labels();
		opened.extendExample(example.isBlank() ? ImageReader.withoutExtension(input.getTitle()) : example, input, labels,
			region(labels), diameter, ChannelChoice.of(channels));
		notice("learning from " + annotated.summary());
	}

	private KnownRegion region(final LabelImage labels) {
		final KnownRegion region = new KnownRegion(labels.size());
		switch (known) {
			case "image":
				return KnownRegion.all(labels.size());
			case "slice":
				return region.addSlice(input.getFrame() - 1, input.getSlice() - 1);
			case "selection":
				final Roi selection = input.getRoi();
				if (selection == null) throw new IllegalArgumentException("there is no selection in " + input.getTitle() +
					"; draw one around what is true, or choose known=slice or known=image");
				return region.add(input.getFrame() - 1, input.getSlice() - 1, selection);
			default:
				return KnownRegion.of(labels);
		}
	}

	private static String text(final Project project, final Round round) throws IOException {
		final StringBuilder text = new StringBuilder(String.format(Locale.ROOT,
			"round %d of the project in %s, %.0f seconds: %s%n", round.number(), project.folder(), round.seconds(), round
				.reason()));
		for (final ExampleScore score : round.scores()) text.append(String.format(Locale.ROOT,
			"%s, %s: %.3f before, %.3f after%n", score.name(), score.kind().word(), score.before(), score.after()));
		return text.append("current model: ").append(project.currentModel()).toString();
	}
}
