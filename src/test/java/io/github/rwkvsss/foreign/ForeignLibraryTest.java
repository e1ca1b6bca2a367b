package io.github.rwkvsss.foreign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.OwnModelFolder;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import io.github.rwkvsss.bioimage.Npy;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.model.BundleEntries;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.ChosenModel;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.Segmentation;

/** U-Nets that Python's torch trained and wrote, imported and run as models of this program. */
class ForeignLibraryTest {

	@TempDir
	Path folder;

	private OwnModelFolder models;

	@BeforeEach
	void useAFolderOfOurOwn() {
		models = new OwnModelFolder(folder.resolve("models"));
	}

	@AfterEach
	void useWhatWasUsed() {
		models.close();
	}

	private static ForeignLibrary.Imported install(final Path file) throws IOException {
		return ForeignLibrary.install(file, Consent.GIVEN, null, Activation.NONE, ModelLibrary.IfThere.REFUSE);
	}

	@Test
	void givesForItsExampleWhatPythonGot() throws IOException {
		final Map<String, byte[]> entries = Packages.entries("unet-0.5.zip");
		final ForeignLibrary.Imported imported = install(Packages.copy("unet-0.5.zip", folder));
		assertEquals("imported:discs-u-net-new", imported.name());
		assertEquals(OutputMeaning.FOREGROUND, imported.meaning());
		assertTrue(imported.example().largest() < 1e-4, imported.example().sentence());
		final Npy example = Npy.read(entries.get("test-input.npy"));
		final ByteProcessor pixels = new ByteProcessor(48, 48);
		for (int i = 0; i < 48 * 48; i++) pixels.set(i, (int) example.values()[i]);
		try (ImageModel model = ChosenModel.open(imported.name())) {
			assertEquals(Task.SEMANTIC, model.facts().task());
			assertEquals(List.of("background", "disc"), model.facts().classNames());
			assertArrayEquals(new int[] { 8, 8 }, model.halo());
			final ImagePlus shares = Segmentation.with(model).result(ResultKind.PROBABILITIES).build().run(new ImagePlus("",
				pixels), Progress.NONE, Cancellation.NEVER).image(ResultKind.PROBABILITIES).orElseThrow();
			assertArrayEquals(Npy.read(entries.get("test-output.npy")).values(), (float[]) shares.getStack().getProcessor(2)
				.getPixels(), 1e-4f);
		}
	}

	/** It takes tiles of 48 pixels only; the image is larger on one axis and smaller on the other. */
	@Test
	void tilesOfOneSizeCoverImagesOfAny() throws IOException {
		final ForeignLibrary.Imported imported = install(Packages.copy("unet-0.4.zip", folder));
		assertEquals(OutputMeaning.CLASSES, imported.meaning());
		assertTrue(imported.example().largest() < 1e-4, imported.example().sentence());
		final int width = 131;
		final int height = 39;
		final boolean[] disc = new boolean[width * height];
		final ByteProcessor pixels = new ByteProcessor(width, height);
		final Random random = new Random(3);
		for (int i = 0; i < disc.length; i++) {
			final int x = i % width;
			final int y = i / width;
			for (int k = 0; k < 6; k++) disc[i] |= Math.hypot(x - 10 - 22 * k, y - 12 - 14 * (k % 2)) < 7;
			pixels.set(i, (int) Math.round(60 + (disc[i] ? 90 : 0) + 12 * random.nextGaussian()));
		}
		try (ImageModel model = ChosenModel.open(imported.name())) {
			assertArrayEquals(new int[] { 48, 48 }, model.preferredTile());
			assertTrue(Segmentation.with(model).build().plan(height, width).count() > 3);
			final int[] labels = Segmentation.with(model).build().labels(PixelSource.of(new ImagePlus("", pixels)), Progress.NONE,
				Cancellation.NEVER).plane(0);
			int wrong = 0;
			for (int i = 0; i < disc.length; i++) if (labels[i] == 1 != disc[i]) wrong++;
			assertTrue(wrong < 0.03 * disc.length, wrong + " of " + disc.length + " pixels");
			assertTrue(assertThrows(IllegalArgumentException.class, () -> Segmentation.with(model).tile(96).build().labels(
				PixelSource.of(new ImagePlus("", pixels)), Progress.NONE, Cancellation.NEVER)).getMessage().contains("48 x 48"));
		}
	}

