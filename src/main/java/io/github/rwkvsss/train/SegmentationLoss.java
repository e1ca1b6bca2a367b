package io.github.rwkvsss.train;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.github.rwkvsss.label.Representation;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.tensor.TensorScope;

/**
 * Cross-entropy plus soft Dice loss, 1:1 (Isensee et al. 2021). Pixels of class {@link Sample#IGNORE} count in
 * neither.
 */
final class SegmentationLoss {

	private static final long MEAN = 1;
	private static final double SMOOTH = 1;

	private SegmentationLoss() {}

	/**
	 * @param total their sum, a scalar with history
	 * @param crossEntropy weighted mean over the annotated pixels
	 * @param dice one minus the mean soft Dice
	 */
	record Parts(Tensor total, Tensor crossEntropy, Tensor dice) {}

	/**
	 * @param logits (B, *S, K)
	 * @param target (B, *S) int64
	 * @param classWeights (K), not looked at for distances
	 * @param agreement how the Dice loss counts
	 * @return the loss, in the caller's scope
	 */
	static Parts of(final Tensor logits, final Tensor target, final Tensor classWeights, final Agreement agreement) {
		if (agreement == Agreement.DISTANCES) return DistanceLoss.of(logits, target);
		try (TensorScope scope = new TensorScope()) {
			final long classes = logits.size(logits.dim() - 1);
			final Tensor flat = logits.reshape(-1, classes);
			final Tensor truth = target.reshape(-1);
			final Tensor annotated = truth.ne(new Scalar(Sample.IGNORE));
			// With nothing annotated the mean would be 0/0.
			final Tensor crossEntropy = torch.cross_entropy_loss(flat, truth, new TensorOptional(classWeights), MEAN,
				Sample.IGNORE, 0).nan_to_num();
			final Tensor mask = annotated.to(ScalarType.Float).unsqueeze(1);
			final Tensor known = truth.masked_fill(annotated.logical_not(), new Scalar(0));
			final Tensor loss = agreement.loss(torch.softmax(flat, 1).mul(mask), torch.one_hot(known, classes).to(
				ScalarType.Float).mul(mask), logits.size(0));
			return new Parts(scope.keep(crossEntropy.add(loss)), scope.keep(crossEntropy), scope.keep(loss));
		}
	}

	/**
	 * As {@link #of}, of each patch separately and without history.
	 *
	 * @return the total loss of each patch
	 */
	static double[] ofPatches(final Tensor logits, final Tensor target, final Tensor classWeights,
		final Agreement agreement)
	{
		final double[] losses = new double[(int) logits.size(0)];
		for (int b = 0; b < losses.length; b++) {
			try (TensorScope scope = new TensorScope(); NoGradGuard guard = new NoGradGuard()) {
				losses[b] = of(logits.narrow(0, b, 1), target.narrow(0, b, 1), classWeights, agreement).total().item_double();
			}
		}
		return losses;
	}

	/** What the soft Dice loss compares. */
	enum Agreement {

			/** Each class over the whole batch. */
			CLASSES {

				@Override
				Tensor loss(final Tensor shares, final Tensor hot, final long patches) {
					// Of two classes the first need not be a mere background (membrane and cell): both count.
					final long skipped = shares.size(1) == 2 ? 0 : 1;
					return mean(dice(shares, hot, 0).narrow(0, skipped, shares.size(1) - skipped));
				}
			},

			/**
			 * Each class but 0, and all of them taken together, patch by patch: an object model is judged by each image's
			 * foreground, and the batch's Dice would hardly see images whose objects are few, small or faint.
			 */
			OBJECTS {

				@Override
				Tensor loss(final Tensor shares, final Tensor hot, final long patches) {
					final long classes = shares.size(1);
					final Tensor p = shares.view(patches, -1, classes).narrow(2, 1, classes - 1);
					final Tensor t = hot.view(patches, -1, classes).narrow(2, 1, classes - 1);
					return mean(dice(p, t, 1)).add(mean(dice(p.sum(2), t.sum(2), 1))).mul(new Scalar(0.5));
				}
			},

			/** The foreground, patch by patch; targets are those of {@link DistanceTargets}, see {@link DistanceLoss}. */
			DISTANCES {

				@Override
				Tensor loss(final Tensor shares, final Tensor hot, final long patches) {
					final long classes = shares.size(1);
					return mean(dice(shares.view(patches, -1, classes).narrow(2, 1, classes - 1).sum(2), hot.view(patches, -1,
						classes).narrow(2, 1, classes - 1).sum(2), 1));
				}
			};

		/** @return how a model is trained */
		static Agreement of(final ModelManifest manifest) {
			return of(manifest.task(), manifest.instances() == null ? null : manifest.instances().representation());
		}

		/** @param representation of objects; not looked at for classes */
		static Agreement of(final Task task, final Representation representation) {
			if (task != Task.INSTANCE) return CLASSES;
			return representation == Representation.DISTANCE ? DISTANCES : OBJECTS;
		}

		/** @return one minus the mean soft Dice, a scalar with history, in the caller's scope */
		abstract Tensor loss(Tensor shares, Tensor hot, long patches);

		private static Tensor dice(final Tensor shares, final Tensor hot, final long pixels) {
			final Tensor sizes = shares.sum(pixels).add(hot.sum(pixels)).add(new Scalar(SMOOTH));
			return shares.mul(hot).sum(pixels).mul(new Scalar(2)).add(new Scalar(SMOOTH)).div(sizes);
		}

		private static Tensor mean(final Tensor dice) {
			return dice.mean().neg().add(new Scalar(1));
		}
	}
}
