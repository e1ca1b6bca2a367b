package io.github.rwkvsss.train;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

import org.bytedeco.pytorch.NoGradGuard;

import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.label.InstanceSegmentation;
import io.github.rwkvsss.label.LargestRegion;
import io.github.rwkvsss.label.ObjectVotes;
import io.github.rwkvsss.label.Representation;
import io.github.rwkvsss.metric.ClassAgreement;
import io.github.rwkvsss.metric.InstanceMatching;
import io.github.rwkvsss.metric.Overlap;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.predict.Prediction;
import io.github.rwkvsss.predict.ProbabilityImage;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * Scores of a model on samples, each predicted in tiles of the training patch.
 *
 * @param dice mean over images of the Dice of the foreground (instance models) or of the mean Dice of all classes
 *          but 0, of classes 0 and 1 if there are only two
 * @param averagePrecision mean over images of TP / (TP + FP + FN) at IoU 0.5; NaN for semantic models
 * @param loss mean over images of the training's loss, see {@link SegmentationLoss}, over the annotated pixels
 * @param classAccuracy share of the objects found at IoU 0.5, of all images and a known class, that were given it; NaN for
 *          models whose objects have no classes
 */
public record Validation(double dice, double averagePrecision, double loss, double classAccuracy) {

	/** What nobody was shown has no scores. */
	static final Validation NONE = new Validation(Double.NaN, Double.NaN, Double.NaN);

	/** Of a model whose objects have no classes. */
	Validation(final double dice, final double averagePrecision, final double loss) {
		this(dice, averagePrecision, loss, Double.NaN);
	}

	/** Probabilities are rounded; a pixel that is wrong for certain costs as much as this share. */
	private static final float LEAST_SHARE = 1e-7f;

	/**
	 * @return the number by which models are compared: Dice for semantic models, else the mean of Dice and average
	 *         precision, because a foreground can be right and its objects not, and of the accuracy of their classes
	 */
	public double score() {
		if (!Double.isNaN(classAccuracy)) return (dice + averagePrecision + classAccuracy) / 3;
		return Double.isNaN(averagePrecision) ? dice : (dice + averagePrecision) / 2;
	}

	/**
	 * Scores with a loss to which all classes count alike.
	 *
	 * @param model to score
	 * @param samples annotated images, at least one
	 * @param cancellation looked at between tiles
	 * @return the scores
	 */
	public static Validation of(final SegmentationModel model, final List<Sample> samples, final Cancellation cancellation) {
		return of(model, samples, Progress.NONE, cancellation);
	}

	/** As the shorter form; progress is told of every image. */
	static Validation of(final SegmentationModel model, final List<Sample> samples, final Progress progress,
		final Cancellation cancellation)
	{
		final int ofObjects = model.manifest().objectClasses().size();
		final float[] alike = new float[model.classes() - ofObjects];
		Arrays.fill(alike, 1);
		return of(model, samples, alike, ofObjects == 0 ? null : ObjectClassLoss.of(samples, ofObjects), (sample, found) -> {},
			progress, cancellation);
	}

	/**
	 * @param model to score
	 * @param samples annotated images, at least one
	 * @param classWeights (K) of the cross-entropy
	 * @param watcher given of each sample what was found: objects numbered from 1, or classes; 0 for background
	 * @param cancellation looked at between tiles
	 * @return the scores
	 */
	static Validation of(final SegmentationModel model, final List<Sample> samples, final float[] classWeights,
		final BiConsumer<Sample, int[]> watcher, final Cancellation cancellation)
	{
		return of(model, samples, classWeights, null, watcher, Progress.NONE, cancellation);
	}

