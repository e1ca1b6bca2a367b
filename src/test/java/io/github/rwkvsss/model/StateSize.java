package io.github.rwkvsss.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.rwkvsss.image.Normalization;

/**
 * States in an instance model how large it sees them and that its intensities have a robust limit, which holds for a
 * model that was trained before there was either; its weights stay. So {@code nuclei-2d} became what it is:
 *
 * <pre>
 * StateSize old.zip new.zip 24 2 "what it was measured by"
 * </pre>
 */
final class StateSize {

	private StateSize() {}

	/** @param args model, file to write, diameter in pixels, tolerance, remark for the provenance */
	public static void main(final String... args) throws IOException {
		try (SegmentationModel model = ModelFile.read(Path.of(args[0]))) {
			final double diameter = Double.parseDouble(args[2]);
			final double tolerance = Double.parseDouble(args[3]);
			final Map<String, String> facts = new LinkedHashMap<>(model.manifest().provenance());
			facts.put("size and contrast", args[4]);
			final ModelManifest stated = model.manifest().withDiameter(diameter, tolerance, null).withNormalization(Normalization
				.robust()).withProvenance(facts);
			final byte[] log = BundleEntries.of(Path.of(args[0])).get(ModelFile.LOG);
			ModelFile.write(Path.of(args[1]), stated, WeightArrays.of(model.network().weights()), Safetensors.Type.F16,
				log == null ? null : new String(log, java.nio.charset.StandardCharsets.UTF_8), ModelFile.Contents.WEIGHTS_ONLY);
		}
	}
}
