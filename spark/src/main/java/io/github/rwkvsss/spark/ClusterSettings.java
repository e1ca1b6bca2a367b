package io.github.rwkvsss.spark;

import java.io.IOException;

import org.apache.spark.SparkConf;

import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.segment.ChosenModel;

/** What Spark has to know of the work: one machine unless told otherwise, and memory beside Java's for LibTorch. */
final class ClusterSettings {

	private static final String MASTER = "spark.master";
	private static final String OVERHEAD = "spark.executor.memoryOverhead";
	/** LibTorch, OpenBLAS and a model, before a tile is predicted: 0.9 GiB were seen. */
	private static final long LIBRARIES = 1L << 30;
	private static final double MARGIN = 1.5;

	private ClusterSettings() {}

	/**
	 * @param choice of the model
	 * @param tile edge in pixels; 0 for the model's own
	 * @return settings of spark-submit and of system properties, those that are missing filled in
	 */
	static SparkConf of(final String name, final String choice, final int tile) throws IOException {
		final SparkConf conf = new SparkConf();
		conf.setIfMissing("spark.app.name", name).setIfMissing(MASTER, "local[*]");
		// Work that waits for executors that are still to come would all go to the first.
		conf.setIfMissing("spark.scheduler.minRegisteredResourcesRatio", "1");
		// An image takes seconds to hours; a task is an image, so waiting for the nearest executor gains nothing.
		conf.setIfMissing("spark.locality.wait", "0");
		conf.setIfMissing("spark.ui.enabled", "false");
		if (!conf.contains(OVERHEAD)) conf.set(OVERHEAD, mebibytes(choice, tile) + "m");
		return conf;
	}

	/** @return bytes of the heap in which tasks run */
	static long heap(final SparkConf conf) {
		return conf.get(MASTER).startsWith("local") ? Runtime.getRuntime().maxMemory() : conf.getSizeAsBytes("spark.executor.memory",
			"1g");
	}

	/** @return memory of an executor beside Java's heap, in MiB: LibTorch's and that of a tile */
	static long mebibytes(final String choice, final int tile) throws IOException {
		try (ImageModel model = ChosenModel.open(choice)) {
			double pixels = 1;
			final int[] preferred = model.preferredTile();
			for (final int edge : preferred) pixels *= tile > 0 ? tile : edge;
			if (tile > 0 && preferred.length == 1) pixels = Math.pow(tile, model.dimensions());
			else if (preferred.length == 1) pixels = Math.pow(preferred[0], model.dimensions());
			return (long) ((LIBRARIES + MARGIN * model.bytesPerPixel() * pixels) / (1 << 20));
		}
	}
}
