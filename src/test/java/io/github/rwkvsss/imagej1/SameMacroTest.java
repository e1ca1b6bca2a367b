package io.github.rwkvsss.imagej1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;

import io.github.rwkvsss.command.CommandCall;
import io.github.rwkvsss.command.CommandList;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;

/** The same keys and texts in a macro of plain ImageJ and in SciJava's own command service: the same comes out. */
class SameMacroTest {

	@TempDir
	static Path folder;
	private static Path image;
	private static Path model;

	@BeforeAll
	static void prepare() throws IOException, ReflectiveOperationException {
		assumeTrue(GraphicsEnvironment.isHeadless(), "with a screen, ImageJ would open windows");
		PlainImageJ.installCommands();
		model = SmallModels.instance(folder);
		image = folder.resolve("my discs.tif");
		ImageWriter.write(DrawnImages.discs(8, 60, 50, 1, 1, 1), image);
	}

	@AfterEach
	void closeImages() {
		while (Interpreter.getBatchModeImageCount() > 0) Interpreter.removeBatchModeImage(Interpreter.getLastBatchModeImage());
		Interpreter.batchMode = false;
		WindowManager.setTempCurrentImage(null);
	}

	private static void plain(final String name, final String options, final String before, final String after) {
		IJ.runMacro("setBatchMode(true);" + before + "run('" + CommandCall.labelOf(CommandList.find(name).command()) + "', '" +
			options + "');" + after);
	}

	/** Texts become values by SciJava's conversions, as those of a macro do in Fiji. */
	private static CommandModule sciJava(final String name, final String options, final Object... more)
		throws InterruptedException, ExecutionException
	{
		final Map<String, Object> inputs = new HashMap<>();
		for (final String option : options.split(" ")) inputs.put(option.substring(0, option.indexOf('=')), option.substring(
			option.indexOf('=') + 1).replaceAll("[\\[\\]]", ""));
		for (int i = 0; i < more.length; i += 2) inputs.put((String) more[i], more[i + 1]);
		try (Context context = new Context(CommandService.class)) {
			final CommandModule module = context.service(CommandService.class).run(CommandList.find(name).command(), false,
				inputs).get();
			assertFalse(module.isCanceled(), module.getCancelReason());
			return module;
		}
	}

	@Test
	void segment() throws IOException, InterruptedException, ExecutionException {
		final Path saved = folder.resolve("plain.tif");
		final String options = "model=[" + model + "] flips=true prominence=0.1 minimum_size=3";
		plain("segment", options, "open('" + image + "');", "saveAs('Tiff', '" + saved + "');");
		final ImagePlus found = (ImagePlus) sciJava("segment", options, "input", ImageReader.read(image)).getOutputs().values()
			.stream().filter(ImagePlus.class::isInstance).findFirst().orElseThrow();
		assertArrayEquals((short[]) found.getProcessor().getPixels(), (short[]) ImageReader.read(saved).getProcessor()
			.getPixels());
	}

	@Test
	void evaluate() throws IOException, InterruptedException, ExecutionException {
		final Path labels = Files.createDirectory(folder.resolve("labels"));
		ImageWriter.write(DrawnImages.discs(8, 60, 50, 1, 1, 1), labels.resolve("a.tif"));
		final Path plain = folder.resolve("plain.csv");
		final Path other = folder.resolve("other.csv");
		final String options = "labels=" + labels + " predictions=" + labels + " task=instance tolerance=2 output=";
		plain("evaluate", options + plain, "", "");
		sciJava("evaluate", options + other);
		assertTrue(Files.size(plain) > 0);
		assertArrayEquals(Files.readAllBytes(other), Files.readAllBytes(plain));
	}

