package io.github.rwkvsss.network;

import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.ops.BlockOps;
import io.github.rwkvsss.ops.JoinedSteps;
import io.github.rwkvsss.tensor.ComputeDevice;

/**
 * How a forward pass is to run.
 *
 * @param ops the form of the block operations
 * @param training whether gradients are wanted; batch norms then use and update the batch's statistics
 * @param recompute whether each block is computed again in the backward pass instead of keeping what it needs:
 *          less memory, more time
 * @param probe is told of every module
 * @param keepsStatistics whether batch norms of a pass that trains use the statistics that the network has, and leave them
 */
public record Pass(BlockOps ops, boolean training, boolean recompute, ModuleProbe probe, boolean keepsStatistics) {

	/** @return a pass that predicts on the CPU, with the best implementation of the operations */
	public static Pass predict() {
		return predict(ComputeDevice.CPU);
	}

	/** @return a pass that predicts, with the best implementation of the operations on the network's device */
	public static Pass predict(final ComputeDevice device) {
		return new Pass(BlockOps.best(device), false, false, ModuleProbe.NONE, false);
	}

	/** @return a pass that trains on the CPU, with the best implementation of the operations, without recomputation */
	public static Pass train() {
		return train(ComputeDevice.CPU);
	}

	/** @return a pass that trains, with the best implementation of the operations on the network's device, without recomputation */
	public static Pass train(final ComputeDevice device) {
		return new Pass(BlockOps.best(device), true, false, ModuleProbe.NONE, false);
	}

	/**
	 * @return whether results may be written over inputs that nobody else holds, and neighbouring linear steps joined:
	 *         the fused implementation, predicting, where LibTorch records nothing. The op-by-op implementation stays what it is named for.
	 */
	boolean fuses() {
		return !training && ops != BlockOps.portable() && !GradMode.is_enabled();
	}

	/** @return whether {@link JoinedSteps} may take these features: the pass fuses, and they serve their type and device */
	boolean joins(final Tensor features) {
		return fuses() && JoinedSteps.serve(features);
	}

	/**
	 * @param x a result that nobody else holds; may be written over
	 * @return GELU of x
	 */
	Tensor gelu(final Tensor x) {
		if (!fuses()) return torch.gelu(x);
		// NB: what an in-place call returns does not own its tensor; x does.
		torch.gelu_(x);
		return x;
	}

	/** @return this pass with another implementation of the operations */
	public Pass with(final BlockOps other) {
		return new Pass(other, training, recompute, probe, keepsStatistics);
	}

	/** @return this pass, telling a probe of its modules */
	public Pass with(final ModuleProbe other) {
		return new Pass(ops, training, recompute, other, keepsStatistics);
	}

	/** @return this pass, with each block computed again in the backward pass */
	public Pass recomputing() {
		return new Pass(ops, training, true, probe, keepsStatistics);
	}

	/** @return this pass, with batch norms that go by the statistics that the network has, and leave them as they are */
	public Pass keepingStatistics() {
		return new Pass(ops, training, recompute, probe, true);
	}

	/** @return whether batch norms use and update the batch's statistics */
	boolean learnsStatistics() {
		return training && !keepsStatistics;
	}
}