	@Test
	void nothingRunsOrIsKeptWithoutConsent() throws IOException {
		final Path file = Packages.copy("unet-0.5.zip", folder);
		final String refusal = assertThrows(IOException.class, () -> ForeignLibrary.install(file, Consent.NOT_GIVEN, null,
			Activation.NONE, ModelLibrary.IfThere.REFUSE)).getMessage();
		assertTrue(refusal.contains("trust_code=true") && refusal.lines().count() == 1, refusal);
		assertFalse(Files.exists(folder.resolve("models")));
		assertThrows(IOException.class, () -> ScriptModule.load(new byte[0], "it", Consent.NOT_GIVEN));
	}

	@Test
	void noOrdinaryNameOrPathLeadsToForeignCode() throws IOException {
		final Path file = Packages.copy("unet-0.5.zip", folder);
		final String name = install(file).name();
		assertEquals(List.of(name), ForeignLibrary.names());
		assertFalse(ModelLibrary.names().stream().anyMatch(known -> known.contains("discs")));
		for (final String choice : new String[] { name, "discs-u-net-new", file.toString(), folder.resolve(
			"models/imported/discs-u-net-new.zip").toString() }) assertThrows(IOException.class, () -> ModelLibrary.open(choice),
				choice);
		for (final String choice : new String[] { "imported:../imported/discs-u-net-new", "imported:", "imported:other" })
			assertTrue(assertThrows(IOException.class, () -> ChosenModel.open(choice), choice).getMessage().contains(
				"was imported; imported are imported:discs-u-net-new"));
		ForeignLibrary.remove(name);
		assertEquals(List.of(), ForeignLibrary.names());
	}

