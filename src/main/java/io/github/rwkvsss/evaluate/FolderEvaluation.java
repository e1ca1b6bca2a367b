package io.github.rwkvsss.evaluate;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

import ij.ImagePlus;

import io.github.rwkvsss.format.ImagePairs.Pair;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.LabelReader;
import io.github.rwkvsss.format.ObjectClassTable;
import io.github.rwkvsss.image.Foreground;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.metric.EvaluationTable;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.Segmentation;

/** Scores pairs of files. What a 2D model finds is scored plane by plane, see {@link StackReading}. */
public final class FolderEvaluation {

	private final double tolerance;
	private final Progress progress;
	private final Cancellation cancellation;

	/**
	 * @param tolerance of the surface Dice, in calibrated units, at least 0
	 * @param progress told of every file
	 * @param cancellation looked at before every file and tile
	 */
	public FolderEvaluation(final double tolerance, final Progress progress, final Cancellation cancellation) {
		this.tolerance = tolerance;
		this.progress = progress;
		this.cancellation = cancellation;
	}

	/**
	 * Segments images and scores what was found; the classes of objects too, where model and labels tell such, as
	 * {@link ObjectClassTable} says. Objects of classes that the model does not know count there for nothing.
	 *
	 * @param segmentation how
	 * @param manifest of the model that segments
	 * @param pairs of images and their true labels, at least one
	 * @return the scores
	 * @throws IOException in one sentence if a file cannot be read, or an image and its labels differ in size
	 */
	public EvaluationTable ofModel(final Segmentation segmentation, final ModelManifest manifest, final List<Pair> pairs)
		throws IOException
	{
		final LabelScores scores = LabelScores.ofModel(manifest, tolerance);
		final List<String> names = manifest.objectClasses();
		final ObjectClassTable table = names.isEmpty() || pairs.isEmpty() ? null : ObjectClassTable.in(pairs.get(0).labels()
			.toAbsolutePath().getParent());
		for (int i = 0; i < pairs.size(); i++) {
			final Pair pair = pairs.get(i);
			begin(i, pairs.size(), pair);
			final LabelImage labels = pair.readLabels();
			final LabelImage truth = Foreground.as(labels, Foreground.of(manifest.classValues()));
			final ImagePlus image = ImageReader.read(pair.image());
			final PixelSource pixels = PixelSource.of(image);
			requireSameSize(pair, pixels.size(), truth.size());
			final Segmentation.Found found = segmentation.find(pixels, Progress.NONE, cancellation);
			if (table == null) scores.add(pair.name(), truth, found.labels(), image.getCalibration());
			else scores.add(pair.name(), truth, table.of(pair, labels).in(names).numbers(), found.labels(), found.classes()
				.numbers(), image.getCalibration());
		}
		progress.update(pairs.size(), pairs.size(), "done");
		return scores.table();
	}

	/**
	 * Scores label images against true ones.
	 *
	 * @param task whether the numbers are classes or objects
	 * @param reading of stacks
	 * @param pairs of predicted labels (as the image) and true ones, at least one
	 * @return the scores; of the classes that occur in the true labels
	 * @throws IOException as in {@link #ofModel}
	 */
	public EvaluationTable ofLabels(final Task task, final StackReading reading, final List<Pair> pairs) throws IOException {
		final int foreground = task == Task.INSTANCE ? 0 : foreground(pairs);
		final LabelScores scores = task == Task.INSTANCE ? LabelScores.ofObjects(tolerance, reading) : LabelScores.ofClasses(
			valuesIn(pairs, foreground), tolerance, reading);
		for (int i = 0; i < pairs.size(); i++) {
			final Pair pair = pairs.get(i);
			begin(i, pairs.size(), pair);
			final LabelImage truth = Foreground.as(pair.readLabels(), foreground);
			final LabelImage predicted = Foreground.as(LabelReader.read(pair.image()), foreground);
			requireSameSize(pair, predicted.size(), truth.size());
			scores.add(pair.name(), truth, predicted, ImageReader.read(pair.labels()).getCalibration());
		}
		progress.update(pairs.size(), pairs.size(), "done");
		return scores.table();
	}

	private void begin(final int done, final int total, final Pair pair) {
		cancellation.check();
		progress.update(done, total, "evaluating " + pair.name());
	}

	private static void requireSameSize(final Pair pair, final long[] image, final long[] labels) throws IOException {
		final Optional<String> mismatch = LabelScores.mismatch(pair.labels(), labels, pair.image(), image);
		if (mismatch.isPresent()) throw new IOException(mismatch.get());
	}

	/** @return the foreground's value if both folders hold masks only, else 0 */
	private static int foreground(final List<Pair> pairs) throws IOException {
		final Foreground truth = new Foreground();
		final Foreground predicted = new Foreground();
		for (final Pair pair : pairs) {
			truth.add(pair.readLabels());
			predicted.add(LabelReader.read(pair.image()));
		}
		return predicted.value() == 0 ? 0 : truth.value();
	}

	private static SortedSet<Integer> valuesIn(final List<Pair> pairs, final int foreground) throws IOException {
		final SortedSet<Integer> values = new TreeSet<>();
		for (final Pair pair : pairs) values.addAll(LabelScores.valuesIn(Foreground.as(pair.readLabels(), foreground)));
		return values;
	}
}