	@Test
	void train() throws IOException, InterruptedException, ExecutionException {
		final Path images = Files.createDirectory(folder.resolve("train images"));
		final Path labels = Files.createDirectory(folder.resolve("train labels"));
		for (final String name : new String[] { "a.tif", "b.tif" }) {
			Files.copy(image, images.resolve(name));
			final ImagePlus drawn = ImageReader.read(image);
			drawn.getProcessor().threshold(90);
			ImageWriter.write(drawn, labels.resolve(name));
		}
		final Path plain = folder.resolve("plain.zip");
		final Path other = folder.resolve("other.zip");
		final String options = "task=semantic steps=2 patch=32 batch=2 threads=1 augment=false start_from=[" + SmallModels
			.semantic(folder, 2, 1) + "]";
		plain("train", options + " images=[" + images + "] labels=[" + labels + "] output=" + plain, "", "");
		sciJava("train", options + " output=" + other, "images", images.toString(), "labels", labels.toString());
		assertArrayEquals(weights(other), weights(plain));
	}

	private static byte[] weights(final Path file) throws IOException {
		try (ZipFile zip = new ZipFile(file.toFile())) {
			return zip.getInputStream(zip.getEntry("weights.safetensors")).readAllBytes();
		}
	}

	@Test
	void batch() throws IOException, InterruptedException, ExecutionException {
		final Path images = Files.createDirectory(folder.resolve("batch-images"));
		Files.copy(image, images.resolve("a.tif"));
		final Path plain = folder.resolve("plain-results");
		final Path other = folder.resolve("other-results");
		final String options = "images=" + images + " model=[" + model + "] table=true rois=true include=*.tif output=";
		plain("batch", options + plain, "", "");
		sciJava("batch", options + other);
		for (final String file : new String[] { "labels/a.tif", "table/a.csv", "all-objects.csv" }) assertArrayEquals(Files
			.readAllBytes(other.resolve(file)), Files.readAllBytes(plain.resolve(file)), file);
		assertTrue(Files.exists(plain.resolve("rois/a.zip")) && Files.exists(other.resolve("rois/a.zip")));
	}

	@Test
	void attention() throws IOException, InterruptedException, ExecutionException {
		final Path saved = folder.resolve("attention.tif");
		final String options = "model=[" + model + "] x=20 y=30 stage=1 branch=local path=snake";
		plain("attention", options, "open('" + image + "');", "saveAs('Tiff', '" + saved + "');");
		final ImagePlus found = (ImagePlus) sciJava("attention", options, "input", ImageReader.read(image)).getOutput("output");
		assertArrayEquals((float[]) found.getProcessor().getPixels(), (float[]) ImageReader.read(saved).getProcessor()
			.getPixels());
	}

	@Test
	void score() throws IOException, InterruptedException, ExecutionException {
		final Path truth = folder.resolve("truth.tif");
		final ImagePlus shifted = ImageReader.read(image);
		shifted.getProcessor().translate(3, 2);
		ImageWriter.write(shifted, truth);
		final Path plain = folder.resolve("plain-scores.csv");
		final Path other = folder.resolve("other-scores.csv");
		final String options = "task=instance tolerance=2 output=";
		plain("score", "truth=[truth.tif] " + options + plain, "open('" + truth + "'); open('" + image + "');", "");
		sciJava("score", options + other, "input", ImageReader.read(image), "truth", ImageReader.read(truth));
		assertTrue(Files.size(plain) > 0);
		assertArrayEquals(Files.readAllBytes(other), Files.readAllBytes(plain));
	}

	/** Free memory changes from one moment to the next, so figures are left out. */
	@Test
	void check() throws InterruptedException, ExecutionException {
		final String plain = PlainImageJ.logOf(() -> plain("check", "self_test=false", "", ""));
		final String other = (String) sciJava("check", "self_test=false").getOutput("report");
		assertEquals(withoutFigures(other), withoutFigures(plain));
	}

	private static String withoutFigures(final String report) {
		return report.replaceAll("[0-9]+([.][0-9]+)?", "#").strip();
	}
}
