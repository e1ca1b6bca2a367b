package io.github.rwkvsss.segment;

import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/**
 * The pixels on which the objects of one plane or volume are separated, box by box: the image's own, or finer ones where
 * the model sees the image enlarged.
 */
interface ObjectGrid {

	/** @return pixels per axis of the grid. A new array. */
	long[] size();

	/** @return pixels per axis of the image. A new array. */
	long[] imageSize();

	/** @return what of the grid is needed for a box of the image */
	Box under(Box image);

	/** @return what of the grid belongs to a box of the image, so that boxes side by side share nothing and leave nothing out */
	Box shareOf(Box image);

	/**
	 * @param onGrid any box of the grid
	 * @return (classes, pixels of the box) row-major; the caller's
	 */
	float[][] probabilities(Box onGrid, Progress progress, Cancellation cancellation);

	/**
	 * @param labels of {@link #under} of that box
	 * @return labels of the box of the image
	 */
	int[] labelsOnImage(int[] labels, Box onGrid, Box image);

	/** As {@link #labelsOnImage}, of probabilities. */
	float[] onImage(float[] values, Box onGrid, Box image);

	/** Forgets predicted tiles but those that reach into a box which is still needed. */
	void keep(StillNeeded needed, long bytes);

	/** Says of a box of the image whether it is still needed. */
	@FunctionalInterface
	interface StillNeeded {

		boolean test(long[] min, long[] end);
	}
}
