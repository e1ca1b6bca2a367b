package io.github.rwkvsss.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

import ij.ImagePlus;
import ij.measure.Calibration;
import io.github.rwkvsss.image.ImagePairs.Pair;
import io.github.rwkvsss.image.ImageReader;
import io.github.rwkvsss.image.LabelReader;
import io.github.rwkvsss.image.LabelSource;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.label.ClassTargets;
import io.github.rwkvsss.metric.EvaluationTable;
import io.github.rwkvsss.metric.RegionEvaluation.RegionClass;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.Segmentation;

/**
 * Scores pairs of files. A stack is scored volume by volume, but plane by plane for a model of planes, whose objects
 * are numbered anew in each.
 */
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
	 * Segments images and scores what was found.
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
		final Scores scores = manifest.task() == Task.INSTANCE ? Scores.ofObjects(tolerance) : Scores.ofClasses(classes(
			manifest), tolerance);
		final boolean planes = manifest.network().dimensions() == 2;
		for (int i = 0; i < pairs.size(); i++) {
			final Pair pair = pairs.get(i);
			begin(i, pairs.size(), pair);
			final LabelSource truth = LabelReader.read(pair.labels());
			final ImagePlus image = ImageReader.read(pair.image());
			final PixelSource pixels = PixelSource.of(image);
			requireSameSize(pair, pixels.size(), truth.size());
			final List<int[]> predicted = segmentation.labels(pixels, Progress.NONE, cancellation);
			add(scores, pair.name(), truth, predicted, planes, image.getCalibration());
		}
		progress.update(pairs.size(), pairs.size(), "done");
		return scores.table();
	}

	/**
	 * Scores label images against true ones.
	 *
	 * @param task whether the numbers are classes or objects
	 * @param pairs of predicted labels (as the image) and true ones, at least one
	 * @return the scores; of the classes that occur in the true labels
	 * @throws IOException as in {@link #ofModel}
	 */
	public EvaluationTable ofLabels(final Task task, final List<Pair> pairs) throws IOException {
		final Scores scores = task == Task.INSTANCE ? Scores.ofObjects(tolerance) : Scores.ofClasses(classesIn(pairs),
			tolerance);
		for (int i = 0; i < pairs.size(); i++) {
			final Pair pair = pairs.get(i);
			begin(i, pairs.size(), pair);
			final LabelSource truth = LabelReader.read(pair.labels());
			final LabelSource predicted = LabelReader.read(pair.image());
			requireSameSize(pair, predicted.size(), truth.size());
			final List<int[]> planes = new ArrayList<>();
			for (int t = 0; t < predicted.size()[0]; t++) {
				for (int z = 0; z < predicted.size()[1]; z++) planes.add(predicted.plane(t, z));
			}
			add(scores, pair.name(), truth, planes, false, ImageReader.read(pair.labels()).getCalibration());
		}
		progress.update(pairs.size(), pairs.size(), "done");
		return scores.table();
	}

	private void begin(final int done, final int total, final Pair pair) {
		cancellation.check();
		progress.update(done, total, "evaluating " + pair.name());
	}

	private static void requireSameSize(final Pair pair, final long[] image, final long[] labels) throws IOException {
		if (!Arrays.equals(image, labels)) throw new IOException("label image " + pair.labels() + " is " + text(labels) +
			" pixels, " + pair.image() + " is " + text(image) + "; they must be of one size");
	}

	private static String text(final long[] size) {
		return size[3] + " x " + size[2] + (size[1] > 1 || size[0] > 1 ? " x " + size[1] : "") + (size[0] > 1 ? " x " + size[0]
			: "");
	}

	private static void add(final Scores scores, final String name, final LabelSource truth, final List<int[]> predicted,
		final boolean planes, final Calibration calibration)
	{
		final int frames = (int) truth.size()[0];
		final int slices = (int) truth.size()[1];
		final int height = (int) truth.size()[2];
		final int width = (int) truth.size()[3];
		final String unit = calibration.getUnit();
		for (int t = 0; t < frames; t++) {
			final String frame = frames > 1 ? name + " frame " + (t + 1) : name;
			if (planes || slices == 1) {
				for (int z = 0; z < slices; z++) scores.add(slices > 1 ? frame + " slice " + (z + 1) : frame, truth.plane(t, z),
					predicted.get(t * slices + z), new int[] { height, width }, new double[] { calibration.pixelHeight,
						calibration.pixelWidth }, unit);
			}
			else scores.add(frame, truth.volume(t), volume(predicted.subList(t * slices, (t + 1) * slices)), new int[] { slices,
				height, width }, new double[] { calibration.pixelDepth, calibration.pixelHeight, calibration.pixelWidth }, unit);
		}
	}

	private static int[] volume(final List<int[]> planes) {
		final int plane = planes.get(0).length;
		final int[] volume = new int[Math.multiplyExact(planes.size(), plane)];
		for (int z = 0; z < planes.size(); z++) System.arraycopy(planes.get(z), 0, volume, z * plane, plane);
		return volume;
	}

	/** All classes but the first, which is background; of two, both. */
	private static List<RegionClass> classes(final ModelManifest manifest) {
		final List<RegionClass> classes = new ArrayList<>();
		for (int k = 0; k < manifest.classNames().size(); k++) classes.add(new RegionClass(manifest.classValues().get(k),
			manifest.classNames().get(k)));
		return withoutBackground(classes);
	}

	private static List<RegionClass> classesIn(final List<Pair> pairs) throws IOException {
		final TreeSet<Integer> values = new TreeSet<>();
		for (final Pair pair : pairs) {
			final LabelSource labels = LabelReader.read(pair.labels());
			for (int t = 0; t < labels.size()[0]; t++) {
				for (int z = 0; z < labels.size()[1]; z++) Arrays.stream(ClassTargets.valuesIn(labels.plane(t, z))).forEach(
					values::add);
			}
		}
		return withoutBackground(values.stream().map(value -> new RegionClass(value, "class " + value)).toList());
	}

	private static List<RegionClass> withoutBackground(final List<RegionClass> classes) {
		return classes.size() > 2 ? classes.subList(1, classes.size()) : classes;
	}
}
