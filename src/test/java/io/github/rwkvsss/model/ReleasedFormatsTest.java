package io.github.rwkvsss.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.rwkvsss.bioimage.Npy;

/** Models that earlier versions wrote, and what they predicted then. */
class ReleasedFormatsTest {

	@TempDir
	Path folder;

	private Path stored(final int format) throws IOException {
		final Path file = folder.resolve("format-" + format + ".zip");
		try (InputStream in = getClass().getResourceAsStream(file.getFileName().toString())) {
			Files.copy(in, file);
		}
		return file;
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3 })
	void whatAnEarlierVersionWrotePredictsTheSame(final int format) throws IOException {
		final Path file = stored(format);
		assertEquals(ReleasedFormats.manifest().withFormat(format), ModelFile.readManifest(file));
		try (SegmentationModel model = ModelFile.read(file)) {
			assertArrayEquals(ReleasedFormats.expected(format), model.predict(new float[][] { ReleasedFormats.image() }, 32,
				32)[0], 1e-5f);
		}
	}

	@Test
	void everyVersionUpToTheNewestIsKept() {
		for (int format = 1; format <= ModelFile.FORMAT; format++) assertTrue(getClass().getResource("format-" + format +
			".zip") != null, "run ReleasedFormats for version " + format);
	}

	@Test
	void rewritingLosesNothing() throws IOException {
		final Path old = stored(1);
		final Path rewritten = folder.resolve("rewritten.zip");
		ModelFile.rewrite(old, rewritten, ModelFile.Contents.WITH_TORCHSCRIPT);
		assertEquals(ReleasedFormats.manifest(), ModelFile.readManifest(rewritten));
		final BundleEntries before = BundleEntries.of(old);
		final BundleEntries after = BundleEntries.of(rewritten);
		assertArrayEquals(before.get("weights.safetensors"), after.get("weights.safetensors"));
		assertArrayEquals(before.get("training-log.csv"), after.get("training-log.csv"));
	}

	/** What other programs check a model by: scaled test input in, test output out. */
	@Test
	void theTestArraysAreOfTheModel() throws IOException {
		final Path file = stored(2);
		final BundleEntries entries = BundleEntries.of(file);
		final Npy input = Npy.read(entries.get("test-input.npy"));
		final Npy output = Npy.read(entries.get("test-output.npy"));
		assertArrayEquals(new long[] { 1, 1, 32, 32 }, input.shape());
		assertArrayEquals(new long[] { 1, 2, 32, 32 }, output.shape());
		final float[] scaled = input.values().clone();
		for (int i = 0; i < scaled.length; i++) scaled[i] /= 255;
		try (SegmentationModel model = ModelFile.read(file)) {
			assertArrayEquals(output.values(), model.predict(new float[][] { scaled }, 32, 32)[0], 1e-5f);
		}
	}
}
