package io.github.rwkvsss.model;

import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.tile.TilePredictor;

/** A model that segments images, whoever made it: predicts tiles, and says what it wants to see and what it means. */
public interface ImageModel extends TilePredictor, AutoCloseable {

	/** @return what its classes mean; outlives the model */
	ModelFacts facts();

	/** @return pixels per axis of the tiles that suit it best, slowest first, on the stride. A new array. */
	int[] preferredTile();

	/**
	 * @param image with the model's channels
	 * @return a view with intensities as the network wants them
	 */
	PixelSource scaled(PixelSource image);

	@Override
	void close();
}
