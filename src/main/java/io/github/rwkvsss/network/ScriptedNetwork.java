package io.github.rwkvsss.network;

import java.util.Collections;
import java.util.Map;

import org.bytedeco.pytorch.Tensor;

/**
 * A trained network as a TorchScript function of an image of fixed extents, in the op library's operations or LibTorch's own. Scans
 * and windows depend on the extents, so they become constants.
 * <p>
 * Written by the network's own modules, see {@link NetworkOps}.
 * </p>
 *
 * @param code body of {@code forward(self, image)}: image (B, C, *S) to logits (B, K, *S)
 * @param tensors attributes of self that the code names; weights belong to the network, the rest to the caller's scope
 */
public record ScriptedNetwork(String code, Map<String, Tensor> tensors) {

	/**
	 * @param network RWKV-SSS or U-Net
	 * @param extents of the images, slowest first; multiples of the network's stride
	 * @throws IllegalArgumentException if the extents do not fit
	 */
	public static ScriptedNetwork of(final SegmentationNetwork network, final int... extents) {
		return of(network, Precision.SINGLE, Operations.OP_LIBRARY, extents);
	}

	/** What runs the script. */
	public enum Operations {
			/** The op library beside LibTorch: as fast as here. */
			OP_LIBRARY,
			/** LibTorch alone: any program that runs TorchScript, slower. */
			LIBTORCH
	}

	/** How weights are stored; arithmetic is in single precision either way. */
	public enum Precision {
			/** As float32. */
			SINGLE,
			/** As float16, converted at every call: half the size, and lossless for weights that were rounded so before. */
			HALF
	}

	/**
	 * @param network RWKV-SSS or U-Net
	 * @param precision in which the caller stores the weights
	 * @param operations what the script may call
	 * @param extents as above
	 */
	public static ScriptedNetwork of(final SegmentationNetwork network, final Precision precision,
		final Operations operations, final int... extents)
	{
		final NetworkConfig config = network.config();
		final int[] stride = config.stride();
		for (int d = 0; d < extents.length; d++) if (extents[d] < stride[d] || extents[d] % stride[d] != 0)
			throw new IllegalArgumentException("tile edge " + extents[d] + " is not a multiple of " + stride[d] + "; choose " +
				Math.max(1, (extents[d] + stride[d] / 2) / stride[d]) * stride[d]);
		if (!(network instanceof final WrittenNetwork written)) throw new IllegalArgumentException(
			"this network cannot be written as TorchScript: its layers are not written in the operations that can be");
		final ScriptOps ops = operations == Operations.OP_LIBRARY ? new ScriptOps(network.weights(), precision)
			: new PortableScriptOps(network.weights(), precision);
		final long[] shape = new long[extents.length + 2];
		shape[0] = -1;
		for (int d = 0; d < extents.length; d++) shape[d + 1] = extents[d];
		shape[shape.length - 1] = config.inputChannels();
		ops.giveBack(written.run(ops.image("image", shape), ops));
		return new ScriptedNetwork(ops.code(), Collections.unmodifiableMap(ops.tensors()));
	}
}
