package io.github.rwkvsss.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

import ij.measure.Calibration;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.label.ClassTargets;
import io.github.rwkvsss.metric.EvaluationTable;
import io.github.rwkvsss.metric.RegionEvaluation.RegionClass;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.Task;

/** Scores of label images with all their planes: a stack as volumes, or plane by plane. */
final class LabelScores {

	private final Scores scores;
	private final StackReading reading;

	private LabelScores(final Scores scores, final StackReading reading) {
		this.scores = scores;
		this.reading = reading;
	}

	/** What a model finds. Of a 2D model, each plane separately: it numbers objects anew in each. */
	static LabelScores ofModel(final ModelManifest manifest, final double tolerance) {
		return new LabelScores(manifest.task() == Task.INSTANCE ? Scores.ofObjects(tolerance, manifest.objectClasses()) : Scores
			.ofClasses(classes(manifest), tolerance), manifest.network().dimensions() == 2 ? StackReading.PLANES
				: StackReading.VOLUME);
	}

	static LabelScores ofObjects(final double tolerance, final StackReading reading) {
		return new LabelScores(Scores.ofObjects(tolerance, List.of()), reading);
	}

	/** @param values of the classes, see {@link #valuesIn} */
	static LabelScores ofClasses(final SortedSet<Integer> values, final double tolerance, final StackReading reading) {
		return new LabelScores(Scores.ofClasses(withoutBackground(values.stream().map(value -> new RegionClass(value, "class " +
			value)).toList()), tolerance), reading);
	}

	private static List<RegionClass> classes(final ModelManifest manifest) {
		final List<RegionClass> classes = new ArrayList<>();
		for (int k = 0; k < manifest.classNames().size(); k++) classes.add(new RegionClass(manifest.classValues().get(k),
			manifest.classNames().get(k)));
		return withoutBackground(classes);
	}

	/** All classes but the first, which is background; of two, both. */
	private static List<RegionClass> withoutBackground(final List<RegionClass> classes) {
		return classes.size() > 2 ? classes.subList(1, classes.size()) : classes;
	}

	/** @return the values that occur in a label image */
	static SortedSet<Integer> valuesIn(final LabelImage labels) {
		final SortedSet<Integer> values = new TreeSet<>();
		for (int p = 0; p < labels.planes(); p++) Arrays.stream(ClassTargets.valuesIn(labels.plane(p))).forEach(values::add);
		return values;
	}

	/**
	 * @param labels name of the true labels
	 * @param labelSize (frames, slices, height, width)
	 * @param image name of what is compared with them
	 * @param imageSize likewise
	 * @return a sentence if the sizes differ
	 */
	static Optional<String> mismatch(final Object labels, final long[] labelSize, final Object image,
		final long[] imageSize)
	{
		return Arrays.equals(labelSize, imageSize) ? Optional.empty() : Optional.of("label image " + labels + " is " + text(
			labelSize) + " pixels, " + image + " is " + text(imageSize) + "; they must be of one size");
	}

	private static String text(final long[] size) {
		return size[3] + " x " + size[2] + (size[1] > 1 || size[0] > 1 ? " x " + size[1] : "") + (size[0] > 1 ? " x " + size[0]
			: "");
	}

	/**
	 * @param name of the image in the table; frames and slices add their number
	 * @param truth true labels
	 * @param predicted labels of the same size
	 * @param calibration of the distances
	 */
	void add(final String name, final LabelImage truth, final LabelImage predicted, final Calibration calibration) {
		add(name, truth, null, predicted, null, calibration);
	}

	/**
	 * @param trueClasses of each pixel's object counted from 1, 0 where it is not known; null if nothing is known of classes
	 * @param predictedClasses likewise; null if the other is
	 */
	void add(final String name, final LabelImage truth, final LabelImage trueClasses, final LabelImage predicted,
		final LabelImage predictedClasses, final Calibration calibration)
	{
		final int frames = (int) truth.size()[0];
		final int slices = (int) truth.size()[1];
		final int height = (int) truth.size()[2];
		final int width = (int) truth.size()[3];
		final String unit = calibration.getUnit();
		for (int t = 0; t < frames; t++) {
			final String frame = frames > 1 ? name + " frame " + (t + 1) : name;
			if (reading == StackReading.PLANES || slices == 1) {
				for (int z = 0; z < slices; z++) scores.add(slices > 1 ? frame + " slice " + (z + 1) : frame, truth.plane(t, z),
					plane(trueClasses, t, z), predicted.plane(t, z), plane(predictedClasses, t, z), new int[] { height, width },
					new double[] { calibration.pixelHeight, calibration.pixelWidth }, unit);
			}
			else scores.add(frame, truth.volume(t), volume(trueClasses, t), predicted.volume(t), volume(predictedClasses, t),
				new int[] { slices, height, width }, new double[] { calibration.pixelDepth, calibration.pixelHeight,
					calibration.pixelWidth }, unit);
		}
	}

	EvaluationTable table() {
		return scores.table();
	}

	private static int[] plane(final LabelImage classes, final int frame, final int slice) {
		return classes == null ? new int[0] : classes.plane(frame, slice);
	}

	private static int[] volume(final LabelImage classes, final int frame) {
		return classes == null ? new int[0] : classes.volume(frame);
	}
}
