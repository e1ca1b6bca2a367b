package io.github.rwkvsss.network;

import java.util.Arrays;
import java.util.List;

import org.bytedeco.pytorch.Tensor;

/**
 * What may be done with values of a network whatever they mean: shapes, parts, and the weights that become values. See
 * {@link NetworkOps}.
 *
 * @param <T> a value: a tensor, or what stands for one in a script
 */
interface ValueOps<T> {

	/** Ends the life of all values that were made since it was opened, save those kept. Scopes nest. */
	interface Scope<T> extends AutoCloseable {

		/** @return the same value, which moves to the enclosing scope */
		T keep(T value);

		@Override
		void close();
	}

	/** @return a scope that was opened now */
	Scope<T> scope();

	/** @return its extents; -1 for a batch of any size */
	long[] shape(T x);

	/** @return S of features (B, *S, C) */
	default int[] extents(final T x) {
		final long[] shape = shape(x);
		return Arrays.stream(shape, 1, shape.length - 1).mapToInt(Math::toIntExact).toArray();
	}

	/** @return channels of features (B, *S, C) */
	default int channels(final T x) {
		final long[] shape = shape(x);
		return Math.toIntExact(shape[shape.length - 1]);
	}

	/**
	 * @param x contiguous
	 * @param shape of as many elements; -1 for the extent that follows from the others
	 * @return the same memory
	 */
	T view(T x, long... shape);

	/** As {@link #view} of any strides: copies if it must. */
	T reshape(T x, long... shape);

	/** @return with two axes swapped, the same memory */
	T transpose(T x, int first, int second);

	/** @return the part of x from a start along an axis, the same memory */
	T narrow(T x, int axis, int start, int length);

	/** @return x, copied if its memory is not in the order of its elements */
	T contiguous(T x);

	/** @return the values beside each other along an axis */
	T cat(List<T> values, int axis);

	/** @return a weight of the network as a value */
	T weight(Tensor weight);

	/** @return x times a number */
	T times(T x, double factor);

	/** @return x divided by a number */
	T over(T x, double divisor);

	/**
	 * @param sequences (N, T, C)
	 * @return at each token the mean of its sequence, contiguous (N, T, C)
	 */
	T means(T sequences);
}
