package io.github.rwkvsss.imagej1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleItem;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;

import io.github.rwkvsss.command.CommandCall;
import io.github.rwkvsss.command.CommandList;
import io.github.rwkvsss.command.ScoreCommand;
import io.github.rwkvsss.command.SegmentCommand;
import io.github.rwkvsss.command.Terminal;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;

/** What a command takes, and that nobody is asked, where macros and programs call it in Fiji. */
class FijiTest {

	@TempDir
	static Path shared;
	private static Path model;
	private static Path image;
	private static short[] expected;

	@TempDir
	private Path folder;
	private Context context;

	@BeforeAll
	static void prepare() throws IOException {
		assumeTrue(GraphicsEnvironment.isHeadless(), "with a screen, ImageJ would open windows");
		model = SmallModels.instance(shared);
		image = shared.resolve("discs.tif");
		ImageWriter.write(DrawnImages.discs(8, 60, 50, 1, 1, 1), image);
		final Path labels = shared.resolve("labels.tif");
		assertEquals(0, Terminal.call("segment", "input=" + image, "model=" + model, "output=" + labels).code());
		expected = (short[]) ImageReader.read(labels).getProcessor().getPixels();
	}

	@BeforeEach
	void start() throws ReflectiveOperationException {
		context = FijiStandIn.start();
	}

	@AfterEach
	void stop() throws ReflectiveOperationException {
		FijiStandIn.stop();
		while (Interpreter.getBatchModeImageCount() > 0) Interpreter.removeBatchModeImage(Interpreter.getLastBatchModeImage());
		Interpreter.batchMode = false;
		WindowManager.setTempCurrentImage(null);
	}

	private static String cancelReason() {
		return FijiStandIn.last() instanceof final Cancelable call && call.isCanceled() ? call.getCancelReason() : null;
	}

	private CommandModule call(final Class<? extends org.scijava.command.Command> command, final Object... inputs)
		throws InterruptedException, ExecutionException
	{
		return context.service(CommandService.class).run(command, true, inputs).get();
	}

	private static short[] labels(final org.scijava.module.Module module) {
		return (short[]) ((ImagePlus) module.getOutput("label_image")).getProcessor().getPixels();
	}

	/** Every key of every command can be left out, but those that it needs: of these the macro hears. */
	@Test
	void noMacroIsAsked() {
		for (final CommandList.Entry entry : CommandList.entries()) {
			// Checks and benchmarks take long, and are run by other tests.
			if (List.of("check", "bench").contains(entry.name())) continue;
			IJ.runMacro("setBatchMode(true); run('" + CommandCall.labelOf(entry.command()) + "', 'device=cpu');");
			IJ.runMacro("setBatchMode(true); run('" + CommandCall.labelOf(entry.command()) + "');");
		}
		assertEquals(List.of(), FijiStandIn.asked());
	}

	/** And not what some version kept from the last time. */
	@Test
	void whatAMacroLeavesOutKeepsItsDefault() {
		IJ.runMacro("setBatchMode(true); open('" + image +
			"'); run('RWKV-SSS Segment...', 'input=' + getImageID() + ' model=[" + model + "]');");
		assertNull(cancelReason());
		assertEquals(0, FijiStandIn.last().getInput("tile"));
		assertEquals(0.0, FijiStandIn.last().getInput("prominence"));
		assertEquals(true, FijiStandIn.last().getInput("labels"));
		assertArrayEquals(expected, labels(FijiStandIn.last()));
	}

	/** Of the images of a macro in batch mode the one that it selected, though the command runs on a thread that does not know it. */
	@Test
	void theActiveImageIsTheMacrosOwn() {
		IJ.runMacro("setBatchMode(true); open('" + image +
			"'); id = getImageID(); newImage('other', '8-bit ramp', 64, 64, 1);" +
			"selectImage(id); run('RWKV-SSS Segment...', 'model=[" + model + "]');");
		assertNull(cancelReason());
		assertArrayEquals(expected, labels(FijiStandIn.last()));
	}