	/** A file that somebody put into the folder is no import: it would be refused, so no dialog names it. */
	@Test
	void onlyWhatWasTrustedIsOffered() throws IOException {
		final List<String> before = ChosenModel.names();
		assertEquals(ModelLibrary.names(), before);
		final ForeignLibrary.Imported imported = install(Packages.copy("unet-0.5.zip", folder));
		Packages.copy("unet-0.4.zip", imported.file().getParent());
		final Map<String, byte[]> entries = new java.util.LinkedHashMap<>(BundleEntries.of(imported.file()).all());
		entries.put("import.json", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
		Files.write(imported.file().resolveSibling("empty-record.zip"), BundleEntries.zip(entries));
		Files.writeString(imported.file().resolveSibling("no-archive.zip"), "none");
		assertEquals(4, ForeignLibrary.names().size());
		assertTrue(ChosenModel.names().containsAll(before));
		assertEquals(List.of(imported.name()), ChosenModel.names().subList(before.size(), ChosenModel.names().size()));
		for (final String name : ForeignLibrary.names()) {
			if (!name.equals(imported.name())) assertThrows(IOException.class, () -> ChosenModel.open(name), name);
		}
	}

	/** Whoever can put a package where packages lie, record and all, has not thereby its user's consent. */
	@Test
	void aPackageWithARecordOfItsOwnIsNotRun() throws IOException {
		final ForeignLibrary.Imported imported = install(Packages.copy("unet-0.5.zip", folder));
		final byte[] whole = Files.readAllBytes(imported.file());
		Files.write(imported.file().resolveSibling("planted-model.zip"), whole);
		assertFalse(ForeignLibrary.trusted().contains("imported:planted-model"));
		assertTrue(assertThrows(IOException.class, () -> ChosenModel.open("imported:planted-model")).getMessage().contains(
			"is not what was imported by you"));
		// In the user's own settings, and nowhere else, it is said what may run.
		final Path settings = folder.resolve("settings/trusted-code.txt");
		final String agreed = Files.readString(settings);
		assertEquals(BundleEntries.of(imported.file()).digest() + " " + whole.length + " " + imported.name() + "\n", agreed);
		ChosenModel.open(imported.name()).close();
		Files.writeString(settings, "");
		assertThrows(IOException.class, () -> ChosenModel.open(imported.name()));
		assertEquals(List.of(), ForeignLibrary.trusted());
		Files.writeString(settings, agreed);
		ForeignLibrary.remove(imported.name());
		Files.write(imported.file(), whole);
		assertThrows(IOException.class, () -> ChosenModel.open(imported.name()));
	}

	@Test
	void anArchiveThatIsNotTheTrustedOneIsNotLoaded() throws IOException {
		final ForeignLibrary.Imported imported = install(Packages.copy("unet-0.5.zip", folder));
		final String digest = ChosenModel.digest(imported.name());
		assertTrue(assertThrows(IOException.class, () -> install(folder.resolve("unet-0.5.zip"))).getMessage().contains(
			"already"));
		final Map<String, byte[]> entries = new java.util.LinkedHashMap<>(BundleEntries.of(imported.file()).all());
		final byte[] other = Packages.script("\treturn x\n", folder);
		final String text = new String(entries.get("rdf.yaml"), java.nio.charset.StandardCharsets.UTF_8);
		entries.put("weights.pt", other);
		Files.write(imported.file(), BundleEntries.zip(entries));
		assertTrue(assertThrows(IOException.class, () -> ChosenModel.open(imported.name())).getMessage().contains("checksum"));
		entries.put("rdf.yaml", text.replaceFirst("sha256: \\w+", "sha256: " + BundleEntries.sha256(other)).getBytes(
			java.nio.charset.StandardCharsets.UTF_8));
		Files.write(imported.file(), BundleEntries.zip(entries));
		assertTrue(assertThrows(IOException.class, () -> ChosenModel.open(imported.name())).getMessage().contains(
			"not what was imported"));
		assertFalse(digest.equals(ChosenModel.digest(imported.name())));
	}

	@Test
	void whatDoesNotFitIsRefusedInASentence() throws IOException {
		refused("unet-0.5.zip", text -> text.replace("torchscript:", "onnx:"), "weights as onnx, only torchscript");
		refused("unet-0.5.zip", text -> text.replaceFirst("sha256: \\w+", "sha256: " + "a".repeat(64)), "checksum");
		refused("unet-0.5.zip", text -> text.replaceFirst(", sha256: \\w+", ""), "no sha256");
		refused("unet-0.5.zip", text -> text.replace("source: weights.pt", "source: \"https://example.org/w.pt\""),
			"at an address");
		refused("unet-0.5.zip", text -> text.replace("channel_names: [grey]", "channel_names: [red, green]"),
			"does not run on 1 x 2 x 16 x 16");
		refused("unet-0.5.zip", text -> text.replace("- {id: sigmoid}", "- {id: scale_range, kwargs: {axes: [y, x]}}"),
			"measured in it");
		refused("unet-0.5.zip", text -> text.replace("- {id: sigmoid}", "- {id: scale_linear, kwargs: {gain: 9}}"),
			"no probability");
		refused("unet-0.4.zip", text -> text.replaceFirst("axes: bcyx", "axes: byxc").replace("[1, 1, 48, 48]",
			"[1, 48, 48, 1]"), "does not run on");
		final Path empty = Files.write(folder.resolve("empty.zip"), BundleEntries.zip(Map.of("a", new byte[1])));
		assertTrue(assertThrows(IOException.class, () -> install(empty)).getMessage().contains("has no rdf.yaml"));
		assertFalse(Files.exists(folder.resolve("models")));
	}

	private void refused(final String name, final java.util.function.UnaryOperator<String> change, final String expected)
		throws IOException
	{
		final Path file = Packages.described(name, change, folder);
		final String message = assertThrows(IOException.class, () -> install(file)).getMessage();
		assertTrue(message.contains(expected) && message.contains("changed.zip") && message.lines().count() == 1, message);
	}

	@Test
	void anExampleThatComesOutOtherwiseIsTold() throws IOException {
		final ForeignLibrary.Imported imported = install(Packages.described("unet-0.5.zip", text -> text.replace(
			"max_percentile: 99", "max_percentile: 70"), folder));
		assertTrue(imported.example().sentence().startsWith("WARNING"), imported.example().sentence());
	}
}
