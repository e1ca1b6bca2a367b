package io.github.rwkvsss.train;

import java.util.List;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * The loss of the classes of objects: cross-entropy over the pixels of the objects whose class is known. Classes weigh by
 * how few pixels they have in the training images, so that a rare one is learned.
 *
 * @param weights of each class
 */
record ObjectClassLoss(float[] weights) {

	private static final long MEAN = 1;
	/** A class that hardly occurs would else outweigh all others. */
	private static final double LARGEST = 10;
	private static final float LEAST_SHARE = 1e-7f;

	/** @return the loss for samples of so many classes */
	static ObjectClassLoss of(final List<Sample> samples, final int classes) {
		final double[] pixels = new double[classes];
		for (final Sample sample : samples) for (final byte k : sample.objectClasses()) if ((k & 0xff) < classes) pixels[k &
			0xff]++;
		double all = 0;
		for (final double of : pixels) all += of;
		final float[] weights = new float[classes];
		for (int k = 0; k < classes; k++) weights[k] = (float) Math.min(LARGEST, all / classes / Math.max(1, pixels[k]));
		return new ObjectClassLoss(weights);
	}

	/**
	 * @param logits (B, *S, K) of the classes alone
	 * @param target (B, *S) int64, from 0, {@link Sample#IGNORE} elsewhere
	 * @return the loss, a scalar with history in the caller's scope; 0 if no object's class is known
	 */
	Tensor of(final Tensor logits, final Tensor target, final ComputeDevice device) {
		try (TensorScope scope = new TensorScope()) {
			final Tensor weight = device.take(Tensors.of(weights, weights.length));
			return scope.keep(torch.cross_entropy_loss(logits.reshape(-1, weights.length), target.reshape(-1), new TensorOptional(
				weight), MEAN, Sample.IGNORE, 0).nan_to_num());
		}
	}

	/**
	 * @param shares of each class the probabilities (*S)
	 * @param target as {@link Sample#objectClasses}
	 */
	double of(final float[][] shares, final byte[] target) {
		final float[] logits = new float[Math.multiplyExact(target.length, shares.length)];
		final long[] truth = new long[target.length];
		for (int i = 0; i < target.length; i++) {
			truth[i] = target[i] & 0xff;
			for (int k = 0; k < shares.length; k++) logits[i * shares.length + k] = (float) Math.log(Math.max(shares[k][i],
				LEAST_SHARE));
		}
		try (TensorScope scope = new TensorScope(); NoGradGuard guard = new NoGradGuard()) {
			return of(Tensors.of(logits, 1, target.length, shares.length), Tensors.of(truth, 1, target.length), ComputeDevice.CPU)
				.item_double();
		}
	}
}
