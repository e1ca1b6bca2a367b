package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.OwnModelFolder;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;

import io.github.rwkvsss.foreign.Packages;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.segment.DrawnImages;

/** Third-party models, as users reach them: imported and used, or a bare archive run. */
class ForeignModelCommandsTest {

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

	@Test
	void anImportedModelSegmentsAloneAndInABatch() throws IOException {
		final Path file = Packages.copy("unet-0.5.zip", folder);
		final Path images = Files.createDirectories(folder.resolve("images"));
		final Path image = images.resolve("discs.tif");
		ImageWriter.write(DrawnImages.discs(8, 70, 60, 1, 1, 1), image);
		assertTrue(refused("segment", "input=" + image, "model=" + file, "output=" + folder.resolve("a.tif")).contains(
			"third-party models are imported first"));
		assertTrue(refused("models", "action=import", "source=" + file).contains("trust_code=true"));
		assertFalse(Files.exists(folder.resolve("models")));
		final String told = done("models", "action=import", "source=" + file, "trust_code=true");
		assertTrue(told.contains("model=imported:discs-u-net-new") && told.contains("as its makers got it") && told.contains(
			"runs the code in it"), told);
		assertTrue(done("models", "action=list").contains("imported:discs-u-net-new"));
		assertTrue(refused("info", "model=imported:discs-u-net-new").contains("segment, alone and in a batch"));
		done("segment", "input=" + image, "model=imported:discs-u-net-new", "output=" + folder.resolve("labels.tif"));
		done("batch", "images=" + images, "model=imported:discs-u-net-new", "output=" + folder.resolve("results"));
		final ImagePlus labels = ImageReader.read(folder.resolve("labels.tif"));
		assertEquals(1, labels.getStatistics().max);
		try (var results = Files.walk(folder.resolve("results"))) {
			final Path result = results.filter(path -> path.toString().endsWith(".tif")).findFirst().orElseThrow();
			assertArrayEquals((short[]) labels.getProcessor().getPixels(), (short[]) ImageReader.read(result).getProcessor()
				.getPixels());
		}
		done("models", "action=remove", "model=imported:discs-u-net-new");
		assertTrue(refused("segment", "input=" + image, "model=imported:discs-u-net-new", "output=" + folder.resolve("b.tif"))
			.contains("imported are none"));
	}

	/** What each pixel becomes is known, so tiles, axes and normalisation show. */
	@Test
	void aBareArchiveRunsOverAnImage() throws IOException {
		final Path archive = Files.write(folder.resolve("mine.pt"), Packages.script(
			"\treturn torch.permute(torch.cat([x * 10, x + 1], 1), [0, 2, 3, 1])\n", folder));
		final ImageProcessor pixels = new FloatProcessor(150, 70);
		for (int i = 0; i < 150 * 70; i++) pixels.setf(i, 100 + i % 51);
		final Path image = folder.resolve("ramp.tif");
		ImageWriter.write(new ImagePlus("ramp", pixels), image);
		final Path out = folder.resolve("out.tif");
		final Object[] call = { "run_torchscript", "input=" + image, "archive=" + archive, "axes=bcyx>byxc",
			"normalization=range", "low=100", "high=150", "tile=64", "result=" + out };
		assertTrue(refused(call).contains("trust_code=true"));
		assertFalse(Files.exists(out));
		final Object[] trusted = java.util.Arrays.copyOf(call, call.length + 1);
		trusted[call.length] = "trust_code=true";
		done(trusted);
		final ImagePlus result = ImageReader.read(out);
		assertEquals(2, result.getStackSize());
		for (int i = 0; i < 150 * 70; i++) {
			assertEquals((i % 51) / 5f, result.getStack().getProcessor(1).getf(i), 1e-5);
			assertEquals((i % 51) / 50f + 1, result.getStack().getProcessor(2).getf(i), 1e-6);
		}
		trusted[3] = "axes=bczyx>byxc";
		assertTrue(refused(trusted).contains("axes \"byxc\""));
		trusted[3] = "axes=byxc";
		assertTrue(refused(trusted).contains("keep the size"));
	}

	private static String done(final Object... args) {
		final Terminal terminal = Terminal.call(args);
		assertEquals(0, terminal.code(), terminal.err());
		return terminal.out();
	}

	private static String refused(final Object... args) {
		final Terminal terminal = Terminal.call(args);
		assertEquals(1, terminal.code(), terminal.out());
		assertFalse(terminal.err().contains("Exception"), terminal.err());
		return terminal.sentence();
	}
}
