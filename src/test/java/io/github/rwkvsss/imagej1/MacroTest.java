package io.github.rwkvsss.imagej1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;

import io.github.rwkvsss.command.CommandCall;
import io.github.rwkvsss.command.CommandList;
import io.github.rwkvsss.command.Input;
import io.github.rwkvsss.command.SegmentCommand;
import io.github.rwkvsss.command.Terminal;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs macros, and every file in {@code macros/}, through ImageJ's own interpreter. */
class MacroTest {

	@TempDir
	static Path shared;
	private static Path model;
	private static Path image;
	private static short[] expected;

	@TempDir
	private Path folder;

	@BeforeAll
	static void prepare() throws IOException, ReflectiveOperationException {
		assumeTrue(GraphicsEnvironment.isHeadless(), "with a screen, ImageJ would open windows");
		PlainImageJ.installCommands();
		model = SmallModels.semantic(shared, 2, 1);
		image = shared.resolve("my discs.tif");
		ImageWriter.write(DrawnImages.discs(8, 60, 50, 1, 1, 1), image);
		final Path labels = shared.resolve("labels.tif");
		assertEquals(0, Terminal.call("segment", "input=" + image, "model=" + model, "output=" + labels).code());
		expected = pixels(labels);
	}

	@AfterEach
	void closeImages() {
		while (Interpreter.getBatchModeImageCount() > 0) Interpreter.removeBatchModeImage(Interpreter.getLastBatchModeImage());
		Interpreter.batchMode = false;
		WindowManager.setTempCurrentImage(null);
	}

	private static short[] pixels(final Path file) throws IOException {
		return (short[]) ImageReader.read(file).getProcessor().getPixels();
	}

	private static String macroFile(final String name, final Object... arguments) {
		final StringBuilder argument = new StringBuilder();
		for (final Object part : arguments) argument.append(argument.length() == 0 ? "" : "\n").append(part);
		return IJ.runMacroFile(Path.of("macros", name).toAbsolutePath().toString(), argument.toString());
	}

	@Test
	void menuHasEveryCommandUnderItsLabel() {
		final List<PlainImageJ.Line> lines = PlainImageJ.lines();
		assertEquals(CommandList.entries().stream().map(CommandList.Entry::name).toList(), lines.stream().map(
			PlainImageJ.Line::argument).toList());
		for (final PlainImageJ.Line line : lines) assertEquals(CommandCall.labelOf(CommandList.find(line.argument()).command()),
			line.label());
	}

	@Test
	void macroGivesWhatTheCommandLineGives() throws IOException {
		final Path saved = folder.resolve("result.tif");
		final String result = IJ.runMacro("setBatchMode(true);" + //
			"newImage('other', '8-bit ramp', 64, 64, 1); open('" + image + "'); title = getTitle();" + //
			"selectImage('other');" + //
			"run('RWKV-SSS Segment...', 'input=[' + title + '] model=[" + model + "] flips=false');" + //
			"saveAs('Tiff', '" + saved + "'); return '' + nImages;");
		assertEquals("3", result);
		assertArrayEquals(expected, pixels(saved));
		assertEquals(0.5, ImageReader.read(saved).getCalibration().pixelWidth);
	}

	@Test
	void activeImageIsTakenWhereNoneIsNamed() throws IOException {
		final Path saved = folder.resolve("mask.tif");
		IJ.runMacro("setBatchMode(true); open('" + image + "');" + //
			"run('RWKV-SSS Segment...', 'model=[" + model + "] labels=false mask=true');" + //
			"saveAs('Tiff', '" + saved + "');");
		final byte[] mask = (byte[]) ImageReader.read(saved).getProcessor().getPixels();
		for (int i = 0; i < mask.length; i++) assertEquals(expected[i], mask[i] & 0xff);
	}

