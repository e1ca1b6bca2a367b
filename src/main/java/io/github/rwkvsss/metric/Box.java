package io.github.rwkvsss.metric;

import java.util.Arrays;

/**
 * The smallest box that holds a class in two images. Surfaces and their distances need nothing outside it, and
 * organs are small in their volumes.
 */
final class Box {

	private final int[] imageSize;
	private final int[] first;
	private final int[] size;

	private Box(final int[] imageSize, final int[] first, final int[] size) {
		this.imageSize = imageSize;
		this.first = first;
		this.size = size;
	}

	static Box around(final int[] truth, final int[] predicted, final int value, final int[] imageSize) {
		final int[] low = imageSize.clone();
		final int[] high = new int[imageSize.length];
		Arrays.fill(high, -1);
		for (int i = 0; i < truth.length; i++) {
			if (truth[i] != value && predicted[i] != value) continue;
			for (int axis = imageSize.length - 1, rest = i; axis >= 0; axis--) {
				final int at = rest % imageSize[axis];
				rest /= imageSize[axis];
				low[axis] = Math.min(low[axis], at);
				high[axis] = Math.max(high[axis], at);
			}
		}
		final int[] size = new int[imageSize.length];
		for (int axis = 0; axis < size.length; axis++) size[axis] = Math.max(0, high[axis] - low[axis] + 1);
		return new Box(imageSize, low, size);
	}

	int[] size() {
		return size;
	}

	/** @return the part of the image inside the box, set where it holds the value */
	boolean[] cut(final int[] image, final int value) {
		final boolean[] inside = new boolean[Shapes.length(size)];
		for (int i = 0; i < inside.length; i++) {
			int from = 0, rest = i, stride = 1;
			for (int axis = size.length - 1; axis >= 0; axis--) {
				from += (first[axis] + rest % size[axis]) * stride;
				rest /= size[axis];
				stride *= imageSize[axis];
			}
			inside[i] = image[from] == value;
		}
		return inside;
	}
}
