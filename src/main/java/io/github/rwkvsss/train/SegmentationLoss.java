package io.github.rwkvsss.train;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

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
	 * @param dice one minus the mean soft Dice over the batch, of the classes other than 0, or of both if there are two
	 */
	record Parts(Tensor total, Tensor crossEntropy, Tensor dice) {}

	/**
	 * @param logits (B, *S, K)
	 * @param target (B, *S) int64
	 * @param classWeights (K)
	 * @return the loss, in the caller's scope
	 */
	static Parts of(final Tensor logits, final Tensor target, final Tensor classWeights) {
		try (TensorScope scope = new TensorScope()) {
			final long classes = logits.size(logits.dim() - 1);
			final Tensor flat = logits.reshape(-1, classes);
			final Tensor truth = target.reshape(-1);
			final Tensor annotated = truth.ne(new Scalar(Sample.IGNORE));
			// With nothing annotated the mean would be 0/0.
			final Tensor crossEntropy = torch.cross_entropy_loss(flat, truth, new TensorOptional(classWeights), MEAN,
				Sample.IGNORE, 0).nan_to_num();
			final Tensor mask = annotated.to(ScalarType.Float).unsqueeze(1);
			final Tensor shares = torch.softmax(flat, 1).mul(mask);
			final Tensor known = truth.masked_fill(annotated.logical_not(), new Scalar(0));
			final Tensor hot = torch.one_hot(known, classes).to(ScalarType.Float).mul(mask);
			final Tensor both = shares.mul(hot).sum(0);
			final Tensor sizes = shares.sum(0).add(hot.sum(0));
			final Tensor dice = both.mul(new Scalar(2)).add(new Scalar(SMOOTH)).div(sizes.add(new Scalar(SMOOTH)));
			// Of two classes the first need not be a mere background (membrane and cell): both count.
			final long skipped = classes == 2 ? 0 : 1;
			final Tensor loss = dice.narrow(0, skipped, classes - skipped).mean().neg().add(new Scalar(1));
			return new Parts(scope.keep(crossEntropy.add(loss)), scope.keep(crossEntropy), scope.keep(loss));
		}
	}
}
