package io.github.rwkvsss.imagej1;

import static io.github.rwkvsss.imagej1.SceneStage.awaitWhileEventsGoOn;
import static io.github.rwkvsss.imagej1.SceneStage.check;

import java.util.List;

import ij.IJ;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import ij.text.TextWindow;

/** Commands that show a report, which changes with the machine, so only some of it is looked at. */
final class ReportScenes {

	private final Desktop desktop;
	private final SceneStage stage;

	ReportScenes(final Desktop desktop) {
		this.desktop = desktop;
		stage = new SceneStage(desktop);
	}

	/** What it tells changes with the machine, so only some of it is looked at. */
	void checkInstallation() throws InterruptedException {
		stage.closeAll();
		final String label = "RWKV-SSS Check Installation...";
		IJ.doCommand(label);
		final GenericDialog dialog = desktop.next(GenericDialog.class);
		stage.lookAt(dialog, "check");
		Desktop.press(dialog, "OK");
		awaitWhileEventsGoOn(label);
		final TextWindow report = desktop.next(TextWindow.class);
		final String text = report.getTextPanel().getText();
		for (final String line : List.of("LibTorch", "memory", "models", "self-test")) check(text.contains(line), line +
			" is not in " + text);
		stage.showTogether("check-result", List.of(report));
		replay(label, "self-test");
	}

	void bench() throws InterruptedException {
		stage.closeAll();
		final String label = "RWKV-SSS Benchmark";
		IJ.doCommand(label);
		final GenericDialog dialog = desktop.next(GenericDialog.class);
		stage.lookAt(dialog, "bench");
		check(Desktop.isOkEnabled(dialog), "OK cannot be pressed");
		for (final String answer : List.of("network=tiny", "size=32")) Desktop.answer(dialog, answer.split("=")[0], answer
			.split("=")[1]);
		Desktop.press(dialog, "OK");
		awaitWhileEventsGoOn(label);
		final TextWindow table = desktop.next(TextWindow.class);
		check(table.getTextPanel().getText().contains("native"), table.getTextPanel().getText());
		stage.showTogether("bench-result", List.of(table));
		replay(label, "native");
	}

	/** Runs what the recorder has of a command; a report opens again. */
	private void replay(final String label, final String word) throws InterruptedException {
		final List<String> recorded = Recorder.getInstance().getText().lines().filter(line -> line.contains(label)).toList();
		stage.closeAll();
		IJ.runMacro(recorded.get(recorded.size() - 1));
		final String text = desktop.next(TextWindow.class).getTextPanel().getText();
		check(text.contains(word), word + " is not in " + text);
	}
}
