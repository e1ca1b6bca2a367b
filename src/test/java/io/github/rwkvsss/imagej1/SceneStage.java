package io.github.rwkvsss.imagej1;

import java.awt.Dialog;
import java.awt.Frame;
import java.awt.PopupMenu;
import java.awt.Toolkit;
import java.awt.Window;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import ij.IJ;
import ij.ImageJ;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.ImageWindow;
import ij.gui.MessageDialog;
import ij.plugin.filter.Analyzer;
import ij.plugin.frame.RoiManager;
import ij.text.TextWindow;

/** What scenes do alike: open images, look at dialogs, wait for commands, close all. */
final class SceneStage {

	private final Desktop desktop;

	SceneStage(final Desktop desktop) {
		this.desktop = desktop;
	}

	void open(final Scene scene) throws InterruptedException {
		for (final Path image : scene.images()) open(image);
	}

	void open(final Path file) throws InterruptedException {
		desktop.forgetWindows();
		IJ.openImage(file.toString()).show();
		desktop.next(ImageWindow.class);
	}

	void closeAll() {
		Desktop.onEvents(() -> {
			for (final Window window : Window.getWindows()) if (window instanceof Dialog) window.dispose();
			IJ.run("Close All");
			// Else ImageJ asks whether to save them.
			Analyzer.setUnsavedMeasurements(false);
			for (final Frame frame : WindowManager.getNonImageWindows()) if (frame instanceof final TextWindow window) window
				.close();
			if (RoiManager.getInstance2() != null) RoiManager.getInstance2().close();
		});
		desktop.forgetWindows();
	}

	void lookAt(final GenericDialog dialog, final String name) {
		desktop.picture(name + "-dialog", dialog);
		desktop.checkNothingIsCutOff(dialog);
		if (Desktop.hasButton(dialog, "Advanced")) {
			Desktop.press(dialog, "Advanced");
			desktop.picture(name + "-dialog-advanced", dialog);
			desktop.checkNothingIsCutOff(dialog);
		}
	}

	/** @return how many events were handled before the command ended, which it must without a message */
	static int awaitWhileEventsGoOn(final String label) throws InterruptedException {
		final AtomicInteger handled = new AtomicInteger();
		while (Desktop.runs(label)) {
			for (final Window window : Window.getWindows()) if (window instanceof final MessageDialog message && message
				.isShowing()) throw new AssertionError(label + " says " + Desktop.words(message));
			Desktop.onEvents(() -> {
				if (Desktop.runs(label)) handled.incrementAndGet();
			});
			Thread.sleep(20);
		}
		return handled.get();
	}

	void showTogether(final String name, final List<Frame> frames) {
		Desktop.onEvents(() -> {
			final int end = Toolkit.getDefaultToolkit().getScreenSize().width;
			int x = 0;
			// Below ImageJ's own window.
			int y = 110;
			int below = y;
			for (final Frame frame : frames) {
				if (x > 0 && x + frame.getWidth() > end) {
					x = 0;
					y = below;
				}
				frame.setLocation(x, y);
				frame.toFront();
				x += frame.getWidth() + 8;
				below = Math.max(below, y + frame.getHeight() + 8);
			}
		});
		desktop.picture(name, frames.toArray(new Frame[0]));
	}

	static void cancel(final GenericDialog dialog, final String label) throws InterruptedException {
		Desktop.press(dialog, "Cancel");
		Desktop.await(() -> !Desktop.runs(label), "the command goes on after Cancel");
	}

	static void check(final boolean good, final String otherwise) {
		if (!good) throw new AssertionError(otherwise);
	}

	/** @return the labels of a menu's lines */
	static List<String> lines(final PopupMenu menu) {
		final List<String> lines = new ArrayList<>();
		for (int i = 0; i < menu.getItemCount(); i++) lines.add(menu.getItem(i).getLabel());
		return lines;
	}
}
