package io.github.rwkvsss.predict;

/** Where a prediction leaves its result, tile by tile. */
public interface ProbabilitySink {

	/**
	 * Adds a tile's weighted share. Where tiles overlap a pixel is given several times, and its shares sum to its
	 * probability.
	 *
	 * @param min first pixel per axis
	 * @param size pixels per axis
	 * @param shares (K, *size) row-major from its start; longer arrays happen; not to be retained
	 */
	void add(long[] min, int[] size, float[] shares);

	/** Forgets what was added: the run starts again with smaller tiles. */
	void clear();
}
