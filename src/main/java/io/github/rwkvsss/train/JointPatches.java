package io.github.rwkvsss.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * Patches of several data sets in one batch, so that the body's norms see all of them. Each patch is judged by the logits of
 * its own set's head alone. All sets are as likely, whatever their size.
 */
final class JointPatches {

	private final List<JointSet> sets;
	private final List<PatchSampler> samplers = new ArrayList<>();
	private final int[] first;
	private final int[] classes;
	private final int[] drawn;
	private final TrainingSettings settings;
	private final double[] sums;
	private final int[] counts;

	/** @param sets whose heads' logits follow each other in this order */
	JointPatches(final List<JointSet> sets, final TrainingSettings settings) {
		this.sets = sets;
		this.settings = settings;
		first = new int[sets.size()];
		classes = new int[sets.size()];
		drawn = new int[settings.batch()];
		sums = new double[sets.size()];
		counts = new int[sets.size()];
		for (int i = 0, at = 0; i < first.length; at += classes[i++]) {
			first[i] = at;
			classes[i] = sets.get(i).classNames().size();
			final double diameter = sets.get(i).form().diameter();
			samplers.add(diameter == 0 ? new PatchSampler(sets.get(i).data().training(), settings) : new PatchSampler(sets.get(i)
				.data().training(), settings, diameter));
		}
	}

	/** As {@link PatchSampler#draw}. */
	void draw(final int step, final int index, final float[] image, final long[] target) {
		drawn[index] = new SplittableRandom(settings.seed() * 0x9E3779B97F4A7C15L + step * 999_983L + index).nextInt(sets
			.size());
		samplers.get(drawn[index]).draw(step, index, image, target);
	}

	/**
	 * @param logits (B, *S, K) of the batch drawn last
	 * @param target (B, *S) int64
	 * @return the mean of the patches' losses, in the caller's scope
	 */
	SegmentationLoss.Parts loss(final Tensor logits, final Tensor target, final ComputeDevice device) {
		try (TensorScope scope = new TensorScope()) {
			final Tensor[] mean = new Tensor[3];
			for (int b = 0; b < drawn.length; b++) {
				final int set = drawn[b];
				final JointSet of = sets.get(set);
				final float[] weights = new float[classes[set]];
				Arrays.fill(weights, 1);
				if (of.form().task() == Task.INSTANCE) weights[2] = (float) settings.boundaryWeight();
				final SegmentationLoss.Parts parts = SegmentationLoss.of(logits.narrow(0, b, 1).narrow(logits.dim() - 1, first[set],
					classes[set]), target.narrow(0, b, 1), device.take(Tensors.of(weights, weights.length)),
					SegmentationLoss.Agreement.of(of.form().task(), of.form().representation()));
				sums[set] += parts.total().item_double();
				counts[set]++;
				final Tensor[] own = { parts.total(), parts.crossEntropy(), parts.dice() };
				for (int k = 0; k < mean.length; k++) mean[k] = mean[k] == null ? own[k] : mean[k].add(own[k]);
			}
			final Scalar patches = new Scalar((double) drawn.length);
			return new SegmentationLoss.Parts(scope.keep(mean[0].div(patches)), scope.keep(mean[1].div(patches)), scope.keep(
				mean[2].div(patches)));
		}
	}

	/** @return mean loss of each set since the last call, as text; forgotten then */
	String losses() {
		final StringBuilder text = new StringBuilder();
		for (int i = 0; i < sums.length; i++) {
			if (counts[i] > 0) text.append(text.isEmpty() ? "" : ", ").append(sets.get(i).name()).append(String.format(
				Locale.ROOT, " %.3f", sums[i] / counts[i]));
			sums[i] = 0;
			counts[i] = 0;
		}
		return text.toString();
	}
}
