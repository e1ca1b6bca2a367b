package io.github.rwkvsss.network;

import org.bytedeco.pytorch.Tensor;

import io.github.rwkvsss.tensor.TensorScope;

/** A network whose layers are written in {@link NetworkOps}: it can be computed, and written down. */
interface WrittenNetwork extends SegmentationNetwork {

	/**
	 * @param image (B, *S, C), S multiples of the network's stride
	 * @return logits (B, *S, K)
	 */
	<T> T run(T image, NetworkOps<T> ops);

	@Override
	default Tensor forward(final Tensor image, final Pass pass) {
		final NetworkOps<Tensor> ops = new EagerOps(pass);
		try (TensorScope scope = new TensorScope()) {
			return scope.keep(Padding.around(image, config(), padded -> run(padded, ops)));
		}
	}
}
