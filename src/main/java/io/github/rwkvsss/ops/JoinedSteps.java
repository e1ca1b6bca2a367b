package io.github.rwkvsss.ops;

import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Several operations of a block as one, for predictions: strips of pixels pass all of them while they are in the
 * processor's cache, so that no intermediate feature map is written. In the op library alone, float32, on the CPU,
 * without gradients. What each computes is written out in {@link BlockOps} and LibTorch's linear layers, by which it
 * is tested; networks run those wherever {@link #serve} says no.
 */
public final class JoinedSteps {

	private static JoinedSteps instance;

	private final OperatorHandle linear = NativeOps.find("linear");
	private final OperatorHandle linearSum = NativeOps.find("linear_sum");
	private final OperatorHandle normPooled = NativeOps.find("norm_pooled");
	private final OperatorHandle gateMix = NativeOps.find("gate_mix_");
	private final OperatorHandle channelMix = NativeOps.find("channel_mix");
	private final OperatorHandle convolveJoined = NativeOps.find("convolve_joined");

	private JoinedSteps() {}

	/**
	 * @return the steps
	 * @throws IllegalStateException if the op library is not loaded
	 */
	public static synchronized JoinedSteps instance() {
		if (!OpLibrary.isLoaded()) throw new IllegalStateException("the native op library is not loaded (" + OpLibrary
			.status() + "); use the operations one by one");
		if (instance == null) instance = new JoinedSteps();
		return instance;
	}

	/** @return whether these steps can take features: the library is loaded, they are float32 and on the CPU */
	public static boolean serve(final Tensor features) {
		return OpLibrary.isLoaded() && features.is_cpu() && features.scalar_type().intern() == ScalarType.Float;
	}

	/**
	 * @param x (..., in)
	 * @param weight (out, in)
	 * @param bias (out) or null
	 * @return (..., out)
	 */
	public Tensor linear(final Tensor x, final Tensor weight, final Tensor bias) {
		return NativeOps.call(linear, 1, x, weight, bias)[0];
	}

	/**
	 * @param x (..., in)
	 * @param weight (out, in)
	 * @param x2 (..., in2)
	 * @param weight2 (out, in2)
	 * @param bias (out) or null
	 * @return the sum of both linear layers (..., out)
	 */
	public Tensor linearSum(final Tensor x, final Tensor weight, final Tensor x2, final Tensor weight2, final Tensor bias) {
		return NativeOps.call(linearSum, 1, x, weight, x2, weight2, bias)[0];
	}

	/** @return the second result of {@link BlockOps#normPool} alone, which takes the same */
	public Tensor normPooled(final Tensor x, final Norm norm, final int[] window) {
		final long[] extents = extents(window);
		return NativeOps.call(normPooled, 1, x, norm.weight(), norm.bias(), norm.epsilon(), extents[0], extents[1],
			extents[2])[0];
	}

	/**
	 * x += output(sigmoid(receptance(LN(x))) Up(y)): all of a spatial mix that happens at full resolution.
	 *
	 * @param x contiguous features (B, *S, C), written over
	 * @param norm of x
	 * @param y one token per window (B, *ceil(S / window), C)
	 * @param receptance weight (C, C)
	 * @param output weight (C, C)
	 * @param window pixels per token and axis
	 */
	public void gateMix(final Tensor x, final Norm norm, final Tensor y, final Tensor receptance, final Tensor output,
		final int[] window)
	{
		final long[] extents = extents(window);
		NativeOps.call(gateMix, 0, x, norm.weight(), norm.bias(), norm.epsilon(), y, receptance, output, extents[0], extents[1],
			extents[2]);
	}

	/**
	 * A whole channel mix: x + sigmoid(receptance(r)) value(relu(key(k))²), with k and r the two mixtures of
	 * {@link BlockOps#shiftLerp} of LN(x).
	 *
	 * @param x (B, T, C)
	 * @param norm of x
	 * @param muKey (C)
	 * @param muReceptance (C)
	 * @param neighbours (G, T) int32, -1 for zero
	 * @param groupEnds (G) int32
	 * @param key weight (hidden, C)
	 * @param receptance weight (C, C)
	 * @param value weight (C, hidden)
	 * @return (B, T, C)
	 */
	public Tensor channelMix(final Tensor x, final Norm norm, final Tensor muKey, final Tensor muReceptance,
		final Tensor neighbours, final Tensor groupEnds, final Tensor key, final Tensor receptance, final Tensor value)
	{
		return NativeOps.call(channelMix, 1, x, norm.weight(), norm.bias(), norm.epsilon(), muKey, muReceptance, neighbours,
			groupEnds, key, receptance, value)[0];
	}

	/**
	 * The 3 x 3 convolution, with zero padding, of two maps joined by their channels; 2D.
	 *
	 * @param x (B, H, W, C)
	 * @param x2 (B, H, W, C2)
	 * @param weight (K, C + C2, 3, 3)
	 * @param bias (K)
	 * @return (B, H, W, K)
	 */
	public Tensor convolveJoined(final Tensor x, final Tensor x2, final Tensor weight, final Tensor bias) {
		return NativeOps.call(convolveJoined, 1, x, x2, weight, bias)[0];
	}

	private static long[] extents(final int[] window) {
		final int axes = window.length;
		return new long[] { axes == 3 ? window[0] : 1, window[axes - 2], window[axes - 1] };
	}

	/**
	 * A layer norm over the channels.
	 *
	 * @param weight (C)
	 * @param bias (C)
	 * @param epsilon added to the variance
	 */
	public record Norm(Tensor weight, Tensor bias, double epsilon) {}
}
