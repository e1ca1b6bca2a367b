package io.github.rwkvsss.segment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.Safetensors;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.model.WeightArrays;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.SegmentationNetwork;

/** Untrained models, for tests of everything around a model: what they find is arbitrary but always the same. */
public final class SmallModels {

	private SmallModels() {}

	/** Writes a model of two classes with the values 0 and 255. */
	public static Path semantic(final Path folder, final int dimensions, final int channels) throws IOException {
		return write(folder.resolve("semantic" + dimensions + "d" + channels + ".zip"), manifest(Task.SEMANTIC, NetworkConfig
			.preset("tiny", dimensions, channels, 2), List.of("outside", "inside"), List.of(0, 255)));
	}

	/** Writes an instance model. */
	public static Path instance(final Path folder) throws IOException {
		return write(folder.resolve("instance.zip"), manifest(Task.INSTANCE, NetworkConfig.preset("tiny", 2, 1, 3), List.of(
			"background", "interior", "boundary"), List.of(0, 1, 2)));
	}

	/** Writes an instance model in volumes. */
	public static Path volumeInstance(final Path folder) throws IOException {
		return write(folder.resolve("instance3d.zip"), manifest(Task.INSTANCE, NetworkConfig.preset("tiny", 3, 1, 3), List.of(
			"background", "interior", "boundary"), List.of(0, 1, 2)));
	}

	private static ModelManifest manifest(final Task task, final NetworkConfig network, final List<String> names,
		final List<Integer> values)
	{
		return new ModelManifest(ModelFile.FORMAT, "untrained", "Finds nothing in particular.", task, names, values, network,
			Normalization.standard(), task == Task.INSTANCE ? InstanceParameters.DEFAULT : null, java.util.Collections.nCopies(
				network.dimensions(), 64), "CC0", Map.of("training", "none"));
	}

	private static Path write(final Path file, final ModelManifest manifest) throws IOException {
		try (SegmentationNetwork network = SegmentationNetwork.build(manifest.network(), 7)) {
			ModelFile.write(file, manifest, WeightArrays.of(network.weights()), Safetensors.Type.F32, null);
		}
		return file;
	}
}
