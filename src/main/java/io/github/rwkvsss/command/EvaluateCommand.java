package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.rwkvsss.evaluate.FolderEvaluation;
import io.github.rwkvsss.evaluate.ScoreText;
import io.github.rwkvsss.evaluate.ScoreWindow;
import io.github.rwkvsss.format.ImagePairs;
import io.github.rwkvsss.metric.EvaluationTable;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.train.Split;
import io.github.rwkvsss.train.SplitList;

/** Scores predicted labels, or a model, against true labels. The work is {@link FolderEvaluation}'s. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF),
	label = "RWKV-SSS Evaluate...",
	description = "Scores folders of predicted labels, or a model on a folder of images, against true labels.", menu = {
		@Menu(label = "Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Evaluate...", weight = 3) })
public final class EvaluateCommand extends ScoringCommand {

	@Parameter(label = "Labels", description = "Folder of true label images.", style = "directory", persist = false)
	private File labels;

	@Parameter(label = "Predictions",
		description = "Folder of predicted label images of the same names; empty to let a model predict.", style = "directory",
		required = false, persist = false)
	private File predictions = new File("");

	@Parameter(label = "Images", description = "Without predictions: folder of images of the same names.",
		style = "directory", required = false, persist = false)
	private File images = new File("");

	@Parameter(label = "Validation share",
		description = "Scores only the files that a training with this share and seed holds out (0 = all).", min = "0",
		max = "0.99", attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	private double validation_share;

	@Parameter(label = "Split",
		description = "Text file with a line for each image: train, choose or report, then its name; scores one part of it; empty for none.",
		required = false, attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	private File split = new File("");

	@Parameter(label = "Part", description = "Part of the split to score.", choices = { "report", "choose", "train" },
		required = false, attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	private String part = "report";

	@Parameter(label = "Seed", description = "Seed of the validation part.", attrs = @Attr(name = CommandCall.ADVANCED),
		persist = false)
	private long seed = 1;

	@Parameter(type = ItemIO.OUTPUT, label = "Scores")
	private String scores;

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		final ComputeDevice computing = computing();
		final Path csv = output.getPath().isEmpty() ? null : OutputFile.of(output.getPath(), inputFiles());
		final FolderEvaluation evaluation = new FolderEvaluation(tolerance, progress, cancellation);
		final EvaluationTable table;
		if (!predictions.getPath().isEmpty()) {
			if (!model.isBlank()) throw new IllegalArgumentException("both predictions and a model are given; give one of them");
			if (task.equals("automatic")) throw new IllegalArgumentException(
				"with predictions the task must be given: task=semantic or task=instance");
			table = evaluation.ofLabels(task.equals("instance") ? Task.INSTANCE : Task.SEMANTIC, reading(), pairs(predictions));
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
		try (SegmentationModel opened = open(computing)) {
			return evaluation.ofModel(segmentation(opened), opened.manifest(), pairs(images));
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
