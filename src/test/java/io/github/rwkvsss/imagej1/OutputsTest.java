package io.github.rwkvsss.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.display.AbstractDisplay;
import org.scijava.display.Display;
import org.scijava.display.DisplayService;
import org.scijava.plugin.PluginInfo;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import io.github.rwkvsss.Sweep;
import io.github.rwkvsss.command.InfoCommand;
import io.github.rwkvsss.command.SegmentCommand;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;

/** Where outputs go on the way that macros take in Fiji, beside a display service that keeps what it shows. */
class OutputsTest {

	/** Seen with 200 as well, which takes minutes on a busy machine. */
	private static final int RUNS = Sweep.State.count(8, 20);

	@TempDir
	static Path folder;
	private static Path model;
	private static Path image;

	/** Stands for the one of ImageJ2's legacy layer. */
	public static final class ImageDisplay extends AbstractDisplay<ImagePlus> {

		public ImageDisplay() {
			super(ImagePlus.class);
		}
	}

	@BeforeAll
	static void prepare() throws IOException {
		assumeTrue(GraphicsEnvironment.isHeadless(), "with a screen, ImageJ would open windows");
		model = SmallModels.semantic(folder, 2, 1);
		image = folder.resolve("discs.tif");
		ImageWriter.write(DrawnImages.discs(8, 32, 32, 1, 1, 1), image);
	}

	@BeforeEach
	void start() throws ReflectiveOperationException {
		SciJavaPlugIn.start();
		final PluginInfo<Display<?>> display = new PluginInfo<>(ImageDisplay.class.getName(), displayType());
		SciJavaPlugIn.context().getPluginIndex().add(display);
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static Class<Display<?>> displayType() {
		return (Class) Display.class;
	}

	@AfterEach
	void stop() throws ReflectiveOperationException {
		SciJavaPlugIn.stop();
		while (Interpreter.getBatchModeImageCount() > 0) Interpreter.removeBatchModeImage(Interpreter.getLastBatchModeImage());
		Interpreter.batchMode = false;
		WindowManager.setTempCurrentImage(null);
	}

	private static int displays() {
		return SciJavaPlugIn.context().service(DisplayService.class).getDisplaysOfType(ImageDisplay.class).size();
	}

	@Test
	void theStandInKeepsWhatItShows() {
		SciJavaPlugIn.context().service(DisplayService.class).createDisplay(IJ.openImage(image.toString()));
		assertEquals(1, displays());
	}

	/** As in plain ImageJ: listed once, and active. */
	@Test
	void inBatchModeTheResultIsListedOnceAndActive() {
		assertEquals("2, discs-labels", IJ.runMacro("setBatchMode(true); open('" + image +
			"'); run('RWKV-SSS Segment...', 'input=' + getImageID() + ' model=[" + model +
			"]'); return '' + nImages + ', ' + getTitle();"));
		assertEquals(0, displays());
	}

	@Test
	void withSeveralResultsTheFirstIsActive() {
		assertEquals("3, discs-labels", IJ.runMacro("setBatchMode(true); open('" + image +
			"'); run('RWKV-SSS Segment...', 'input=' + getImageID() + ' model=[" + model +
			"] mask=true'); return '' + nImages + ', ' + getTitle();"));
	}

	@Test
	void nothingIsLeftOfManyRuns() {
		final List<WeakReference<ImagePlus>> results = new ArrayList<>();
		for (int i = 0; i < RUNS; i++) {
			IJ.runMacro("setBatchMode(true); open('" + image + "'); input = getImageID();" +
				"run('RWKV-SSS Segment...', 'input=' + input + ' model=[" + model + "]'); close(); selectImage(input); close();");
			results.add(new WeakReference<>((ImagePlus) SciJavaPlugIn.last().getOutput("label_image")));
			assertNotNull(results.get(i).get());
		}
		assertEquals(0, displays());
		System.gc();
		final long kept = results.stream().filter(result -> result.get() != null).count();
		assertTrue(kept < 5, kept + " of " + RUNS + " results are still in memory");
	}

	@Test
	void whoCallsTheServiceGetsTheResult() throws InterruptedException, ExecutionException {
		final CommandService commands = SciJavaPlugIn.context().service(CommandService.class);
		for (final boolean process : new boolean[] { true, false }) {
			final CommandModule module = commands.run(SegmentCommand.class, process, "input", IJ.openImage(image.toString()),
				"model", model.toString()).get();
			assertEquals("discs-labels", ((ImagePlus) module.getOutput("label_image")).getTitle());
		}
		assertEquals(0, displays());
	}

	@Test
	void withoutAScreenTextsAreLogged() {
		final String log = PlainImageJ.logOf(() -> {
			try {
				SciJavaPlugIn.context().service(CommandService.class).run(InfoCommand.class, true, "model", "nuclei-2d").get();
			}
			catch (final InterruptedException | ExecutionException e) {
				throw new IllegalStateException(e);
			}
		});
		assertTrue(log.contains("nuclei-2d"), log);
	}
}
