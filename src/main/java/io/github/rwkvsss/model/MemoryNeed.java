package io.github.rwkvsss.model;

import io.github.rwkvsss.network.Architecture;
import io.github.rwkvsss.network.NetworkConfig;

/**
 * What a prediction takes beside Java's heap at its peak, per pixel of a tile. Measured, not derived: the peaks of the
 * resident memory over the modules of a pass, as {@code info preset=… size=512} prints them.
 */
final class MemoryNeed {

	/** Upper bound of what was measured, of the full-resolution maps, in float32 values. */
	private static final double FULL_RESOLUTION = 5;
	/** The same of the features after the stem, which are fewer by its stride. */
	private static final double STAGE = 24;
	private static final int BYTES = 4;

	private MemoryNeed() {}

	static double bytesPerPixel(final NetworkConfig config) {
		double strides = 1;
		if (config.architecture() == Architecture.RWKV_SSS) for (final int stride : config.stemStride()) strides *= stride;
		return BYTES * (FULL_RESOLUTION * config.headWidth() + STAGE * config.widths().get(0) / strides + 4.0 * config
			.inputChannels() + 4.0 * config.classes());
	}
}
