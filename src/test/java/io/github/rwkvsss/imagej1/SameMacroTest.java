package io.github.rwkvsss.imagej1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import io.github.rwkvsss.image.ImageReader;
import io.github.rwkvsss.image.ImageWriter;
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
		while (Interpreter.getBatchModeImageCount() > 0) Interpreter.removeBatchModeImage(Interpreter
			.getLastBatchModeImage());
		Interpreter.batchMode = false;
		WindowManager.setTempCurrentImage(null);
	}

	private static void plain(final String name, final String options, final String before, final String after) {
		IJ.runMacro("setBatchMode(true);" + before + "run('" + CommandCall.labelOf(CommandList.find(
			name).command()) + "', '" + options + "');" + after);
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
}
