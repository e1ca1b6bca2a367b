package io.github.rwkvsss.imagej1;

import java.awt.AWTEvent;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.WindowEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

import org.scijava.script.ScriptService;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;

import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.tensor.Threads;

/**
 * Runs every macro and script of {@code macros/} in one ImageJ after another: plain and as in Fiji, with windows, in batch
 * mode and without a screen, as the environment allows. Prints for each what came of it, or what went wrong. Arguments: a
 * folder with {@code discs.tif} and {@code model.zip}; whether every place is combined with every mode.
 */
public final class ShippedMacros {

	/** NB: with windows the images of a macro in batch mode are gone when it ends. */
	private static final String SAVE_IMAGES =
		"for (i = 1; i <= nImages; i++) { selectImage(i); if (getTitle() != 'discs.tif') saveAs('Tiff', 'FOLDER/' + i); }";

	private final Path folder;
	private final Path image;
	private final Path model;
	private final List<String> dialogs = Collections.synchronizedList(new ArrayList<>());
	private int runs;

	private ShippedMacros(final Path folder) {
		this.folder = folder;
		image = folder.resolve("discs.tif");
		model = folder.resolve("model.zip");
	}

	public static void main(final String... args) throws Exception {
		// The same steps in the same order everywhere, so that trained weights are the same.
		Threads.use(1);
		final ShippedMacros macros = new ShippedMacros(Path.of(args[0]));
		if (!GraphicsEnvironment.isHeadless()) {
			macros.closeDialogs();
			new ImageJ();
		}
		for (final Place place : Place.values()) {
			for (final Mode mode : Mode.values()) if (mode == Mode.HEADLESS == GraphicsEnvironment.isHeadless() && (Boolean
				.parseBoolean(args[1]) || usual(place, mode))) macros.runAll(place, mode);
		}
		System.exit(0);
	}

	enum Place {
			PLAIN, FIJI
	}

	enum Mode {
			WINDOWS, BATCH, HEADLESS
	}

	/** SciJava asks in batch mode as it does with windows, and plain ImageJ's macros are the same in all modes. */
	private static boolean usual(final Place place, final Mode mode) {
		return place == Place.PLAIN ? mode == Mode.WINDOWS : mode != Mode.WINDOWS;
	}

	/** What a macro leaves behind. */
	private interface Result {

		String of(Path run) throws IOException;
	}

	private void closeDialogs() {
		Toolkit.getDefaultToolkit().addAWTEventListener(event -> {
			if (event.getID() != WindowEvent.WINDOW_OPENED || !(event.getSource() instanceof final Dialog dialog)) return;
			dialogs.add(dialog.getTitle());
			dialog.dispose();
		}, AWTEvent.WINDOW_EVENT_MASK);
	}

	private void runAll(final Place place, final Mode mode) throws Exception {
		if (place == Place.FIJI) FijiStandIn.start();
		else PlainImageJ.installCommands();
		final String open = (mode == Mode.WINDOWS ? "" : "setBatchMode(true);") + "open('" + image + "');";
		final String drawn = open +
			"makeOval(5, 5, 12, 12); Overlay.addSelection; makeOval(30, 30, 12, 12); Overlay.addSelection;" + "Roi.remove;";
		report(place, mode, "segment_active_image.ijm", open, run -> List.of(model), ShippedMacros::newImages);
		report(place, mode, "segment_folder.ijm", "", run -> List.of(images(run), made(run, "to"), model), run -> pixels(run
			.resolve("to/a b.tif")));
		report(place, mode, "segment_file_headless.ijm", "", run -> List.of(image + "|" + run.resolve("labels.tif") + "|" +
			model), run -> pixels(run.resolve("labels.tif")));
		report(place, mode, "batch_folder.ijm", "", run -> List.of(images(run), run.resolve("to"), model), run -> pixels(run
			.resolve("to/labels/a b.tif")));
		report(place, mode, "evaluate.ijm", "", run -> List.of(images(run), images(run), run.resolve("scores.csv")),
			run -> Files.readString(run.resolve("scores.csv")));
		report(place, mode, "score_open_images.ijm", open.replaceFirst("open.*", ""), run -> List.of(images(run).resolve(
			"a b.tif"), image, run.resolve("scores.csv")), run -> Files.readString(run.resolve("scores.csv")));
		report(place, mode, "train_and_apply.ijm", open, run -> List.of(images(run), labels(run), run.resolve("own.zip"), 1),
			run -> newImages(run) + weights(run.resolve("own.zip")));
		// So short a time is one step.
		report(place, mode, "train_from_rois.ijm", drawn, run -> List.of(run.resolve("own.zip"), "0.0001"), run -> newImages(
			run) + weights(run.resolve("own.zip")));
		report(place, mode, "attention_map.ijm", open + "makePoint(20, 20);", run -> List.of(model), ShippedMacros::newImages);
		report(place, mode, "check_installation.ijm", "", run -> List.of("quick"), run -> "well");
		if (place == Place.FIJI) {
			scripts(mode);
			FijiStandIn.stop();
		}
	}

	private interface Arguments {

		List<Object> of(Path run) throws IOException;
	}

