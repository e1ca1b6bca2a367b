package io.github.rwkvsss.imagej1;

import java.awt.Choice;
import java.awt.Component;
import java.awt.Dialog;
import java.awt.TextField;
import java.awt.Window;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.scijava.Cancelable;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.ImageWindow;
import ij.gui.MessageDialog;
import ij.gui.OvalRoi;
import ij.plugin.frame.Recorder;
import ij.plugin.frame.RoiManager;
import io.github.rwkvsss.command.CommandCall;
import io.github.rwkvsss.command.CommandList;
import io.github.rwkvsss.command.Input;

/**
 * A session of an ImageJ whose menu leads through SciJava, as Fiji's does: which dialog opens, what it asks, and what comes
 * of the answers. Prints a line for each scene, "well" or why not. Arguments: a folder to work in, one for pictures, the
 * sample data.
 */
public final class FijiSession {

	private static final String SEGMENT = "RWKV-SSS Segment...";
	private static final String SCORE = "RWKV-SSS Evaluate Open Images...";
	private static final String TRAIN_IMAGE = "RWKV-SSS Train on Open Image...";
	/** A dialog with more is hard to take in. */
	private static final int FIELDS = 8;

	private final Desktop desktop;
	private final Path work;
	private final Path images;

	private FijiSession(final Path work, final Path pictures, final Path samples) throws java.awt.AWTException {
		desktop = new Desktop(pictures);
		this.work = work;
		images = samples.resolve(Path.of("nuclei", "images"));
	}

