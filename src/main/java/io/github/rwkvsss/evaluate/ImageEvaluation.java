package io.github.rwkvsss.evaluate;

import java.io.IOException;

import ij.ImagePlus;
import ij.measure.Calibration;

import io.github.rwkvsss.format.LabelReader;
import io.github.rwkvsss.image.Foreground;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.metric.EvaluationTable;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.Segmentation;

/** Scores one open image against its true labels. Distances are in the calibration of the image that is scored. */
public final class ImageEvaluation {

	private ImageEvaluation() {}

	/**
	 * @param task whether the numbers are classes or objects
	 * @param predicted label image
	 * @param truth label image of the same size
	 * @param reading of stacks
	 * @param tolerance of the surface Dice, in calibrated units, at least 0
	 * @return the scores; of the classes that occur in the true labels
	 * @throws IllegalArgumentException in one sentence if one is no label image or the sizes differ
	 * @throws IOException likewise, if an image came from a file that holds no labels
	 */
	public static EvaluationTable ofLabels(final Task task, final ImagePlus predicted, final ImagePlus truth,
		final StackReading reading, final double tolerance) throws IOException
	{
		return ofLabels(task, LabelReader.of(predicted), LabelReader.of(truth), predicted.getCalibration(), reading, tolerance);
	}

	/**
	 * The same of labels that are in no ImageJ image.
	 *
	 * @param calibration pixel size and unit of the distances
	 * @throws IllegalArgumentException in one sentence if the sizes differ
	 */
	public static EvaluationTable ofLabels(final Task task, final LabelImage predicted, final LabelImage truth,
		final Calibration calibration, final StackReading reading, final double tolerance)
	{
		final Foreground masks = new Foreground();
		final Foreground foundMasks = new Foreground();
		masks.add(truth);
		foundMasks.add(predicted);
		final int foreground = task == Task.INSTANCE || foundMasks.value() == 0 ? 0 : masks.value();
		final LabelImage labels = Foreground.as(truth, foreground);
		final LabelImage found = Foreground.as(predicted, foreground);
		requireOneSize(labels.name(), labels.size(), found.name(), found.size());
		final LabelScores scores = task == Task.INSTANCE ? LabelScores.ofObjects(tolerance, reading) : LabelScores.ofClasses(
			LabelScores.valuesIn(labels), tolerance, reading);
		scores.add(found.name(), labels, found, calibration);
		return scores.table();
	}

	/**
	 * Segments an image and scores what was found.
	 *
	 * @param segmentation how
	 * @param manifest of the model that segments
	 * @param image of any type
	 * @param truth label image of the same size
	 * @param tolerance of the surface Dice, in calibrated units, at least 0
	 * @throws IllegalArgumentException in one sentence if the image does not fit the model, the truth is no label image or
	 *           the sizes differ
	 * @throws IOException likewise, if the truth came from a file that holds no labels
	 */
	public static EvaluationTable ofModel(final Segmentation segmentation, final ModelManifest manifest,
		final ImagePlus image, final ImagePlus truth, final double tolerance, final Progress progress,
		final Cancellation cancellation) throws IOException
	{
		final LabelImage labels = Foreground.as(LabelReader.of(truth), Foreground.of(manifest.classValues()));
		final PixelSource pixels = PixelSource.of(image);
		requireOneSize(truth.getTitle(), labels.size(), image.getTitle(), pixels.size());
		final LabelScores scores = LabelScores.ofModel(manifest, tolerance);
		scores.add(image.getTitle(), labels, segmentation.labels(pixels, progress, cancellation), image.getCalibration());
		return scores.table();
	}

	private static void requireOneSize(final String truth, final long[] labelSize, final String image,
		final long[] imageSize)
	{
		LabelScores.mismatch(truth, labelSize, image, imageSize).ifPresent(sentence -> {
			throw new IllegalArgumentException(sentence);
		});
	}
}
