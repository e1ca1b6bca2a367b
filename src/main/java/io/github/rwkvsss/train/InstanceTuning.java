package io.github.rwkvsss.train;

import java.util.List;

import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.label.InstanceSegmentation;
import io.github.rwkvsss.metric.InstanceMatching;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.progress.Cancellation;

/**
 * Fits how objects are told apart to a trained network. The boundary's weight in the loss makes the network claim
 * more foreground than there is, by how much depends on the data; the threshold takes it back.
 */
public final class InstanceTuning {

	/** So many images tell the threshold well enough; more would only take longer. */
	private static final int MOST_SAMPLES = 60;

	private static final float[] THRESHOLDS = { 0.4f, 0.5f, 0.6f, 0.7f, 0.8f };

	private InstanceTuning() {}

	/**
	 * @param model an instance model
	 * @param training samples that the model was trained on, never those that it is validated by
	 * @param cancellation looked at between tiles
	 * @return the model's parameters with the foreground threshold of the best mean average precision at IoU 0.5
	 */
	public static InstanceParameters of(final SegmentationModel model, final List<Sample> training,
		final Cancellation cancellation)
	{
		final InstanceParameters given = model.manifest().instances();
		final double[] sums = new double[THRESHOLDS.length];
		final int count = Math.min(MOST_SAMPLES, training.size());
		for (int i = 0; i < count; i++) {
			final Sample sample = training.get((int) ((long) i * training.size() / count));
			final int[] size = sample.size();
			final int[] spatial = model.dimensions() == 3 ? size : new int[] { size[1], size[2] };
			final float[][] shares = Validation.predict(model, sample, cancellation);
			for (int t = 0; t < sums.length; t++) {
				final int[] labels = InstanceSegmentation.labels(shares[0], shares[1], shares[2], spatial, given
					.withForegroundThreshold(THRESHOLDS[t]));
				sums[t] += InstanceMatching.of(sample.instances(), sample.judgeable(labels)).at(0.5).averagePrecision();
			}
		}
		int best = 1;
		for (int t = 0; t < sums.length; t++)
			if (sums[t] > sums[best]) best = t;
		return given.withForegroundThreshold(THRESHOLDS[best]);
	}
}
