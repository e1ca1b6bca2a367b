package io.github.rwkvsss.bench;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import ij.ImagePlus;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.Segmentation;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.Threads;

/**
 * Segments a drawn CT volume with an untrained network: seconds, and the memory that the process took beyond the image,
 * heap and LibTorch together.
 */
public final class VolumeBench {

	private VolumeBench() {}

	/**
	 * @param config of a network of volumes with one input channel
	 * @param size width, height and slices of the volume
	 * @param tile edge of the tiles in voxels; 0 chooses
	 * @param threads of LibTorch, while this runs
	 * @param device where the network computes
	 * @return the table
	 * @throws IllegalArgumentException if the network is not 3D, or the size not three positive numbers
	 */
	public static String run(final NetworkConfig config, final List<Integer> size, final int tile, final int threads,
		final ComputeDevice device, final Progress progress, final Cancellation cancellation)
	{
		if (config.dimensions() != 3) throw new IllegalArgumentException(
			"a volume needs a network of volumes; give dimensions=3");
		if (size.size() != 3 || size.stream().anyMatch(n -> n < 1)) throw new IllegalArgumentException("volume size " + size +
			" is not width, height and slices; write for instance 512x512x300");
		final int before = Threads.count();
		Threads.use(threads);
		try (SegmentationModel model = new SegmentationModel(manifest(config), SegmentationNetwork.build(config, 1, device))) {
			final ImagePlus image = SyntheticCt.draw(size.get(0), size.get(1), size.get(2));
			final long[] tiles = new long[2];
			final Segmentation segmentation = Segmentation.with(model).tile(tile).build();
			System.gc();
			final OptionalLong resident = ProcessMemory.resident();
			final boolean measured = ProcessMemory.resetPeak() && resident.isPresent();
			final long start = System.nanoTime();
			final LabelImage labels = segmentation.labels(PixelSource.of(image), (done, total, message) -> {
				tiles[0]++;
				tiles[1] = total;
				progress.update(done, total, message);
			}, cancellation);
			final double seconds = (System.nanoTime() - start) / 1e9;
			final double above = measured ? (ProcessMemory.peak().orElseThrow() - resident.getAsLong()) / 0x1p20 : Double.NaN;
			final double imageMib = 2.0 * size.get(0) * size.get(1) * size.get(2) / 0x1p20;
			return "# device: " + device +
				"\nvolume,classes,planes,tile,tiles,progress_updates,threads,seconds,image_mib,peak_above_image_mib,heap_limit_mib\n" +
				String.format(Locale.ROOT, "%dx%dx%d,%d,%d,%d,%d,%d,%d,%.1f,%.0f,%.0f,%.0f%n", size.get(0), size.get(1), size.get(
					2), config.classes(), labels.planes(), tile, tiles[1], tiles[0], threads, seconds, imageMib, above, Runtime
						.getRuntime().maxMemory() / 0x1p20);
		}
		finally {
			Threads.use(before);
		}
	}

	private static ModelManifest manifest(final NetworkConfig config) {
		final List<String> names = Collections.nCopies(config.classes(), "class");
		final List<Integer> values = IntStream.range(0, config.classes()).boxed().toList();
		return new ModelManifest(ModelFile.FORMAT, "untrained", "Finds nothing in particular.", Task.SEMANTIC, names, values,
			config, Normalization.percentile(0.5, 99.5), null, List.of(64, 192, 192), "CC0", Map.of("training", "none"));
	}
}
