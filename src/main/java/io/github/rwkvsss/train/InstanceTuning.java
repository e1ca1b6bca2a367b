package io.github.rwkvsss.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.label.InstanceSegmentation;
import io.github.rwkvsss.metric.InstanceMatching;
import io.github.rwkvsss.metric.Overlap;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/**
 * Fits how objects are separated to a trained network. The boundary's weight in the loss makes the network claim
 * more foreground than there is, by how much depends on the data; the threshold takes it back. How far two hills must
 * stand out to be two objects depends on how sharply the network draws its boundaries.
 */
public final class InstanceTuning {

	/** So many images tell the parameters well enough; more would only take longer. */
	static final int MOST_SAMPLES = 24;
	/** Probabilities of so many pixels are kept between the rounds, 12 bytes each; beyond, they are predicted again. */
	private static final long MOST_KEPT = 1 << 24;

	private static final int ROUNDS = 3;
	private static final float[] THRESHOLDS = { 0.4f, 0.5f, 0.6f, 0.7f, 0.8f, 0.9f };
	private static final float[] PROMINENCES = { 0.15f, 0.3f, 0.5f, 0.8f };
	private static final int[] MINIMUM_SIZES = { 16, 32, 64 };

	private InstanceTuning() {}

	/** Parameters and the sum of their scores. */
	private static final class Candidate {

		private final InstanceParameters parameters;
		private double score;

		Candidate(final InstanceParameters parameters) {
			this.parameters = parameters;
		}
	}

	/** As the longer form, without progress. */
	public static InstanceParameters of(final SegmentationModel model, final List<Sample> training,
		final Cancellation cancellation)
	{
		return of(model, training, Progress.NONE, cancellation);
	}

	/**
	 * @param model an instance model
	 * @param training samples that the model was trained on, never those that it is validated by
	 * @param progress told of every image in every round
	 * @param cancellation looked at between tiles
	 * @return the model's parameters with the foreground threshold, then the prominence, then the least object size of
	 *         the best mean, over images, of average precision at IoU 0.5 and Dice, as {@link Validation#score}
	 */
	public static InstanceParameters of(final SegmentationModel model, final List<Sample> training, final Progress progress,
		final Cancellation cancellation)
	{
		InstanceParameters best = model.manifest().instances();
		final Map<Sample, float[][]> kept = new HashMap<>();
		final List<InstanceParameters> thresholds = new ArrayList<>(List.of(best));
		for (final float threshold : THRESHOLDS) thresholds.add(best.withForegroundThreshold(threshold));
		best = best(thresholds, model, training, kept, round(progress, 0), cancellation);
		final List<InstanceParameters> prominences = new ArrayList<>(List.of(best));
		for (final float prominence : PROMINENCES) prominences.add(best.withProminence(prominence));
		best = best(prominences, model, training, kept, round(progress, 1), cancellation);
		final List<InstanceParameters> sizes = new ArrayList<>(List.of(best));
		for (final int size : MINIMUM_SIZES) sizes.add(best.withMinimumSize(size));
		return best(sizes, model, training, kept, round(progress, 2), cancellation);
	}

	private static Progress round(final Progress progress, final int before) {
		return (done, total, message) -> progress.update(before * total + done, ROUNDS * total, message);
	}

	private static float[][] predicted(final SegmentationModel model, final Sample sample, final Map<Sample, float[][]> kept,
		final Cancellation cancellation)
	{
		final float[][] before = kept.get(sample);
		if (before != null) return before;
		final float[][] shares = Validation.predict(model, sample, cancellation);
		final long pixels = kept.keySet().stream().mapToLong(each -> each.target().length).sum() + sample.target().length;
		if (pixels <= MOST_KEPT) kept.put(sample, shares);
		return shares;
	}

	/** @return the first of those that score best */
	private static InstanceParameters best(final List<InstanceParameters> choices, final SegmentationModel model,
		final List<Sample> training, final Map<Sample, float[][]> kept, final Progress progress,
		final Cancellation cancellation)
	{
		final List<Candidate> candidates = choices.stream().distinct().map(Candidate::new).toList();
		final int count = Math.min(MOST_SAMPLES, training.size());
		for (int i = 0; i < count; i++) {
			progress.update(i, count, "fitting the threshold of objects");
			final Sample sample = training.get((int) ((long) i * training.size() / count));
			final int[] size = sample.size();
			final int[] spatial = model.dimensions() == 3 ? size : new int[] { size[1], size[2] };
			final float[][] shares = predicted(model, sample, kept, cancellation);
			for (final Candidate candidate : candidates) {
				final int[] labels = sample.judgeable(InstanceSegmentation.labels(shares[0], shares[1], shares[2], spatial,
					candidate.parameters, cancellation));
				candidate.score += InstanceMatching.of(sample.instances(), labels).at(0.5).averagePrecision() + Overlap
					.ofForeground(sample.instances(), labels).dice();
			}
		}
		Candidate best = candidates.get(0);
		for (final Candidate candidate : candidates) if (candidate.score > best.score) best = candidate;
		return best.parameters;
	}
}
