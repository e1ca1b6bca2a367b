package io.github.rwkvsss.imagej1;

import static io.github.rwkvsss.imagej1.SceneStage.awaitWhileEventsGoOn;
import static io.github.rwkvsss.imagej1.SceneStage.cancel;
import static io.github.rwkvsss.imagej1.SceneStage.check;

import java.awt.Choice;
import java.awt.EventQueue;
import java.awt.PopupMenu;
import java.awt.TextField;
import java.nio.file.Files;
import java.awt.event.WindowEvent;
import java.nio.file.Path;
import java.util.List;

import javax.swing.JFrame;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.HTMLDialog;
import ij.plugin.frame.RoiManager;

/** What dialogs refuse, offer, explain and preview. */
final class DialogScenes {

	private final Desktop desktop;
	private final SceneStage stage;

	DialogScenes(final Desktop desktop) {
		this.desktop = desktop;
		stage = new SceneStage(desktop);
	}

	/** What cannot run is said in the dialog before OK can be pressed. */
	void refusal() throws InterruptedException {
		stage.closeAll();
		IJ.doCommand("RWKV-SSS Train...");
		final GenericDialog dialog = desktop.next(GenericDialog.class);
		check(!Desktop.isOkEnabled(dialog), "OK can be pressed without folders");
		for (final String answer : List.of("images=/data/images", "labels=/data/labels", "output=/data/mine.zip")) Desktop
			.answer(dialog, answer.split("=")[0], answer.split("=")[1]);
		check(Desktop.isOkEnabled(dialog), "OK cannot be pressed");
		Desktop.answer(dialog, "steps", "many");
		check(!Desktop.isOkEnabled(dialog), "OK can be pressed with many steps");
		desktop.picture("refusal", dialog);
		cancel(dialog, "RWKV-SSS Train...");
		check(!EventQueue.isDispatchThread() && WindowManager.getImageCount() == 0, "something ran after Cancel");
	}

	/** The preview comes while the dialog is open, and goes with it. */
	void preview(final Path image) throws InterruptedException {
		stage.closeAll();
		stage.open(image);
		final ImagePlus previewed = WindowManager.getCurrentImage();
		IJ.doCommand("RWKV-SSS Segment...");
		final GenericDialog dialog = desktop.next(GenericDialog.class);
		Desktop.answer(dialog, "preview", "true");
		Desktop.await(() -> previewed.getOverlay() != null, "there is no preview");
		check(previewed.getOverlay().size() > 10, "the preview shows " + previewed.getOverlay().size() + " outlines");
		Desktop.press(dialog, "Cancel");
		Desktop.await(() -> previewed.getOverlay() == null, "the preview stays after Cancel");
	}

	/** Beside the name of a model is a list of those that there are. */
	void choose(final Path image) throws InterruptedException {
		stage.closeAll();
		stage.open(image);
		IJ.doCommand("RWKV-SSS Segment...");
		final GenericDialog dialog = desktop.next(GenericDialog.class);
		final PopupMenu menu = Desktop.menuOf(Desktop.field(dialog, "model list"));
		final List<String> offered = SceneStage.lines(menu);
		check(offered.equals(List.of("nuclei-2d", "membranes-2d", "hippocampus-3d", "-", "Model file...")), "offered are " +
			offered);
		Desktop.press(dialog, "Choose...");
		desktop.picture("model-list", dialog);
		desktop.clickOn(dialog, 20, 60);
		Desktop.choose(menu, "membranes-2d");
		check(((TextField) Desktop.field(dialog, "model")).getText().equals("membranes-2d"), "what was chosen is not there");
		check(Desktop.isOkEnabled(dialog), "OK cannot be pressed");
		cancel(dialog, "RWKV-SSS Segment...");
	}

	/** The page behind Help says what each field of a dialog means. */
	void help() throws InterruptedException {
		stage.closeAll();
		IJ.doCommand("RWKV-SSS Train...");
		final GenericDialog dialog = desktop.next(GenericDialog.class);
		// NB: the press does not return before the page is closed.
		final Thread reader = new Thread(() -> Desktop.press(dialog, "Help"), "reader");
		reader.start();
		final HTMLDialog help = desktop.next(HTMLDialog.class);
		desktop.picture("help", help);
		desktop.checkNothingIsCutOff(help);
		Desktop.onEvents(help::dispose);
		reader.join();
		cancel(dialog, "RWKV-SSS Train...");
	}

	/** Dialogs whose commands need more than a scene has; of all, whether nothing is cut off. */
	void dialogs() throws InterruptedException {
		for (final String label : List.of("RWKV-SSS Join Shards...", "RWKV-SSS Train Shared Start...",
			"RWKV-SSS Ablation..."))
		{
			stage.closeAll();
			IJ.doCommand(label);
			final GenericDialog dialog = desktop.next(GenericDialog.class);
			stage.lookAt(dialog, label.replaceAll("RWKV-SSS |\\.", "").replace(' ', '-').toLowerCase(java.util.Locale.ROOT));
			cancel(dialog, label);
		}
	}

	/** It opens from the menu without a dialog, beside the image. */
	void workbench(final Path image) throws InterruptedException {
		stage.closeAll();
		stage.open(image);
		IJ.doCommand("RWKV-SSS Workbench...");
		final JFrame window = desktop.next(JFrame.class);
		check("workbench".equals(window.getName()), "another window opened: " + window.getTitle());
		check(!window.getBounds().intersects(WindowManager.getCurrentImage().getWindow().getBounds()),
			"the workbench covers the image");
		desktop.picture("workbench", window);
		Desktop.onEvents(() -> window.dispatchEvent(new WindowEvent(window, WindowEvent.WINDOW_CLOSING)));
		Desktop.await(() -> !window.isDisplayable(), "the workbench does not close");
	}

	/** Nobody wants to compare an image with itself. */
	void second(final Path images) throws InterruptedException {
		stage.closeAll();
		stage.open(images.resolve("dim.png"));
		stage.open(images.resolve("crowded.png"));
		final String label = "RWKV-SSS Evaluate Open Images...";
		IJ.doCommand(label);
		final GenericDialog dialog = desktop.next(GenericDialog.class);
		check(((Choice) Desktop.field(dialog, "input")).getSelectedItem().equals("crowded.png"),
			"the active image is not first");
		check(((Choice) Desktop.field(dialog, "truth")).getSelectedItem().equals("(choose an image)"), "a truth is chosen");
		check(!Desktop.isOkEnabled(dialog), "OK can be pressed without a truth");
		desktop.picture("second", dialog);
		cancel(dialog, label);
	}

	/** What was outlined and sent to the ROI Manager with T is what is learned from. */
	void roiManager(final Path work, final Path image) throws InterruptedException {
		stage.closeAll();
		stage.open(image);
		Desktop.onEvents(() -> RecordedScenes.outlines().forEach(RoiManager.getRoiManager()::addRoi));
		final Path model = work.resolve("managed.zip");
		final String label = "RWKV-SSS Train on Open Image...";
		IJ.doCommand(label);
		final GenericDialog dialog = desktop.next(GenericDialog.class);
		for (final String answer : List.of("output=" + model, "steps=2", "patch=64", "batch=1", "threads=1",
			"live_window=false")) Desktop.answer(dialog, answer.split("=")[0], answer.split("=")[1]);
		Desktop.press(dialog, "OK");
		awaitWhileEventsGoOn(label);
		check(IJ.getLog().contains("learning from 3 regions of the ROI Manager"), IJ.getLog());
		check(Files.exists(model), "there is no model");
	}
}