	/**
	 * @param objectLoss of a model whose objects have classes; else null
	 * @param progress told of every image
	 */
	static Validation of(final SegmentationModel model, final List<Sample> samples, final float[] classWeights,
		final ObjectClassLoss objectLoss, final BiConsumer<Sample, int[]> watcher, final Progress progress,
		final Cancellation cancellation)
	{
		final int ofObjects = model.manifest().objectClasses().size();
		ClassAgreement agreement = ClassAgreement.none(ofObjects);
		double dice = 0;
		double precision = 0;
		double loss = 0;
		final boolean instances = model.manifest().task() == Task.INSTANCE;
		int done = 0;
		for (final Sample sample : samples) {
			progress.update(done++, samples.size(), "validating image " + done + " of " + samples.size());
			final float[][] all = predict(model, sample, cancellation);
			final float[][] shares = Arrays.copyOf(all, all.length - ofObjects);
			final float[][] classShares = Arrays.copyOfRange(all, shares.length, all.length);
			if (objectLoss != null) loss += objectLoss.of(classShares, sample.objectClasses());
			loss += loss(shares, sample.target(), classWeights, SegmentationLoss.Agreement.of(model.manifest()));
			final int[] truth = sample.classes();
			final int[] predicted = argmax(shares);
			keepLargest(predicted, sample.size(), model.manifest().singleRegions());
			if (!instances) watcher.accept(sample, predicted.clone());
			// A pixel without annotation is neither right nor wrong.
			for (int i = 0; i < truth.length; i++) if (truth[i] == Sample.IGNORE) predicted[i] = Sample.IGNORE;
			// Of distances no class need be the most probable inside.
			if (instances && model.manifest().instances().representation() == Representation.DISTANCE) for (int i =
				0; i < truth.length; i++) if (truth[i] != Sample.IGNORE) predicted[i] = shares[0][i] < 0.5f ? 1 : 0;
			dice += instances ? foregroundDice(truth, predicted) : classDice(truth, predicted, shares.length);
			if (instances) {
				final int[] size = spatial(model, sample);
				final int[] labels = InstanceSegmentation.labels(shares[0], shares[1], shares[2], size, model.manifest()
					.instances(), cancellation);
				watcher.accept(sample, labels);
				precision += InstanceMatching.of(sample.instances(), sample.judgeable(labels)).at(0.5).averagePrecision();
				if (ofObjects > 0) agreement = agreement.plus(ClassAgreement.of(sample.instances(), numbers(sample), sample
					.judgeable(labels), ObjectVotes.of(labels, classShares).paint(labels), ofObjects));
			}
		}
		// Where nothing is found no class is right either; else a model that finds a single object would look best.
		final double accuracy = ofObjects == 0 ? Double.NaN : agreement.matched() == 0 ? 0 : agreement.accuracy();
		return new Validation(dice / samples.size(), instances ? precision / samples.size() : Double.NaN, loss / samples.size(),
			accuracy);
	}

	/** @return class of each pixel's object counted from 1, 0 where it is not known */
	private static int[] numbers(final Sample sample) {
		final byte[] classes = sample.objectClasses();
		final int[] numbers = new int[classes.length];
		for (int i = 0; i < numbers.length; i++) numbers[i] = (classes[i] & 0xff) == Sample.IGNORE ? 0 : (classes[i] & 0xff) +
			1;
		return numbers;
	}

	/** Softmax of a logarithm gives the probabilities back, so that training and validation have one loss. */
	static double loss(final float[][] shares, final byte[] target, final float[] classWeights,
		final SegmentationLoss.Agreement agreement)
	{
		final int classes = shares.length;
		final float[] logits = new float[Math.multiplyExact(target.length, classes)];
		final long[] truth = new long[target.length];
		for (int i = 0; i < target.length; i++) {
			truth[i] = target[i] & 0xff;
			for (int c = 0; c < classes; c++) logits[i * classes + c] = (float) Math.log(Math.max(shares[c][i], LEAST_SHARE));
		}
		try (TensorScope scope = new TensorScope(); NoGradGuard guard = new NoGradGuard()) {
			return SegmentationLoss.of(Tensors.of(logits, 1, target.length, classes), Tensors.of(truth, 1, target.length), Tensors
				.of(classWeights, classes), agreement).total().item_double();
		}
	}

