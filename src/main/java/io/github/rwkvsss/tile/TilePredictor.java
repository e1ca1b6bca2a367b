package io.github.rwkvsss.tile;

/** What a network looks like to those who cut images into tiles: arrays in, probabilities out. */
public interface TilePredictor {

	/** @return number of spatial axes, 2 for (height, width), 3 for (depth, height, width) */
	int dimensions();

	/** @return channels of the input, at least 1 */
	int inputChannels();

	/** @return classes of the output, background included, at least 2 */
	int classes();

	/**
	 * @return per spatial axis what tile origins and sizes must be a multiple of; a predictor commutes with shifts by
	 *         these steps only. A new array.
	 */
	int[] stride();

	/**
	 * @return per spatial axis how far from a tile's border the border still shows in the result. A new array; one
	 *         stride unless the predictor knows better.
	 */
	default int[] halo() {
		return stride();
	}

	/** @return bytes that it takes at its peak, beside Java's heap, per pixel of all tiles at once; 0 if not known */
	default double bytesPerPixel() {
		return 0;
	}

	/** @return bytes that are free beside Java's heap where it computes; 0 if not known */
	default long freeBytes() {
		return FreeMemory.available();
	}

	/**
	 * Predicts several tiles of one size at once.
	 *
	 * @param tiles each (C, *size) row-major, x fastest, normalised intensities; neither changed nor retained
	 * @param size spatial size, every axis a multiple of {@link #stride()}
	 * @return for each tile new (K, *size) probabilities that sum to 1 over K; where objects have classes too, over what
	 *         tells objects, and over their classes
	 * @throws TileMemoryException if memory does not suffice for tiles of this size
	 * @throws IllegalArgumentException if a tile has another length, or the size is off the stride
	 */
	float[][] predict(float[][] tiles, int... size);
}
