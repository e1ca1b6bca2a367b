package io.github.rwkvsss.network;

import org.bytedeco.pytorch.Tensor;

import io.github.rwkvsss.tensor.ComputeDevice;

/** A network from images to logits. Owns its weights; closing it frees them. Not thread-safe. */
public interface SegmentationNetwork extends AutoCloseable {

	/**
	 * @param config what to build
	 * @param seed of the initial weights
	 * @return the network, on the CPU
	 */
	static SegmentationNetwork build(final NetworkConfig config, final long seed) {
		return build(config, seed, ComputeDevice.CPU);
	}

	/**
	 * @param config what to build
	 * @param seed of the initial weights, the same on every device
	 * @param device where its weights path and images are to be
	 * @return the network
	 */
	static SegmentationNetwork build(final NetworkConfig config, final long seed, final ComputeDevice device) {
		return config.architecture() == Architecture.UNET ? new UNet(config, seed, device) : new RwkvSss(config, seed, device);
	}

	/** @return from what it was built */
	NetworkConfig config();

	/** @return its weights, by name */
	Weights weights();

	/** @return where its weights path */
	default ComputeDevice device() {
		return weights().device();
	}

	/**
	 * @param image (B, *S, C) float32, contiguous, normalised, on the network's device; S of any extents at least 1, padded inside
	 * @param pass how to run
	 * @return logits (B, *S, K), in the caller's scope
	 * @throws IllegalArgumentException if the axes or channels do not fit the configuration
	 */
	Tensor forward(Tensor image, Pass pass);

	@Override
	void close();
}
