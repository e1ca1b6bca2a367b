package io.github.rwkvsss.network;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.bytedeco.pytorch.Tensor;

import io.github.rwkvsss.ops.BlockOps;
import io.github.rwkvsss.ops.JoinedSteps;

/**
 * The operations that networks are written in. {@link EagerOps} computes them, {@link ScriptOps} writes them down as
 * TorchScript, so that a module's forward pass is written once.
 * <p>
 * Features are (B, *S, C). A default method is the definition; an implementation may replace it by something faster that
 * gives the same. Results belong to the innermost {@link ValueOps.Scope}.
 * </p>
 *
 * @param <T> a value: a tensor, or what stands for one in a script
 */
interface NetworkOps<T> extends ValueOps<T> {

	/** Two results. */
	record Two<T>(T first, T second) {}

	/**
	 * @param normed normalised features (B, *S, C); null where {@link #gateMix} normalises again
	 * @param tokens (B, *grid, C)
	 */
	record Pooled<T>(T normed, T tokens) {}

	/**
	 * @param neighbours (G, T) int32
	 * @param ends groups' ends (G) int32
	 */
	record Shift<T>(T neighbours, T ends) {}

	/** @return what is told of every module */
	default ModuleProbe probe() {
		return ModuleProbe.NONE;
	}

	/** @return part(x), which may be computed again for the gradient instead of kept */
	default T recomputed(final UnaryOperator<T> part, final T x) {
		return part.apply(x);
	}

	/** Tells of what a branch mixed; keys are null where the branch has none. */
	default void mixed(final SpatialMix branch, final T keys, final T values, final T mixed, final int[] grid,
		final int[] window)
	{}

	/** @return the layer of (..., in): (..., out) */
	T linear(T x, Linear layer);

	/**
	 * @param sum may be written over where no gradient is recorded: nobody else may hold it
	 * @return sum + x
	 */
	T addTo(T sum, T x);

	/**
	 * @param sum as above
	 * @param layer without bias
	 * @return sum + layer of x
	 */
	default T addTo(final T sum, final T x, final Linear layer) {
		return addTo(sum, linear(x, layer));
	}

	/** @return the layer of (B, *S, in): (B, *ceil(S / stride), out) */
	T convNorm(T x, ConvNorm layer);

	/** @return the norm of each channel by its batch or running statistics */
	T batchNorm(T x, ConvNorm.BatchNorm norm);

	/**
	 * @param a without bias
	 * @param b without bias
	 * @return batch norm of a layer of x plus another of y
	 */
	default T sumNormed(final T x, final Linear a, final T y, final Linear b, final ConvNorm.BatchNorm norm) {
		return batchNorm(addTo(linear(x, a), linear(y, b)), norm);
	}

	/**
	 * @param kernel (out, in, 3, 3) or (out, in, 3, 3, 3)
	 * @param bias (out)
	 * @return the convolution with zero padding (B, *S, out)
	 */
	T convolve(T x, Tensor kernel, Tensor bias);

	/** @return {@link #convolve} of two maps joined by their channels */
	default T convolveJoined(final T x, final T y, final Tensor kernel, final Tensor bias) {
		return convolve(cat(List.of(x, y), shape(x).length - 1), kernel, bias);
	}

	/**
	 * @param kernel (in, out, 2, 2) or (in, out, 2, 2, 2)
	 * @param bias (out)
	 * @return the transposed convolution of stride two (B, *2S, out)
	 */
	T transposedConvolve(T x, Tensor kernel, Tensor bias);

	/** @return the larger of every two along each axis (B, *S/2, C) */
	T maxPool(T x);

	/** @return interpolated linearly (B, *2S, C) */
	T interpolate(T x);

	/** @return x plus its depthwise convolution */
	T depthwise(T x, Depthwise layer);

	/** @return the norm over the channels of (..., C) */
	T layerNorm(T x, JoinedSteps.Norm norm);

	/** @return GELU of x, a result that nobody else holds: it may be written over */
	T gelu(T x);

	/** @return max(x, 0) */
	T relu(T x);

	/** @see BlockOps#squareRelu */
	T squareRelu(T x);

	/** @see BlockOps#gateAdd */
	T gateAdd(T x, T gate, T values);

	/** @see BlockOps#normPool */
	Pooled<T> normPool(T x, JoinedSteps.Norm norm, int[] window);

	/** @return learned sums of windows (B, *ceil(S / window), C) */
	T pool(T x, WindowPooling layer, int[] window);

	/**
	 * @param paths of the network
	 * @param name of the branch
	 * @param tokens (B, *grid, C)
	 * @param path how the path lies on their grid
	 * @return token at each position of the scan of their grid (T) int32
	 */
	T order(TokenPaths paths, String name, T tokens, TokenMixing.Path path);

	/** @return the shift that goes with {@link #order}, where the design has one */
	Optional<Shift<T>> shift(TokenPaths paths, String name, T tokens, TokenMixing.Path path);

	/**
	 * @param paths of the network
	 * @param name of the module
	 * @param x (B, *S, C)
	 * @return the shift of its grid that follows no path
	 */
	Shift<T> plain(TokenPaths paths, String name, T x);

	/**
	 * @param tokens (B, T, C)
	 * @see BlockOps#shiftLerp
	 */
	Two<T> shiftLerp(T tokens, Tensor muA, Tensor muB, Shift<T> shift);

	/**
	 * @param order (T) int32, or null
	 * @see BlockOps#biWkv
	 */
	T biWkv(T keys, T values, T decay, T bonus, T order);

	/** @see BlockOps#gatedUpsample */
	T gatedUpsample(T receptance, T low, int[] window);

	/**
	 * All of a spatial mix that happens at full resolution.
	 *
	 * @param x features; may be written over where no gradient is recorded: nobody else may hold them
	 * @param norm of x
	 * @param normed x normalised, as {@link #normPool} gave it
	 * @param low one token per window (B, *ceil(S / window), C)
	 * @return x + output(sigmoid(receptance(normed)) Up(low))
	 */
	default T gateMix(final T x, final JoinedSteps.Norm norm, final T normed, final T low, final Linear receptance,
		final Linear output, final int[] window)
	{
		return addTo(x, gatedUpsample(linear(normed, receptance), low, window), output);
	}

	/**
	 * @param tokens (B, T, C), not normalised
	 * @return what the whole module gives (B, T, C), where there is one operation for it
	 */
	default Optional<T> atOnce(final ChannelMix module, final T tokens, final Shift<T> shift) {
		return Optional.empty();
	}

	/** @see BlockOps#dySample */
	T dySample(T x, T offset, int groups);
}
