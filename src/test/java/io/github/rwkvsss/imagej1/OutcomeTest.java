package io.github.rwkvsss.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scijava.app.event.StatusEvent;
import org.scijava.console.ConsoleService;
import org.scijava.event.EventHandler;
import org.scijava.startup.StartupService;

import ij.IJ;
import ij.WindowManager;
import ij.macro.Interpreter;

import io.github.rwkvsss.command.CommandCall;
import io.github.rwkvsss.command.Input;
import io.github.rwkvsss.command.Outcome;
import io.github.rwkvsss.command.SegmentCommand;
import io.github.rwkvsss.command.Terminal;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;

/** How failures are told and what macros learn of them, in plain ImageJ and on the way that macros take in Fiji. */
class OutcomeTest {

	private static final String READ = "call('java.lang.System.getProperty', 'rwkv-sss.outcome')";

	@TempDir
	static Path shared;
	private static Path model;
	private static Path image;

	@TempDir
	private Path folder;

	/** Where macros are run. */
	enum Place {
			PLAIN_IMAGEJ, SCIJAVA
	}

	@BeforeAll
	static void prepare() throws IOException {
		assumeTrue(GraphicsEnvironment.isHeadless(), "with a screen, ImageJ would open windows");
		model = SmallModels.semantic(shared, 2, 1);
		image = shared.resolve("discs.tif");
		ImageWriter.write(DrawnImages.discs(8, 60, 50, 1, 1, 1), image);
	}

	@BeforeEach
	void forget() {
		System.clearProperty(Outcome.PROPERTY);
	}

	@AfterEach
	void closeImages() {
		while (Interpreter.getBatchModeImageCount() > 0) Interpreter.removeBatchModeImage(Interpreter.getLastBatchModeImage());
		Interpreter.batchMode = false;
		WindowManager.setTempCurrentImage(null);
	}

	/**
	 * @param result how what the macro returns begins; empty if it is to end before
	 * @return what the plugin says on the standard error, without what SciJava says when it starts
	 */
	private static List<String> told(final Place place, final String before, final String options, final String result) {
		return PlainImageJ.errorsOf(() -> {
			try {
				final String returned = macro(place, before, options, "return 'went on, ' + " + READ + ";");
				final boolean ended = returned == null || !returned.startsWith("went on");
				assertTrue(result.isEmpty() ? ended : !ended && returned.startsWith(result), returned);
			}
			catch (final ReflectiveOperationException e) {
				throw new IllegalStateException(e);
			}
		}).lines().filter(line -> line.startsWith("RWKV-SSS")).toList();
	}

	private static String macro(final Place place, final String before, final String options, final String after)
		throws ReflectiveOperationException
	{
		if (place == Place.SCIJAVA) SciJavaPlugIn.start();
		else PlainImageJ.installCommands();
		try {
			return IJ.runMacro(before + "open('" + image + "'); run('RWKV-SSS Segment...', 'input=' + getImageID() + ' " +
				options + "');" + after);
		}
		finally {
			if (place == Place.SCIJAVA) SciJavaPlugIn.stop();
		}
	}

	@ParameterizedTest
	@EnumSource
	void whatSucceededIsDone(final Place place) throws ReflectiveOperationException {
		assertEquals("done", macro(place, "setBatchMode(true);", "model=[" + model + "]", "return " + READ + ";"));
	}

	/** In batch mode and without it: a macro without windows may have neither. */
	@ParameterizedTest
	@EnumSource
	void aFailureIsToldOnceAndEndsTheMacro(final Place place) {
		for (final String before : List.of("", "setBatchMode(true);")) {
			final List<String> told = told(place, before, "model=no-such-model", "");
			assertEquals(1, told.size(), told.toString());
			assertTrue(told.get(0).startsWith("RWKV-SSS Segment: there is no model \"no-such-model\""), told.get(0));
			assertEquals("failed: " + told.get(0).substring("RWKV-SSS Segment: ".length()), System.getProperty(Outcome.PROPERTY));
			closeImages();
		}
	}

