package io.github.rwkvsss.block;

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
import io.github.rwkvsss.network.Architecture;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.tensor.LibTorch;

/**
 * An untrained network of two narrow stages to start a training from: {@code LightModel <dimensions> <file.zip>}. With a
 * model that computes little, what blocks, shards and clusters cost beside it shows the more.
 */
public final class LightModel {

	private LightModel() {}

	/** Writes it. */
	public static void main(final String... args) throws IOException {
		LibTorch.load();
		final int dimensions = Integer.parseInt(args[0]);
		final NetworkConfig config = NetworkConfig.builder(Architecture.RWKV_SSS, dimensions).classes(3).widths(List.of(16, 32))
			.encoderBlocks(List.of(1, 1)).decoderBlocks(List.of(1)).headWidth(8).build();
		final List<Integer> patch = dimensions == 3 ? List.of(16, 64, 64) : List.of(128, 128);
		try (SegmentationNetwork network = SegmentationNetwork.build(config, 1)) {
			ModelFile.write(Path.of(args[1]), new ModelManifest(ModelFile.FORMAT, "light-" + dimensions + "d",
				"Untrained, to start trainings from.", Task.INSTANCE, List.of("background", "interior", "boundary"), List.of(0, 1,
					2), config, Normalization.standard(), InstanceParameters.DEFAULT, patch, "Apache-2.0", Map.of()), WeightArrays.of(
						network.weights()), Safetensors.Type.F32, null);
		}
	}
}
