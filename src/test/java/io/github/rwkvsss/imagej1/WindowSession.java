package io.github.rwkvsss.imagej1;

import java.awt.AWTEvent;
import java.awt.Choice;
import java.awt.EventQueue;
import java.awt.TextField;
import java.awt.Toolkit;
import java.awt.event.ActionEvent;
import java.awt.event.WindowEvent;
import java.nio.file.Path;
import java.util.Arrays;

import ij.Executer;
import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Menus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;

/**
 * A session of a real ImageJ with windows: its menu, our dialog with the recorder on, then the recorded macro. Ends
 * with 0 if all is as it should be. Arguments: model, image.
 */
public final class WindowSession {

	private WindowSession() {}

	public static void main(final String... args) {
		Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> check(false, thread.getName() + ": " + thrown));
		final Path model = Path.of(args[0]);
		new ImageJ();
		for (final PlainImageJ.Line line : PlainImageJ.lines()) check(line.plugIn().equals(Menus.getCommands().get(line
			.label())), "the menu has " + line.label() + " as " + Menus.getCommands().get(line.label()));
		new Recorder();
		final ImagePlus image = IJ.openImage(args[1]);
		image.show();
		Toolkit.getDefaultToolkit().addAWTEventListener(event -> answer(event, model), AWTEvent.WINDOW_EVENT_MASK);
		new Executer("RWKV-SSS Segment...").run();
		final ImagePlus asked = WindowManager.getCurrentImage();
		check(asked != image && asked.getBitDepth() == 8, "the dialog gave " + asked);
		final String recorded = Recorder.getInstance().getText();
		final String expected = "run(\"RWKV-SSS Segment...\", \"input=[" + image.getTitle() + "] model=" + model +
			" channels=[] result=mask tile=0 flips=false foreground_threshold=0.0 prominence=0.0 minimum_size=0\");";
		check(recorded.contains(expected), "recorded was\n" + recorded + "\nnot\n" + expected);
		final byte[] pixels = ((byte[]) asked.getProcessor().getPixels()).clone();
		WindowManager.setCurrentWindow(image.getWindow());
		asked.changes = false;
		asked.close();
		IJ.runMacro(expected);
		final ImagePlus replayed = WindowManager.getCurrentImage();
		check(replayed != image && Arrays.equals(pixels, (byte[]) replayed.getProcessor().getPixels()), "the recorded macro gave other pixels");
		System.out.println("the session went well");
		System.exit(0);
	}

	/** Fills our dialog and presses OK as soon as it is open. */
	private static void answer(final AWTEvent event, final Path model) {
		if (event.getID() != WindowEvent.WINDOW_OPENED || !(event.getSource() instanceof final GenericDialog dialog)) return;
		EventQueue.invokeLater(() -> {
			check(dialog.getTitle().equals("RWKV-SSS Segment"), "the dialog's title is " + dialog.getTitle());
			((TextField) dialog.getStringFields().get(0)).setText(model.toString());
			((Choice) dialog.getChoices().get(0)).select("mask");
			dialog.actionPerformed(new ActionEvent(dialog.getButtons()[0], ActionEvent.ACTION_PERFORMED, "OK"));
		});
	}

	private static void check(final boolean good, final String otherwise) {
		if (good) return;
		System.out.println(otherwise);
		System.exit(1);
	}
}