	public static void main(final String... args) throws Exception {
		final FijiSession session = new FijiSession(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
		new ImageJ();
		new Recorder(false);
		FijiStandIn.start();
		final Map<String, Scene> scenes = new LinkedHashMap<>();
		scenes.put("our-dialog-opens", session::ourDialogOpens);
		scenes.put("train", () -> session.fewFields("RWKV-SSS Train...", "fiji-train-dialog"));
		scenes.put("two-images", session::twoImages);
		scenes.put("regions-first", session::regionsFirst);
		scenes.put("answers-stay", session::answersStay);
		scenes.put("recorded", session::recorded);
		scenes.put("a-macro-waits", session::aMacroWaits);
		scenes.put("preview", session::preview);
		scenes.put("nothing-open", session::nothingOpen);
		for (final Map.Entry<String, Scene> scene : scenes.entrySet()) {
			String how = "well";
			try {
				session.closeAll();
				scene.getValue().play();
				check(FijiStandIn.asked().isEmpty(), "SciJava asked for " + FijiStandIn.asked());
			}
			catch (final Exception | AssertionError e) {
				how = e.toString().replaceAll("\\s*\\R\\s*", " / ");
			}
			System.out.println("scene " + scene.getKey() + " " + how);
		}
		System.exit(0);
	}

	private interface Scene {

		void play() throws Exception;
	}

	/** Every command shows ours, and Cancel says nothing. */
	private void ourDialogOpens() throws InterruptedException {
		open("crowded.png");
		for (final CommandList.Entry entry : CommandList.entries()) {
			if (!CommandCall.of(entry.command()).asks()) continue;
			final String label = CommandCall.labelOf(entry.command());
			final GenericDialog dialog = choose(label);
			check(dialog instanceof CommandDialog, label + " opens " + dialog);
			for (final Input input : CommandCall.of(entry.command()).inputs()) if (input.place() != Input.Place.HIDDEN) Desktop
				.field(dialog, input.key());
			cancel(dialog, label);
			check(FijiStandIn.last() instanceof final Cancelable call && call.isCanceled(), label + " ran");
		}
	}

	private void fewFields(final String label, final String picture) throws InterruptedException {
		final GenericDialog dialog = choose(label);
		final long fields = CommandList.entries().stream().filter(entry -> CommandCall.labelOf(entry.command()).equals(label))
			.flatMap(entry -> CommandCall.of(entry.command()).inputs().stream()).filter(input -> input
				.place() != Input.Place.HIDDEN).map(input -> Desktop.field(dialog, input.key())).filter(Component::isShowing)
			.count();
		check(fields > 0 && fields <= FIELDS, fields + " fields show");
		desktop.picture(picture, dialog);
		desktop.checkNothingIsCutOff(dialog);
		cancel(dialog, label);
	}

	/** Prediction and truth are both asked for, neither is taken for the other. */
	private void twoImages() throws InterruptedException {
		open("dim.png");
		open("crowded.png");
		final GenericDialog dialog = choose(SCORE);
		final Choice prediction = (Choice) Desktop.field(dialog, "input");
		check(prediction.getSelectedItem().equals("crowded.png"), "the prediction is " + prediction.getSelectedItem());
		check(!Desktop.isOkEnabled(dialog), "OK can be pressed without a truth");
		Desktop.answer(dialog, "truth", "crowded.png");
		check(!Desktop.isOkEnabled(dialog), "OK can be pressed though an image is compared with itself");
		check(hint(dialog).equals("True labels: crowded.png is the prediction itself; choose another image"), hint(dialog));
		Desktop.answer(dialog, "truth", "dim.png");
		check(Desktop.isOkEnabled(dialog), "OK cannot be pressed");
		cancel(dialog, SCORE);
	}

	/** Regions that were drawn are what is learned from, whatever else is open. */
	private void regionsFirst() throws InterruptedException {
		open("dim.png");
		open("crowded.png");
		Desktop.onEvents(() -> List.of(new OvalRoi(54, 24, 21, 22), new OvalRoi(132, 40, 21, 21), new OvalRoi(45, 195, 19, 19))
			.forEach(RoiManager.getRoiManager()::addRoi));
		final GenericDialog dialog = choose(TRAIN_IMAGE);
		check(((Choice) Desktop.field(dialog, "label_image")).getSelectedItem().equals("(none)"), "a label image is chosen");
		desktop.picture("fiji-train-image-dialog", dialog);
		final Path model = work.resolve("regions.zip");
		for (final String answer : List.of("output=" + model, "steps=1", "patch=64", "batch=1", "threads=1",
			"live_window=false", "label_image=crowded.png")) answer(dialog, answer);
		check(!Desktop.isOkEnabled(dialog), "an image can be its own label image");
		answer(dialog, "label_image=dim.png");
		Desktop.press(dialog, "OK");
		awaitEnd(TRAIN_IMAGE);
		check(IJ.getLog().contains(
			"learning from 3 regions of the ROI Manager, on crowded.png; the label image dim.png is not used"), IJ.getLog());
		check(Files.exists(model), "there is no model");
	}

	/** Until the work is done. */
	private void answersStay() throws InterruptedException {
		open("dim.png");
		final GenericDialog first = choose(SEGMENT);
		for (final String answer : List.of("channels=2", "mask=true", "tile=96")) answer(first, answer);
		Desktop.press(first, "OK");
		final MessageDialog message = desktop.next(MessageDialog.class);
		Desktop.onEvents(message::dispose);
		awaitEnd(SEGMENT);
		final GenericDialog second = choose(SEGMENT);
		check(text(second, "channels").equals("2") && text(second, "tile").equals("96"), "what was answered is lost");
		answer(second, "channels=1");
		Desktop.press(second, "OK");
		awaitEnd(SEGMENT);
		check(WindowManager.getImageCount() == 3, "there are " + WindowManager.getImageCount() + " images");
		final GenericDialog third = choose(SEGMENT);
		check(text(third, "channels").isEmpty() && text(third, "tile").equals("0"), "answers stay when the work is done");
		cancel(third, SEGMENT);
	}

	/** The image by its name, and nothing that holds only while the dialog is open. */
	private void recorded() throws InterruptedException {
		open("dim.png");
		final int before = Recorder.getInstance().getText().length();
		final GenericDialog dialog = choose(SEGMENT);
		answer(dialog, "preview=true");
		Desktop.press(dialog, "OK");
		awaitEnd(SEGMENT);
		final List<String> lines = Recorder.getInstance().getText().substring(before).lines().filter(line -> line.contains(
			SEGMENT)).toList();
		check(lines.size() == 1, "recorded is " + lines);
		check(lines.get(0).contains("input=dim.png ") && !lines.get(0).contains("preview"), lines.get(0));
		final short[] found = labels();
		closeAll();
		open("dim.png");
		IJ.runMacro(lines.get(0));
		check(Arrays.equals(found, labels()), "the macro gives other labels");
		check(Stream.of(Window.getWindows()).noneMatch(window -> window instanceof Dialog && window.isShowing()),
			"a dialog opened");
	}

	private static short[] labels() {
		return (short[]) WindowManager.getImage("dim-labels").getProcessor().getPixels();
	}

	/** Who calls from the menu is asked, though a macro is under way that waits for something. */
	private void aMacroWaits() throws Exception {
		open("dim.png");
		final Path file = work.resolve("go on");
		final Thread macro = new Thread(() -> IJ.runMacro("run('Select All'); while (!File.exists('" + file + "')) wait(20);"),
			"Macro$");
		macro.start();
		Desktop.await(() -> ij.macro.Interpreter.getInstance() != null, "the macro does not run");
		final GenericDialog dialog = choose(SEGMENT);
		cancel(dialog, SEGMENT);
		Files.createFile(file);
		macro.join();
	}

	/** What cannot be previewed is told where the user looks, and outlines of other settings go away. */
	private void preview() throws InterruptedException {
		final ImagePlus image = open("dim.png");
		final GenericDialog dialog = choose(SEGMENT);
		answer(dialog, "preview=true");
		Desktop.await(() -> image.getOverlay() != null, "there is no preview");
		answer(dialog, "channels=7");
		Desktop.await(() -> hint(dialog).startsWith("Preview: "), "the dialog does not tell");
		check(hint(dialog).contains("channel 7"), hint(dialog));
		Desktop.await(() -> image.getOverlay() == null, "old outlines stay");
		cancel(dialog, SEGMENT);
	}

	private void nothingOpen() throws InterruptedException {
		final ImagePlus closed = IJ.openImage(images.resolve("dim.png").toString());
		FijiStandIn.remember(closed);
		desktop.forgetWindows();
		IJ.doCommand(SEGMENT);
		final MessageDialog message = desktop.next(MessageDialog.class);
		check(Desktop.words(message).contains("there is no image open"), Desktop.words(message));
		Desktop.onEvents(message::dispose);
		awaitEnd(SEGMENT);
	}

	private ImagePlus open(final String name) throws InterruptedException {
		desktop.forgetWindows();
		final ImagePlus image = IJ.openImage(images.resolve(name).toString());
		image.show();
		desktop.next(ImageWindow.class);
		return image;
	}

	private GenericDialog choose(final String label) throws InterruptedException {
		desktop.forgetWindows();
		IJ.doCommand(label);
		return desktop.next(GenericDialog.class);
	}

	private static void answer(final GenericDialog dialog, final String answer) {
		Desktop.answer(dialog, answer.substring(0, answer.indexOf('=')), answer.substring(answer.indexOf('=') + 1));
	}

	private static String text(final GenericDialog dialog, final String key) {
		return ((TextField) Desktop.field(dialog, key)).getText();
	}

	private static String hint(final GenericDialog dialog) {
		return ((CommandDialog) dialog).hint();
	}

	private static void cancel(final GenericDialog dialog, final String label) throws InterruptedException {
		Desktop.press(dialog, "Cancel");
		awaitEnd(label);
		check(Stream.of(Window.getWindows()).noneMatch(window -> window instanceof Dialog && window.isShowing()),
			"there is a message after Cancel");
	}

	private static void awaitEnd(final String label) throws InterruptedException {
		Desktop.await(() -> !Desktop.runs(label), "the command goes on");
	}

	private void closeAll() {
		Desktop.onEvents(() -> {
			for (final Window window : Window.getWindows()) if (window instanceof Dialog) window.dispose();
			IJ.run("Close All");
			if (RoiManager.getInstance2() != null) {
				RoiManager.getInstance2().reset();
				RoiManager.getInstance2().close();
			}
		});
		FijiStandIn.remember(null);
		desktop.forgetWindows();
	}

	private static void check(final boolean good, final String otherwise) {
		if (!good) throw new AssertionError(otherwise);
	}
}