	@Test
	void badValuesStopTheMacroWithASentence() {
		final String[][] cases = { { "mask=maybe", "mask \"maybe\" is not known; choose true or false" }, { "tile=big",
			"tile \"big\" is not a whole number" }, { "input=[no such]",
				"there is no image \"no such\" open, and no file of that name; open are my discs.tif" }, { "channels=2",
					"my discs.tif has 1 channels, and no channel 2" }, { "titel=32", "there is no key \"titel\"; keys are " + String
						.join(", ", CommandCall.of(SegmentCommand.class).inputs().stream().map(Input::key).toList()) } };
		for (final String[] bad : cases) {
			final String errors = PlainImageJ.errorsOf(() -> {
				final String result = IJ.runMacro("setBatchMode(true); open('" + image + "'); run('RWKV-SSS Segment...', 'model=[" +
					model + "] " + bad[0] + "'); return 'went on';");
				assertNotEquals("went on", result, bad[0]);
			});
			assertEquals("RWKV-SSS Segment: " + bad[1], errors.strip());
			closeImages();
		}
	}

	@Test
	void segmentActiveImage() throws IOException {
		final Path saved = folder.resolve("active.tif");
		IJ.runMacro("setBatchMode(true); open('" + image + "'); runMacro('" + Path.of("macros/segment_active_image.ijm")
			.toAbsolutePath() + "', '" + model + "'); saveAs('Tiff', '" + saved + "');");
		assertArrayEquals(expected, pixels(saved));
	}

	@Test
	void segmentFolder() throws IOException {
		final Path from = Files.createDirectory(folder.resolve("from"));
		final Path to = Files.createDirectory(folder.resolve("to"));
		Files.copy(image, from.resolve("a b.tif"));
		final ImagePlus other = DrawnImages.discs(8, 60, 50, 1, 1, 1);
		other.getProcessor().flipHorizontal();
		ImageWriter.write(other, from.resolve("c.png"));
		final BufferedImage colours = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
		colours.setRGB(3, 3, 0xff0000);
		ImageIO.write(colours, "png", from.resolve("b in colours.png").toFile());
		final String log = PlainImageJ.logOf(() -> macroFile("segment_folder.ijm", from, to, model));
		assertTrue(log.contains("b in colours.png: failed: b in colours.png has 3 channels, the model takes 1"), log);
		assertTrue(Files.notExists(to.resolve("b in colours.tif")));
		assertArrayEquals(expected, pixels(to.resolve("a b.tif")));
		assertTrue(Files.exists(to.resolve("c.tif")));
	}

	@Test
	void batchFolder() throws IOException {
		final Path from = Files.createDirectory(folder.resolve("from"));
		Files.copy(image, from.resolve("a b.tif"));
		final Path to = folder.resolve("to");
		macroFile("batch_folder.ijm", from, to, model);
		assertArrayEquals(expected, pixels(to.resolve("labels/a b.tif")));
		assertTrue(Files.exists(to.resolve("rois/a b.zip")));
		assertTrue(Files.readAllLines(to.resolve("batch-status.csv")).get(1).startsWith("a b.tif,done,,"));
	}

	@Test
	void segmentFileHeadless() throws IOException {
		final Path saved = folder.resolve("headless.tif");
		macroFile("segment_file_headless.ijm", image + "|" + saved + "|" + model);
		assertArrayEquals(expected, pixels(saved));
	}

	/** As editors of Windows save them. */
	@Test
	void aMacroMayHaveTheLineEndsOfWindows() throws IOException {
		final Path saved = folder.resolve("headless.tif");
		final String macro = Files.readString(Path.of("macros/segment_file_headless.ijm")).replace("\n", "\r\n");
		IJ.runMacro(macro, image + "|" + saved + "|" + model);
		assertArrayEquals(expected, pixels(saved));
	}

	@Test
	void evaluate() throws IOException {
		final Path labels = Files.createDirectory(folder.resolve("labels"));
		ImageWriter.write(ImageReader.read(shared.resolve("labels.tif")), labels.resolve("a.tif"));
		macroFile("evaluate.ijm", labels, labels, folder.resolve("scores.csv"));
		assertTrue(Files.readAllLines(folder.resolve("scores.csv")).get(1).startsWith("a,foreground,micron,1.000000,"));
	}

	@Test
	void scoreOpenImages() throws IOException {
		// Two objects are true, one of them is found.
		final Path truth = Files.createDirectory(folder.resolve("truth")).resolve("a.tif");
		final Path found = folder.resolve("a.tif");
		ImageWriter.write(squares(1, 2), truth);
		ImageWriter.write(squares(0, 7), found);
		final Path scores = folder.resolve("scores.csv");
		macroFile("score_open_images.ijm", found, truth, scores);
		final List<String> lines = Files.readAllLines(scores);
		final List<String> columns = List.of(lines.get(0).split(","));
		final String[] row = lines.get(1).split(",");
		assertEquals(2 / 3.0, Double.parseDouble(row[columns.indexOf("dice")]), 1e-6);
		assertEquals(0.5, Double.parseDouble(row[columns.indexOf("ap50")]), 1e-6);
	}

