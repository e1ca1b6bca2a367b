package io.github.rwkvsss.command;

import java.io.IOException;
import java.nio.file.Path;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import io.github.rwkvsss.evaluate.ImageEvaluation;
import io.github.rwkvsss.evaluate.ScoreText;
import io.github.rwkvsss.evaluate.ScoreWindow;
import io.github.rwkvsss.metric.EvaluationTable;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.ComputeDevice;

/** Scores one open image against another. The work is {@link ImageEvaluation}'s. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF),
	label = "RWKV-SSS Evaluate Open Images...",
	description = "Scores an open label image, or a model on an open image, against true labels.", menu = { @Menu(
		label = "Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Evaluate Open Images...", weight = 3.5) })
public final class ScoreCommand extends ScoringCommand {

	@Parameter(label = "Prediction",
		description = "Label image to score, or, if a model is given, the image for it to segment.", autoFill = false,
		persist = false)
	private ImagePlus input;

	@Parameter(label = "True labels", description = "Label image of the same size to compare with.", autoFill = false,
		persist = false)
	private ImagePlus truth;

	@Parameter(type = ItemIO.OUTPUT, label = "Scores")
	private String scores;

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		final ComputeDevice computing = computing();
		final Path csv = output.getPath().isEmpty() ? null : OutputFile.of(output.getPath(), inputFiles());
		final EvaluationTable table = model.isBlank() ? ofLabels() : ofModel(computing, progress, cancellation);
		if (csv != null) ScoreFile.write(table, csv);
		scores = ScoreText.of(table);
		if (ScoreWindow.show(table)) isOnScreen("scores");
	}

	private EvaluationTable ofLabels() throws IOException {
		return ImageEvaluation.ofLabels(task.equals("semantic") ? Task.SEMANTIC : Task.INSTANCE, input, truth, reading(),
			tolerance);
	}

	private EvaluationTable ofModel(final ComputeDevice computing, final Progress progress, final Cancellation cancellation)
		throws IOException
	{
		try (SegmentationModel opened = open(computing)) {
			return ImageEvaluation.ofModel(segmentation(opened), opened.manifest(), input, truth, tolerance, progress,
				cancellation);
		}
	}
}
