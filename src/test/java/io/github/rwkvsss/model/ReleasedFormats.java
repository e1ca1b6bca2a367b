package io.github.rwkvsss.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.network.Architecture;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.SegmentationNetwork;

/**
 * A model of a very small network as each released version of the format wrote it, kept in the test resources.
 * <p>
 * Run {@link #main} with the folder of the resources once before the format's version is raised: it writes
 * {@code format-N.zip} and {@code format-N-expected.f32}, which later versions must go on reading.
 * </p>
 */
final class ReleasedFormats {

	private static final int EDGE = 32;

	private ReleasedFormats() {}

	/** Writes the model and what it predicts, with the code as it is. */
	public static void main(final String... args) throws IOException {
		final Path folder = Path.of(args[0]);
		final Path file = folder.resolve("format-" + ModelFile.FORMAT + ".zip");
		write(file);
		try (SegmentationModel model = ModelFile.read(file)) {
			final float[] shares = model.predict(new float[][] { image() }, EDGE, EDGE)[0];
			final ByteBuffer bytes = ByteBuffer.allocate(4 * shares.length).order(ByteOrder.LITTLE_ENDIAN);
			bytes.asFloatBuffer().put(shares);
			Files.write(folder.resolve("format-" + ModelFile.FORMAT + "-expected.f32"), bytes.array());
		}
	}

	/** Writes a model of about 20 kB. */
	static void write(final Path file) throws IOException {
		final ModelManifest manifest = manifest();
		try (SegmentationNetwork network = SegmentationNetwork.build(manifest.network(), 11)) {
			ModelFile.write(file, manifest, WeightArrays.of(network.weights()), Safetensors.Type.F16, "step,loss\n1,0.5\n");
		}
	}

	static ModelManifest manifest() {
		return new ModelManifest(ModelFile.FORMAT, "very-small", "Untrained, to see whether files stay readable.",
			Task.SEMANTIC, List.of("outside", "inside"), List.of(0, 255), network(), Normalization.range(0, 255), null, List.of(
				EDGE, EDGE), "CC0-1.0", new LinkedHashMap<>(Map.of("data", "none")));
	}

	private static NetworkConfig network() {
		return NetworkConfig.builder(Architecture.RWKV_SSS, 2).widths(List.of(8, 8, 8, 8)).encoderBlocks(List.of(1, 0, 0, 0))
			.decoderBlocks(List.of(0, 0, 0)).headWidth(4).build();
	}

	static float[] image() {
		final float[] image = new float[EDGE * EDGE];
		for (int i = 0; i < image.length; i++) image[i] = (i * 37 % 256) / 255f;
		return image;
	}

	/** @return what the version's own code predicted from {@link #image}: (class, y, x) */
	static float[] expected(final int format) throws IOException {
		try (var in = ReleasedFormats.class.getResourceAsStream("format-" + format + "-expected.f32")) {
			final ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
			final float[] values = new float[bytes.remaining() / 4];
			bytes.asFloatBuffer().get(values);
			return values;
		}
	}
}