	private static ImagePlus squares(final int... labels) {
		final ImageProcessor plane = new ShortProcessor(20, 10);
		for (int i = 0; i < labels.length; i++) {
			plane.setColor(labels[i]);
			plane.fillRect(2 + 10 * i, 2, 6, 6);
		}
		return new ImagePlus("squares", plane);
	}

	@Test
	void checkInstallation() {
		final String log = PlainImageJ.logOf(() -> macroFile("check_installation.ijm", "quick"));
		for (final String line : List.of("LibTorch", "operations", "memory", "models")) assertTrue(log.contains(line), log);
		assertFalse(log.contains("self-test"), log);
	}

	@Test
	void everyMacroIsRunHere() throws IOException {
		final String tests = Files.readString(Path.of("src/test/java", MacroTest.class.getName().replace('.', '/') + ".java"));
		try (Stream<Path> files = Files.list(Path.of("macros"))) {
			for (final Path file : files.filter(file -> file.toString().endsWith(".ijm")).toList()) assertTrue(tests.contains(file
				.getFileName().toString()), file + " is run by no test");
		}
	}

	@Test
	void trainAndApply() throws IOException {
		final Path images = Files.createDirectory(folder.resolve("images"));
		final Path labels = Files.createDirectory(folder.resolve("labels"));
		for (final String name : new String[] { "a", "b" }) {
			Files.copy(image, images.resolve(name + ".tif"));
			final ImagePlus drawn = ImageReader.read(image);
			DrawnImages.label(drawn);
			ImageWriter.write(drawn, labels.resolve(name + ".tif"));
		}
		final Path own = folder.resolve("own.zip");
		final Path saved = folder.resolve("own.tif");
		IJ.runMacro("setBatchMode(true); open('" + image + "'); runMacro('" + Path.of("macros/train_and_apply.ijm")
			.toAbsolutePath() + "', '" + images + "\\n" + labels + "\\n" + own + "\\n1'); saveAs('Tiff', '" + saved + "');");
		assertTrue(Files.exists(own));
		final Path again = folder.resolve("again.tif");
		assertEquals(0, Terminal.call("segment", "input=" + image, "model=" + own, "output=" + again).code());
		assertArrayEquals(pixels(again), pixels(saved));
	}

	@Test
	void trainFromRois() throws IOException {
		final Path own = folder.resolve("outlined.zip");
		final Path saved = folder.resolve("outlined.tif");
		IJ.runMacro("setBatchMode(true); open('" + image + "');" + //
			"makeOval(5, 5, 12, 12); Overlay.addSelection; makeOval(30, 30, 12, 12); Overlay.addSelection; Roi.remove;" +
			"runMacro('" + Path.of("macros/train_from_rois.ijm").toAbsolutePath() + "', '" + own + "\\n0.02'); saveAs('Tiff', '" +
			saved + "');");
		final Path again = folder.resolve("again.tif");
		assertEquals(0, Terminal.call("segment", "input=" + image, "model=" + own, "output=" + again).code());
		assertArrayEquals(pixels(again), pixels(saved));
	}

	@Test
	void attentionMap() throws IOException {
		final Path saved = folder.resolve("attention.tif");
		IJ.runMacro("setBatchMode(true); open('" + image + "'); makePoint(20, 20);" + //
			"runMacro('" + Path.of("macros/attention_map.ijm").toAbsolutePath() + "', '" + model + "'); saveAs('Tiff', '" +
			saved + "');");
		// Each pixel has the share of the 16 x 16 pixels that it lies in.
		final ImageProcessor shares = ImageReader.read(saved).getProcessor();
		double sum = 0;
		for (int y = 0; y < shares.getHeight(); y += 16) for (int x = 0; x < shares.getWidth(); x += 16) sum += shares.getf(x,
			y);
		assertEquals(1, sum, 1e-5);
	}
}
