package io.github.rwkvsss.train;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.github.rwkvsss.tensor.TensorScope;

/**
 * The loss of models that learn distances to the border: cross-entropy with the shares that a distance stands for, so that
 * the network regresses it between two classes, plus one minus the soft Dice of the foreground.
 */
final class DistanceLoss {

	private DistanceLoss() {}

	/**
	 * @param logits (B, *S, 3)
	 * @param target (B, *S) int64, see {@link DistanceTargets}
	 * @return the loss, in the caller's scope
	 */
	static SegmentationLoss.Parts of(final Tensor logits, final Tensor target) {
		try (TensorScope scope = new TensorScope()) {
			final Tensor flat = logits.reshape(-1, logits.size(logits.dim() - 1));
			final Tensor truth = target.reshape(-1);
			final Tensor known = truth.ne(new Scalar(Sample.IGNORE)).to(ScalarType.Float);
			final Tensor inside = truth.gt(new Scalar(0)).to(ScalarType.Float).mul(known);
			final Tensor distance = truth.to(ScalarType.Float).sub(new Scalar(1)).div(new Scalar(DistanceTargets.LEVELS - 1.0))
				.clamp_(new ScalarOptional(new Scalar(0)), new ScalarOptional(new Scalar(1))).mul(inside);
			final Tensor shares = torch.stack(new TensorVector(known.sub(inside), distance, inside.sub(distance)), 1);
			final Tensor crossEntropy = torch.log_softmax(flat, 1).mul(shares).sum().neg().div(known.sum().clamp_min_(new Scalar(
				1)));
			final Tensor dice = SegmentationLoss.Agreement.DISTANCES.loss(torch.softmax(flat, 1).mul(known.unsqueeze(1)), shares,
				logits.size(0));
			return new SegmentationLoss.Parts(scope.keep(crossEntropy.add(dice)), scope.keep(crossEntropy), scope.keep(dice));
		}
	}
}
