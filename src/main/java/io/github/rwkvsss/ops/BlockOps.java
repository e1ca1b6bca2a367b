package io.github.rwkvsss.ops;

import org.bytedeco.pytorch.Tensor;

import io.github.rwkvsss.tensor.ComputeDevice;

/**
 * The operations of an RWKV-SSS block. All are differentiable where LibTorch records gradients; the native implementation
 * then needs an open {@link GradientTape}.
 * <p>
 * Features are contiguous (B, *S, C) tensors, S being (H, W) or (D, H, W): the channels-last layout. Windows and
 * spatial extents are given slowest axis first. Results belong to the caller's scope and never alias an input.
 * </p>
 */
public interface BlockOps {

	/** @return the native implementation on the CPU if the op library is loaded, else the portable one (see {@link OpLibrary#status}) */
	static BlockOps best() {
		return best(ComputeDevice.CPU);
	}

	/** @return the native implementation if the op library has one for a device, else the portable one */
	static BlockOps best(final ComputeDevice device) {
		return OpLibrary.serves(device) ? fused() : portable();
	}

	/**
	 * @return the form that runs in the op library
	 * @throws IllegalStateException if the library is not loaded
	 */
	static BlockOps fused() {
		return NativeOps.instance();
	}

	/** @return the form made of LibTorch's own operations */
	static BlockOps portable() {
		return PortableOps.INSTANCE;
	}

	/** @return "native" or "portable" */
	String form();

	/**
	 * Bidirectional WKV attention, draft 001 equation 8; w is divided by T, u is not.
	 *
	 * @param k key (B, T, C)
	 * @param v value (B, T, C)
	 * @param w decay per channel (C), any sign
	 * @param u bonus of the token itself per channel (C)
	 * @param order token at each position of the sequence (T), int32, or null for the tokens' own order
	 * @return (B, T, C), in the tokens' own order
	 */
	Tensor biWkv(Tensor k, Tensor v, Tensor w, Tensor u, Tensor order);

	/**
	 * Receptance gate on a low-resolution result: sigmoid(r) times the linear interpolation of y between window
	 * centres.
	 *
	 * @param r receptance logits (B, *S, C)
	 * @param y one token per window (B, *ceil(S / window), C)
	 * @param window pixels per token and axis
	 * @return (B, *S, C)
	 */
	Tensor gatedUpsample(Tensor r, Tensor y, int[] window);

	/**
	 * Token shift and two interpolations with it: lerp(shifted, x, mu).
	 *
	 * @param x tokens (B, T, C)
	 * @param muA share of x in the first result, per channel (C)
	 * @param muB share of x in the second result, per channel (C)
	 * @param neighbours for each channel group the token that each token looks at, (G, T) int32, -1 for zero
	 * @param groupEnds for each channel group the channel after its last, (G) int32; of the portable implementation rather on the
	 *          CPU, which reads it there
	 * @return two tensors (B, T, C)
	 */
	Tensor[] shiftLerp(Tensor x, Tensor muA, Tensor muB, Tensor neighbours, Tensor groupEnds);

	/**
	 * LayerNorm over the channels and its mean over windows; a partial window at the border is averaged over the
	 * pixels that exist.
	 *
	 * @param x features (B, *S, C)
	 * @param weight (C)
	 * @param bias (C)
	 * @param epsilon added to the variance
	 * @param window pixels per token and axis
	 * @return the normalised features (B, *S, C) and the tokens (B, *ceil(S / window), C)
	 */
	Tensor[] normPool(Tensor x, Tensor weight, Tensor bias, double epsilon, int[] window);

	/**
	 * Dynamic upsampling by two (DySample, Liu et al. 2023, static scope): every output pixel samples x where its
	 * offset points, in pixels of x, clamped to the border.
	 *
	 * @param x features (B, *S, C)
	 * @param offset (B, *S, 2^D groups D): for sub-position, group and axis, in quarters of a pixel
	 * @param groups channel groups with offsets of their own; divides C
	 * @return (B, *2S, C)
	 */
	Tensor dySample(Tensor x, Tensor offset, int groups);

	/**
	 * @param x (B, *S, C)
	 * @param r gate logits of the same shape
	 * @param v gated values of the same shape
	 * @return x + sigmoid(r) v
	 */
	Tensor gateAdd(Tensor x, Tensor r, Tensor v);

	/**
	 * Residual depthwise convolution with zero padding.
	 *
	 * @param x features (B, *S, C)
	 * @param weight taps (3, 3, C) or (3, 3, 3, C)
	 * @param bias (C)
	 * @return x + DWConv(x) + bias
	 */
	Tensor depthwise(Tensor x, Tensor weight, Tensor bias);

	/**
	 * @param x any shape
	 * @return max(x, 0) squared
	 */
	Tensor squareRelu(Tensor x);
}
