package io.github.rwkvsss.network;

import org.bytedeco.pytorch.Tensor;

/** A network from images to logits. Owns its weights; closing it frees them. Not thread-safe. */
public interface SegmentationNetwork extends AutoCloseable {

	/**
	 * @param config what to build
	 * @param seed of the initial weights
	 * @return the network, on the CPU
	 */
	static SegmentationNetwork build(final NetworkConfig config, final long seed) {
		return config.architecture() == Architecture.UNET ? new UNet(config, seed) : new RwkvSss(config, seed);
	}

	/** @return from what it was built */
	NetworkConfig config();

	/** @return its weights, by name */
	Weights weights();

	/**
	 * @param image (B, *S, C) float32, contiguous, normalised; S of any extents at least 1, padded inside
	 * @param pass how to run
	 * @return logits (B, *S, K), in the caller's scope
	 * @throws IllegalArgumentException if the axes or channels do not fit the configuration
	 */
	Tensor forward(Tensor image, Pass pass);

	@Override
	void close();
}