	/** ImageJ2 remembers images that are closed. */
	@Test
	void aClosedImageIsNotTaken() throws IOException {
		FijiStandIn.remember(ImageReader.read(image));
		IJ.runMacro("setBatchMode(true); run('RWKV-SSS Segment...', 'model=[" + model + "]');");
		assertEquals(OpenImage.NONE_OPEN, cancelReason());
	}

	@Test
	void badValuesAreRefusedAsInPlainImageJ() {
		for (final String[] bad : new String[][] { { "tile=abc", "tile \"abc\" is not a whole number" }, { "input=[no such]",
			"there is no image \"no such\" open" } })
		{
			IJ.runMacro("setBatchMode(true); open('" + image + "'); run('RWKV-SSS Segment...', 'model=[" + model + "] " + bad[0] +
				"');");
			assertTrue(cancelReason() != null && cancelReason().startsWith(bad[1]), cancelReason());
		}
	}

	/** An optional image that nobody names is none, though others are open. */
	@Test
	void anOptionalImageIsNoneUnlessNamed() {
		IJ.runMacro("setBatchMode(true); newImage('other', '8-bit ramp', 60, 50, 1); open('" + image +
			"'); makeOval(5, 5, 12, 12); Overlay.addSelection; run('RWKV-SSS Train on Open Image...', 'input=' + getImageID() + '" +
			" steps=1 batch=1 threads=1 output=[" + folder.resolve("m.zip") + "]');");
		assertNull(cancelReason());
		assertNull(FijiStandIn.last().getInput("label_image"));
	}

	@Test
	void anImageIsNotItsOwnTruth() {
		IJ.runMacro("setBatchMode(true); open('" + image +
			"'); run('RWKV-SSS Evaluate Open Images...', 'input=' + getImageID() + ' truth=' + getImageID());");
		assertEquals("True labels: discs.tif is the prediction itself; choose another image", cancelReason());
		IJ.runMacro("setBatchMode(true); open('" + image + "'); run('RWKV-SSS Evaluate Open Images...', 'task=instance');");
		assertEquals("RWKV-SSS Evaluate Open Images needs truth", cancelReason());
	}

	/** With pre- and postprocessors, as programs in Fiji may call. */
	@Test
	void whoGivesSomeInputsIsNotAskedForOthers() throws IOException, InterruptedException, ExecutionException {
		final CommandModule module = call(SegmentCommand.class, "input", ImageReader.read(image), "model", model.toString());
		assertEquals(List.of(), FijiStandIn.asked());
		assertArrayEquals(expected, labels(module));
		assertEquals("RWKV-SSS Evaluate Open Images needs truth", call(ScoreCommand.class, "input", ImageReader.read(image))
			.getCancelReason());
	}

	/** Without a window of ImageJ's, as in napari, somebody else may ask: nothing is decided for them. */
	@Test
	void otherUserInterfacesAskThemselves() throws InterruptedException, ExecutionException {
		final CommandModule module = call(SegmentCommand.class);
		assertTrue(module.isCanceled());
		final List<String> keys = CommandCall.of(SegmentCommand.class).inputs().stream().map(input -> "RWKV-SSS Segment... " +
			input.key()).toList();
		assertTrue(FijiStandIn.asked().containsAll(keys), FijiStandIn.asked().toString());
	}

	/** A stray dialog of SciJava's could still fill in an image automatically; and a macro of Fiji is recorded by our dialog only. */
	@Test
	void imagesAreNotFilledAndNothingIsRecordedTwice() {
		final CommandService commands = context.service(CommandService.class);
		for (final CommandList.Entry entry : CommandList.entries()) {
			final var info = commands.getCommand(entry.command());
			assertTrue(info.is("no-record"), entry.name());
			for (final ModuleItem<?> item : info.inputs()) if (item.getType() == ImagePlus.class) assertEquals(Map.of(item
				.getName(), false), Map.of(item.getName(), item.isAutoFill()), entry.name());
		}
	}
}
