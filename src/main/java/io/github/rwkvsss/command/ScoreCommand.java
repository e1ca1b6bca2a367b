package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import io.github.rwkvsss.evaluate.ImageEvaluation;
import io.github.rwkvsss.evaluate.ScoreText;
import io.github.rwkvsss.evaluate.ScoreWindow;
import io.github.rwkvsss.evaluate.StackReading;
import io.github.rwkvsss.metric.EvaluationTable;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.predict.Flips;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.ChannelChoice;
import io.github.rwkvsss.segment.Segmentation;
import io.github.rwkvsss.tensor.ComputeDevice;

/** Scores one open image against another. The work is {@link ImageEvaluation}'s. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF), label = "RWKV-SSS Evaluate Open Images...", description =
	"Scores an open label image, or a model on an open image, against true labels.", menu = { @Menu(label = "Plugins"),
		@Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Evaluate Open Images...", weight = 3.5) })
public final class ScoreCommand extends ReportingCommand {

	@Parameter(label = "Prediction", description =
		"Label image to score, or, if a model is given, the image for it to segment.", autoFill = false, persist = false)
	private ImagePlus input;

	@Parameter(label = "True labels", description = "Label image of the same size to compare with.", autoFill = false, persist =
		false)
	private ImagePlus truth;

	@Parameter(label = "Model", description =
		"Name of a model that ships, such as nuclei-2d, or path of a model file; empty if the input is labels.", required =
			false, style = Input.MODEL, persist = false)
	private String model = "";

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String models = ModelText.offered();

	@Parameter(label = "Task", description =
		"What the numbers in labels are: semantic for classes, instance for objects; automatic is the model's, without one instance.",
		choices = { "automatic", "semantic", "instance" }, persist = false)
	private String task = "automatic";

	@Parameter(label = "Output", description = "CSV file to write all scores to; empty for none.", style = "save", required =
		false, persist = false)
	private File output = new File("");

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String advanced = "Advanced: what is 0 or empty is chosen by itself";

	@Parameter(label = "By slice", description =
		"Of label stacks: score each slice by itself, because objects are numbered anew in each.", persist = false)
	private boolean by_slice;

	@Parameter(label = "Channels", description =
		"Of a model: channels of the image to use, numbered from 1, such as 1 or 1,2,3; empty for all that it has.",
		required = false, persist = false)
	private String channels = "";

	@Parameter(label = "Tile", description =
		"Of a model: edge of the tiles in pixels, a multiple of the model's stride; 0 chooses by itself.", min = "0", persist =
			false)
	private int tile;

	@Parameter(label = "Flips", description = "Of a model: predict mirror images too and average.", persist = false)
	private boolean flips;

	@Parameter(label = "Diameter", description =
		"Of a model's objects: pixels across a typical one in the image, for models that know the size of their objects, such as nuclei-2d; 0 finds it.",
		min = "0", max = "4096", required = false, persist = false)
	private double diameter;

	@Parameter(label = "Device", description =
		"Of a model: where to compute; auto uses an NVIDIA GPU if one can be used, else the CPU; cuda requires the first GPU.", choices = {
			"auto", "cpu", "cuda", "cuda:1", "cuda:2", "cuda:3", "mps" }, required = false, persist = false)
	private String device = "auto";

	@Parameter(label = "Tolerance", description =
		"Of the surface Dice: distance that counts as agreement, in calibrated units.", min = "0", persist = false)
	private double tolerance = 1;

	@Parameter(type = ItemIO.OUTPUT, label = "Scores")
	private String scores;

	@Override
	protected boolean computes() {
		return !model.isBlank();
	}

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		final ComputeDevice computing = model.isBlank() ? ComputeDevice.CPU : ChosenDevice.of(device, this::notice);
		final Path csv = output.getPath().isEmpty() ? null : OutputFile.of(output.getPath(), inputFiles());
		final EvaluationTable table = model.isBlank() ? ofLabels() : ofModel(computing, progress, cancellation);
		if (csv != null) ScoreFile.write(table, csv);
		scores = ScoreText.of(table);
		if (ScoreWindow.show(table)) isOnScreen("scores");
	}

	private EvaluationTable ofLabels() throws IOException {
		return ImageEvaluation.ofLabels(task.equals("semantic") ? Task.SEMANTIC : Task.INSTANCE, input, truth, by_slice
			? StackReading.PLANES : StackReading.VOLUME, tolerance);
	}

	private EvaluationTable ofModel(final ComputeDevice computing, final Progress progress, final Cancellation cancellation)
		throws IOException
	{
		try (SegmentationModel opened = ModelLibrary.open(model, computing)) {
			final Task wanted = opened.manifest().task();
			if (!task.equals("automatic") && !task.equalsIgnoreCase(wanted.name())) throw new IllegalArgumentException("model " +
				model + " is not for the task " + task + "; leave task at automatic");
			final Segmentation segmentation = Segmentation.with(opened).channels(ChannelChoice.of(channels)).tile(tile).diameter(diameter).flips(
				flips ? Flips.ALL : Flips.NONE).notices(this::notice).build();
			return ImageEvaluation.ofModel(segmentation, opened.manifest(), input, truth, tolerance, progress, cancellation);
		}
	}
}