	private void report(final Place place, final Mode mode, final String macro, final String before,
		final Arguments arguments, final Result result)
	{
		String how;
		try {
			final Path run = Files.createDirectories(folder.resolve("run " + runs++));
			final StringBuilder argument = new StringBuilder();
			for (final Object part : arguments.of(run)) argument.append(argument.length() == 0 ? "" : "\\n").append(part);
			final String end = IJ.runMacro(before + "runMacro('" + Path.of("macros", macro).toAbsolutePath() + "', '" + argument +
				"'); " + SAVE_IMAGES.replace("FOLDER", made(run, "new").toString()) + " return 'went on';");
			how = "went on".equals(end) ? result.of(run) : "the macro ended with " + end;
		}
		catch (final IOException | RuntimeException e) {
			how = e.toString();
		}
		tell(place, mode, macro, how);
	}

	private void tell(final Place place, final Mode mode, final String name, final String result) {
		String how = result;
		// Dialogs are seen on the thread of events.
		if (!GraphicsEnvironment.isHeadless()) onEvents(() -> {});
		if (!dialogs.isEmpty()) how = "a dialog opened: " + dialogs;
		if (place == Place.FIJI && !FijiStandIn.asked().isEmpty()) how = "SciJava asked for " + FijiStandIn.asked();
		dialogs.clear();
		System.out.println("run " + place + " " + mode + " " + name + " " + how.replaceAll("\\s*\\R\\s*", " / "));
		closeAll();
	}

	/** The scripts give their results to SciJava, so images are not looked for in windows. */
	private void scripts(final Mode mode) throws Exception {
		final ScriptService scripts = FijiStandIn.context().service(ScriptService.class);
		scripts.addAlias(ImagePlus.class);
		final Object labels = scripts.run(Path.of("macros", "segment_image.groovy").toFile(), true, "image", ImageReader.read(
			image), "model", model.toString()).get().getOutput("labels");
		tell(Place.FIJI, mode, "segment_image.groovy", sum((ImagePlus) labels));
		// Jython takes seconds to start.
		if (mode == Mode.BATCH) return;
		final Path run = Files.createDirectories(folder.resolve("run " + runs++));
		scripts.run(Path.of("macros", "count_objects.py").toFile(), true, "images", images(run).toFile(), "table", run.resolve(
			"table.csv").toFile(), "model", model.toString()).get();
		tell(Place.FIJI, mode, "count_objects.py", Files.readString(run.resolve("table.csv")));
	}

	private static Path made(final Path run, final String name) throws IOException {
		return Files.createDirectories(run.resolve(name));
	}

	private Path images(final Path run) throws IOException {
		final Path images = made(run, "images");
		if (Files.notExists(images.resolve("a b.tif"))) Files.copy(image, images.resolve("a b.tif"));
		return images;
	}

	private Path labels(final Path run) throws IOException {
		final ImagePlus drawn = ImageReader.read(image);
		DrawnImages.label(drawn);
		IJ.saveAsTiff(drawn, made(run, "labels").resolve("a b.tif").toString());
		return run.resolve("labels");
	}

	/** @return the pixels of all images but the one that was opened */
	private static String newImages(final Path run) throws IOException {
		final Set<String> found = new TreeSet<>();
		try (Stream<Path> files = Files.list(run.resolve("new"))) {
			for (final Path file : files.toList()) found.add(pixels(file));
		}
		return found.toString();
	}

	private static String pixels(final Path file) throws IOException {
		return sum(ImageReader.read(file));
	}

	private static String sum(final ImagePlus image) {
		final CRC32 sum = new CRC32();
		final Set<Float> values = new HashSet<>();
		for (int slice = 1; slice <= image.getStackSize(); slice++) {
			for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
				final float value = image.getStack().getProcessor(slice).getf(i);
				sum.update(Integer.toString(Float.floatToIntBits(value)).getBytes());
				values.add(value);
			}
		}
		return image.getWidth() + "x" + image.getHeight() + "x" + image.getStackSize() + ":" + image.getBitDepth() + ":" +
			values.size() + " values:" + sum.getValue();
	}

	private static String weights(final Path file) throws IOException {
		try (ZipFile zip = new ZipFile(file.toFile())) {
			return " weights " + zip.getEntry("weights.safetensors").getCrc();
		}
	}

	private static void onEvents(final Runnable work) {
		try {
			EventQueue.invokeAndWait(work);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
		catch (final ReflectiveOperationException e) {
			throw new IllegalStateException(e);
		}
	}

	private static void closeAll() {
		while (Interpreter.getBatchModeImageCount() > 0) Interpreter.removeBatchModeImage(Interpreter.getLastBatchModeImage());
		Interpreter.batchMode = false;
		WindowManager.setTempCurrentImage(null);
		if (GraphicsEnvironment.isHeadless()) return;
		onEvents(() -> {
			final int[] ids = WindowManager.getIDList();
			if (ids != null) Arrays.stream(ids).mapToObj(WindowManager::getImage).forEach(open -> {
				open.changes = false;
				open.close();
			});
			for (final Window window : Window.getWindows()) if (window != IJ.getInstance() && window.isShowing()) window
				.dispose();
		});
	}
}