	@ParameterizedTest
	@EnumSource
	void aMacroThatAsksForItGoesOnAndLearnsTheOutcome(final Place place) {
		assertEquals(1, told(place, "setBatchMode(true);", "model=no-such-model on_failure=continue",
			"went on, failed: there is no model \"no-such-model\"").size());
	}

	@ParameterizedTest
	@EnumSource
	void theOutcomeGoesToAFile(final Place place) throws ReflectiveOperationException, IOException {
		final Path file = folder.resolve("outcome.txt");
		macro(place, "setBatchMode(true);", "model=[" + model + "] outcome=[" + file + "]", "");
		assertEquals("done\n", Files.readString(file));
		told(place, "setBatchMode(true);", "model=no-such-model on_failure=continue outcome=[" + file + "]", "went on");
		assertTrue(Files.readString(file).startsWith("failed: there is no model"), Files.readString(file));
	}

	/** Whoever called gets the sentence, and SciJava nothing to show in a window of its own, titled ImageJ2. */
	@Test
	void scijavaShowsNoSecondWindow() throws ReflectiveOperationException {
		final Warnings warnings = new Warnings();
		SciJavaPlugIn.start();
		try {
			SciJavaPlugIn.context().inject(warnings);
			PlainImageJ.errorsOf(() -> IJ.runMacro("setBatchMode(true); open('" + image +
				"'); run('RWKV-SSS Segment...', 'input=' + getImageID() + ' model=none-such');"));
			assertTrue(SciJavaPlugIn.last().isCanceled());
			assertTrue(SciJavaPlugIn.last().getCancelReason().startsWith("there is no model \"none-such\""), SciJavaPlugIn.last()
				.getCancelReason());
			assertEquals(List.of(), warnings.texts);
		}
		finally {
			SciJavaPlugIn.stop();
		}
	}

	/** What {@code fiji --headless --run} does with its words; the exit code is SciJava's, and 0. */
	@Test
	void anUnattendedRunLeavesASentenceAndAFile() throws ReflectiveOperationException, IOException {
		final Path file = folder.resolve("outcome.txt");
		SciJavaPlugIn.start();
		try {
			SciJavaPlugIn.context().service(ConsoleService.class).processArgs("--run", "RWKV-SSS Batch...", "images='" + folder
				.resolve("nowhere") + "',output='" + folder.resolve("results") + "',outcome='" + file + "'");
			final String errors = PlainImageJ.errorsOf(SciJavaPlugIn.context().service(StartupService.class)::executeOperations);
			final List<String> told = errors.lines().filter(line -> line.startsWith("RWKV-SSS Batch: ")).toList();
			assertEquals(1, told.size(), errors);
			assertTrue(told.get(0).contains("nowhere"), told.get(0));
			assertEquals("failed: " + told.get(0).substring("RWKV-SSS Batch: ".length()) + "\n", Files.readString(file));
		}
		finally {
			SciJavaPlugIn.stop();
		}
	}

	@Test
	void theCommandLineWritesItToo() throws IOException {
		final Path file = folder.resolve("outcome.txt");
		final Terminal failed = Terminal.call("batch", "images=" + folder.resolve("nowhere"), "output=" + folder.resolve(
			"results"), "outcome=" + file);
		assertEquals(1, failed.code());
		assertEquals("failed: " + failed.sentence().substring("error: ".length()) + "\n", Files.readString(file));
	}

	@Test
	void keysAreHiddenFromDialogs() {
		final List<String> hidden = CommandCall.of(SegmentCommand.class).inputs().stream().filter(input -> input
			.place() == Input.Place.HIDDEN).map(Input::key).toList();
		assertEquals(List.of("on_failure", "outcome"), hidden);
	}

	/** What SciJava would show in windows. */
	public static final class Warnings {

		private final List<String> texts = Collections.synchronizedList(new ArrayList<>());

		@EventHandler
		void onEvent(final StatusEvent event) {
			if (event.isWarning() && !event.getStatusMessage().isEmpty()) texts.add(event.getStatusMessage());
		}
	}
}
