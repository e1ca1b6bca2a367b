package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.rwkvsss.evaluate.FolderEvaluation;
import io.github.rwkvsss.evaluate.ScoreText;
import io.github.rwkvsss.evaluate.ScoreWindow;
import io.github.rwkvsss.evaluate.StackReading;
import io.github.rwkvsss.format.ImagePairs;
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
import io.github.rwkvsss.train.Split;
import io.github.rwkvsss.train.SplitList;

/** Scores predicted labels, or a model, against true labels. The work is {@link FolderEvaluation}'s. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF), label = "RWKV-SSS Evaluate...", description =
	"Scores folders of predicted labels, or a model on a folder of images, against true labels.", menu = { @Menu(label = "Plugins"), @Menu(label =
		"RWKV-SSS"), @Menu(label = "RWKV-SSS Evaluate...", weight = 3) })
public final class EvaluateCommand extends ReportingCommand {

	@Parameter(label = "Labels", description = "Folder of true label images.", style = "directory", persist = false)
	private File labels;

	@Parameter(label = "Predictions", description =
		"Folder of predicted label images of the same names; empty to let a model predict.", style = "directory", required =
			false, persist = false)
	private File predictions = new File("");

	@Parameter(label = "Model", description =
		"Without predictions: name of a model that ships, or path of a model file.", required = false, style =
			Input.MODEL, persist = false)
	private String model = "";

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String models = ModelText.offered();

	@Parameter(label = "Images", description = "Without predictions: folder of images of the same names.", style =
		"directory", required = false, persist = false)
	private File images = new File("");

	@Parameter(label = "Task", description =
		"What the numbers in the labels are: semantic for classes, instance for objects; automatic is the model's.", choices = {
			"automatic", "semantic", "instance" }, persist = false)
	private String task = "automatic";

	@Parameter(label = "Output", description = "CSV file to write all scores to; empty for none.", style = "save", required =
		false, persist = false)
	private File output = new File("");

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String advanced = "Advanced: what is 0 or empty is chosen by itself";

	@Parameter(label = "By slice", description =
		"Of predicted stacks: score each slice by itself, because objects are numbered anew in each.", persist = false)
	private boolean by_slice;

	@Parameter(label = "Validation share", description =
		"Score only the part that a training with this share and seed keeps for validation; 0 for all.", min = "0", max =
			"0.99", persist = false)
	private double validation_share;

	@Parameter(label = "Split", description =
		"Text file with a line for each image: train, choose or report, then its name; scores one part of it; empty for none.",
		required = false, persist = false)
	private File split = new File("");

	@Parameter(label = "Part", description = "Part of the split to score.", choices = { "report", "choose", "train" }, required =
		false, persist = false)
	private String part = "report";

	@Parameter(label = "Seed", description = "Seed of the validation part.", persist = false)
	private long seed = 1;

	@Parameter(label = "Channels", description =
		"Channels to use, numbered from 1, such as 1 or 1,2,3; empty for all that the images have.", required = false,
		persist = false)
	private String channels = "";

	@Parameter(label = "Tile", description =
		"Edge of the tiles in pixels, a multiple of the model's stride; 0 chooses by itself.", min = "0", persist = false)
	private int tile;

	@Parameter(label = "Flips", description = "Predict mirror images too and average.", persist = false)
	private boolean flips;

	@Parameter(label = "Diameter", description =
		"Of objects: pixels across a typical one in the image, for models that know the size of their objects, such as nuclei-2d; 0 finds it.",
		min = "0", max = "4096", required = false, persist = false)
	private double diameter;

	@Parameter(label = "Device", description =
		"Where the model computes: auto uses an NVIDIA GPU if one can be used, else the CPU; cuda requires the first GPU.", choices = {
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
		final FolderEvaluation evaluation = new FolderEvaluation(tolerance, progress, cancellation);
		final EvaluationTable table;
		if (!predictions.getPath().isEmpty()) {
			if (!model.isBlank()) throw new IllegalArgumentException("both predictions and a model are given; give one of them");
			if (task.equals("automatic")) throw new IllegalArgumentException(
				"with predictions the task must be given: task=semantic or task=instance");
			table = evaluation.ofLabels(task.equals("instance") ? Task.INSTANCE : Task.SEMANTIC, by_slice ? StackReading.PLANES
				: StackReading.VOLUME, pairs(predictions));
		}
		else {
			if (model.isBlank() || images.getPath().isEmpty()) throw new IllegalArgumentException(
				"there is nothing to evaluate; give predictions, or model and images");
			table = ofModel(evaluation, computing);
		}
		if (csv != null) ScoreFile.write(table, csv);
		scores = ScoreText.of(table);
		if (ScoreWindow.show(table)) isOnScreen("scores");
	}

	private EvaluationTable ofModel(final FolderEvaluation evaluation, final ComputeDevice computing) throws IOException {
		try (SegmentationModel opened = ModelLibrary.open(model, computing)) {
			final Task wanted = opened.manifest().task();
			if (!task.equals("automatic") && !task.equalsIgnoreCase(wanted.name())) throw new IllegalArgumentException("model " +
				model + " is not for the task " + task + "; leave task at automatic");
			final Segmentation segmentation = Segmentation.with(opened).channels(ChannelChoice.of(channels)).tile(tile).diameter(diameter).flips(
				flips ? Flips.ALL : Flips.NONE).build();
			return evaluation.ofModel(segmentation, opened.manifest(), pairs(images));
		}
	}

	private List<ImagePairs.Pair> pairs(final File folder) throws IOException {
		final List<ImagePairs.Pair> all = ImagePairs.of(folder.toPath(), labels.toPath());
		if (!split.getPath().isEmpty()) {
			if (validation_share != 0) throw new IllegalArgumentException(
				"both split and validation_share are given; give one of them");
			if (!List.of("report", "choose", "train").contains(part)) throw new IllegalArgumentException("there is no part \"" +
				part + "\"; choose report, choose or train");
			return SplitList.read(split.toPath()).of(SplitList.Part.valueOf(part.toUpperCase(Locale.ROOT)), all);
		}
		return validation_share == 0 ? all : Split.of(all, validation_share, seed).validation();
	}
}
