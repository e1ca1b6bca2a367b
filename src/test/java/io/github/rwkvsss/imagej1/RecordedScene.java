package io.github.rwkvsss.imagej1;

import static io.github.rwkvsss.imagej1.SceneStage.awaitWhileEventsGoOn;
import static io.github.rwkvsss.imagej1.SceneStage.check;

import java.awt.Dialog;
import java.awt.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

import ij.IJ;
import ij.ImagePlus;
import ij.Menus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.ImageWindow;
import ij.gui.Roi;
import ij.plugin.frame.Recorder;
import ij.plugin.frame.RoiManager;
import ij.text.TextWindow;

/** A command through its dialog with the recorder on, then the recorded macro: the same comes out. */
final class RecordedScene {

	private final Desktop desktop;
	private final SceneStage stage;

	RecordedScene(final Desktop desktop) {
		this.desktop = desktop;
		stage = new SceneStage(desktop);
	}

	/** Dialog, run, pictures; then the recorded macro: the same comes out. */
	void play(final Scene scene) throws InterruptedException, IOException {
		stage.closeAll();
		check(Menus.getCommands().containsKey(scene.label()), "the menu has no " + scene.label());
		stage.open(scene);
		final int recordedBefore = Recorder.getInstance().getText().length();
		IJ.doCommand(scene.label());
		final GenericDialog dialog = desktop.next(GenericDialog.class);
		check(scene.label().startsWith(dialog.getTitle()), "the dialog's title is " + dialog.getTitle());
		stage.lookAt(dialog, scene.name());
		for (final String answer : scene.answers()) {
			final int equals = answer.indexOf('=');
			Desktop.answer(dialog, answer.substring(0, equals), answer.substring(equals + 1));
		}
		Desktop.press(dialog, "OK");
		final int pings = awaitWhileEventsGoOn(scene.label());
		final List<String> found = outcome(scene);
		check(!found.isEmpty(), "nothing came of it");
		check(pings > 0 || !scene.hasImage(), "the event thread stood still while the command ran");
		final String recorded = Recorder.getInstance().getText().substring(recordedBefore).lines().filter(line -> line.contains(
			scene.label())).findFirst().orElseThrow(() -> new AssertionError("nothing was recorded"));
		for (final String answer : scene.answers()) check(recorded.replaceAll("[\\[\\]]", "").contains(answer), answer +
			" is not in " + recorded);
		stage.closeAll();
		if (scene.file() != null) Files.delete(scene.file());
		stage.open(scene);
		IJ.runMacro(recorded);
		final List<String> again = outcome(scene);
		check(again.equals(found), "the recorded macro gave " + shortened(again) + ", the dialog " + shortened(found) + ": " +
			recorded);
	}

	private static List<String> shortened(final List<String> found) {
		return found.stream().map(text -> text.substring(0, Math.min(400, text.length()))).toList();
	}

	/** @return what can be seen now: pixels of images but the scene's own, texts of windows, the file's bytes */
	private List<String> outcome(final Scene scene) throws IOException, InterruptedException {
		final List<String> found = new ArrayList<>();
		final List<Frame> frames = new ArrayList<>();
		int texts = 0;
		final int[] ids = WindowManager.getIDList();
		if (ids != null) for (final int id : ids) {
			final ImagePlus image = WindowManager.getImage(id);
			frames.add(image.getWindow());
			if (image.getOverlay() != null) found.add("overlay of " + image.getTitle() + " " + places(image.getOverlay()
				.toArray()));
			if (scene.shows(image.getTitle())) continue;
			for (int slice = 1; slice <= image.getStackSize(); slice++) found.add(image.getTitle() + " " + pixels(image.getStack()
				.getPixels(slice)));
		}
		for (final Frame frame : WindowManager.getNonImageWindows()) if (frame instanceof final TextWindow window && !window
			.getTitle().equals("Log"))
		{
			frames.add(window);
			// Beside a file, texts tell times and the like.
			if (scene.file() == null) found.add(window.getTextPanel().getText());
			check(window.getTitle().startsWith("RWKV-SSS") || window.getTitle().equals("Results"), "a window's title is " + window
				.getTitle());
			texts++;
		}
		check(texts < 2, "the same is told in " + texts + " windows");
		checkNoneCoversAnother(frames.stream().filter(frame -> frame instanceof ImageWindow window && !scene.shows(window
			.getImagePlus().getTitle())).toList());
		final RoiManager manager = RoiManager.getInstance2();
		if (manager != null) {
			frames.add(manager);
			found.add("ROI Manager " + places(manager.getRoisAsArray()));
		}
		if (scene.file() != null && Files.exists(scene.file())) found.add(content(scene.file()));
		if (!frames.isEmpty()) stage.showTogether(scene.name() + "-result", frames);
		return found;
	}

	/** NB: the screen's word on where a window lies comes after the program's, so they may cover each other for a moment. */
	private static void checkNoneCoversAnother(final List<Frame> windows) throws InterruptedException {
		for (final Frame one : windows) for (final Frame other : windows) Desktop.await(() -> one == other || !one.getBounds()
			.intersects(other.getBounds()), one.getTitle() + " at " + one.getBounds() + " and " + other.getTitle() + " at " +
				other.getBounds() + " cover each other");
	}

	private static String places(final Roi... rois) {
		return Arrays.stream(rois).map(roi -> roi.getName() + " " + roi.getBounds()).collect(Collectors.joining(", "));
	}

	/** @return a text file's text; of archives the checksums of the numbers in it, since the rest tells times */
	private static String content(final Path file) throws IOException {
		if (file.toString().endsWith(".csv")) return Files.readString(file);
		if (file.toString().endsWith(".tif")) return Arrays.toString(Files.readAllBytes(file));
		try (ZipFile archive = new ZipFile(file.toFile())) {
			return archive.stream().filter(entry -> !entry.getName().matches(".*\\.(json|csv|yaml|md)")).map(entry -> entry
				.getName() + " " + entry.getCrc()).collect(Collectors.joining(", "));
		}
	}

	private static String pixels(final Object pixels) {
		if (pixels instanceof final byte[] values) return Arrays.toString(values);
		if (pixels instanceof final short[] values) return Arrays.toString(values);
		if (pixels instanceof final int[] values) return Arrays.toString(values);
		return Arrays.toString((float[]) pixels);
	}
}