	/**
	 * @return for each class the probabilities (*S)
	 */
	static float[][] predict(final SegmentationModel model, final Sample sample, final Cancellation cancellation) {
		final int[] size = spatial(model, sample);
		final float[] image = sample.image();
		final long[] extents = Arrays.stream(size).asLongStream().toArray();
		final PixelSource source = PixelSource.of("image", sample.channels(), extents, (min, box, into) -> copy(image, sample
			.channels(), size, min, box, into));
		final ProbabilityImage result = Prediction.with(model).tile(model.preferredTile()).build().run(source, Progress.NONE,
			cancellation);
		final float[][] shares = new float[model.classes()][];
		for (int c = 0; c < shares.length; c++) shares[c] = volume(result, c, size);
		return shares;
	}

	private static float[] volume(final ProbabilityImage result, final int c, final int[] size) {
		if (size.length == 2) return result.plane(c);
		final int plane = size[1] * size[2];
		final float[] all = new float[size[0] * plane];
		for (int z = 0; z < size[0]; z++) System.arraycopy(result.plane(c, z), 0, all, z * plane, plane);
		return all;
	}

	private static void copy(final float[] image, final int channels, final int[] size, final long[] min, final int[] box,
		final float[] into)
	{
		final int axes = size.length;
		final int depth = axes == 3 ? box[0] : 1;
		final int rows = box[axes - 2];
		final int columns = box[axes - 1];
		final int height = size[axes - 2];
		final int width = size[axes - 1];
		final int slices = axes == 3 ? size[0] : 1;
		int out = 0;
		for (int c = 0; c < channels; c++) for (int z = 0; z < depth; z++) for (int y = 0; y < rows; y++, out += columns) {
			final int slice = axes == 3 ? (int) min[0] + z : 0;
			final int from = ((c * slices + slice) * height + (int) min[axes - 2] + y) * width + (int) min[axes - 1];
			System.arraycopy(image, from, into, out, columns);
		}
	}

	private static int[] spatial(final SegmentationModel model, final Sample sample) {
		final int[] size = sample.size();
		return model.dimensions() == 3 ? size : new int[] { size[1], size[2] };
	}

	/**
	 * @param classes (D, H, W), changed in place
	 * @param size {D, H, W}
	 * @param single classes of which the largest region stays
	 */
	static void keepLargest(final int[] classes, final int[] size, final List<Integer> single) {
		if (single.isEmpty()) return;
		final LabelImage volume = LabelImage.ofVolume("classes", classes, size[1], size[2]);
		for (final int k : single) LargestRegion.keep(volume, k);
		System.arraycopy(volume.volume(0), 0, classes, 0, classes.length);
	}

	/** @return the most probable class of each pixel */
	static int[] argmax(final float[][] shares) {
		final int[] best = new int[shares[0].length];
		for (int i = 0; i < best.length; i++) for (int c = 1; c < shares.length; c++) if (shares[c][i] > shares[best[i]][i])
			best[i] = c;
		return best;
	}

	private static double foregroundDice(final int[] truth, final int[] predicted) {
		final int[] trueMask = new int[truth.length];
		final int[] predictedMask = new int[truth.length];
		for (int i = 0; i < truth.length; i++) {
			trueMask[i] = truth[i] == 0 || truth[i] == Sample.IGNORE ? 0 : 1;
			predictedMask[i] = predicted[i] == 0 || predicted[i] == Sample.IGNORE ? 0 : 1;
		}
		return Overlap.ofForeground(trueMask, predictedMask).dice();
	}

	private static double classDice(final int[] truth, final int[] predicted, final int classes) {
		final int first = classes == 2 ? 0 : 1;
		double sum = 0;
		for (int c = first; c < classes; c++) sum += Overlap.ofClass(truth, predicted, c).dice();
		return sum / (classes - first);
	}
}
