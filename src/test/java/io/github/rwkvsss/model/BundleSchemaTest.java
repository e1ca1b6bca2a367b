package io.github.rwkvsss.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.Gson;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import io.github.rwkvsss.bioimage.Yaml;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.SegmentationNetwork;

/** Descriptions that are written here keep to the schemas that bioimage.io publishes (make_schemas.py). */
class BundleSchemaTest {

	@TempDir
	static Path folder;

	private static Map<String, Object> description(final ModelManifest manifest, final ModelFile.Contents contents)
		throws IOException
	{
		final Path file = folder.resolve("model.zip");
		try (SegmentationNetwork network = SegmentationNetwork.build(manifest.network(), 3)) {
			ModelFile.write(file, manifest, WeightArrays.of(network.weights()), Safetensors.Type.F16, "epoch\n1\n", contents);
		}
		final Map<String, Object> description = new LinkedHashMap<>();
		Yaml.read(BundleEntries.of(file).get("rdf.yaml")).forEach((key, value) -> description.put((String) key, value));
		return description;
	}

	private static Validator.Result validated(final Map<String, Object> description) throws IOException {
		final String schema = description.get("type").equals("model") ? "model-0.5.7" : "generic-0.3.0";
		try (InputStream in = Yaml.class.getResourceAsStream(schema + ".schema.json")) {
			return new ValidatorFactory().withJsonNodeFactory(new GsonNode.Factory()).validate(new String(in.readAllBytes(),
				StandardCharsets.UTF_8), new Gson().toJson(description));
		}
	}

	private static void assertValid(final String type, final Map<String, Object> description) throws IOException {
		assertEquals(type, description.get("type"));
		assertEquals(List.of(), validated(description).getErrors().stream().map(error -> error.getInstanceLocation() + ": " +
			error.getError()).toList());
	}

	private static ModelManifest manifest(final NetworkConfig network, final Normalization normalization) {
		return new ModelManifest(ModelFile.FORMAT, "a: \"b\"", "Für nichts.", Task.SEMANTIC, List.of("1st", "class"), List.of(0,
			1), network, normalization, null, network.dimensions() == 2 ? List.of(32, 32) : List.of(8, 32, 32), "CC0-1.0", Map.of(
				"author", "A. N. Other"));
	}

	private static NetworkConfig unet(final int dimensions) {
		return NetworkConfig.preset("unet", dimensions, 1, 2);
	}

	@Test
	void withTorchScriptItIsAModel() throws IOException {
		assertValid("model", description(ReleasedFormats.manifest(), ModelFile.Contents.WITH_TORCHSCRIPT));
		assertValid("model", description(manifest(unet(2), Normalization.standard()), ModelFile.Contents.WITH_TORCHSCRIPT));
		assertValid("model", description(manifest(unet(3), Normalization.zScore()), ModelFile.Contents.WITH_TORCHSCRIPT));
		// Objects of two classes.
		assertValid("model", description(new ModelManifest(ModelFile.FORMAT, "kinds", "For nothing.", Task.INSTANCE, List.of(
			"background", "interior", "boundary", "round", "thin"), List.of(0, 1, 2, 3, 4), NetworkConfig.preset("unet", 2, 1, 5),
			Normalization.standard(), InstanceParameters.DEFAULT, List.of(32, 32), "CC0-1.0", Map.of("author", "A. N. Other")),
			ModelFile.Contents.WITH_TORCHSCRIPT));
	}

	@Test
	void withoutItIsAGenericResource() throws IOException {
		assertValid("generic", description(ReleasedFormats.manifest(), ModelFile.Contents.WEIGHTS_ONLY));
		assertValid("generic", description(manifest(unet(2), Normalization.none()), ModelFile.Contents.WEIGHTS_ONLY));
	}

	/** Else the two tests above would show nothing. */
	@Test
	void theSchemasFindMistakes() throws IOException {
		for (final ModelFile.Contents contents : ModelFile.Contents.values()) {
			final Map<String, Object> whole = description(ReleasedFormats.manifest(), contents);
			for (final String key : List.of("name", "format_version", "cite", "attachments")) {
				final Map<String, Object> changed = new LinkedHashMap<>(whole);
				changed.put(key, key.equals("name") ? "a" : List.of(3));
				assertFalse(validated(changed).isValid(), contents + " " + key);
			}
		}
	}
}
