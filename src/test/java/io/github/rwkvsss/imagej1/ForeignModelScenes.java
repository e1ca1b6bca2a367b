package io.github.rwkvsss.imagej1;

import static io.github.rwkvsss.imagej1.SceneStage.awaitWhileEventsGoOn;
import static io.github.rwkvsss.imagej1.SceneStage.cancel;
import static io.github.rwkvsss.imagej1.SceneStage.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.ZipFile;

import ij.IJ;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.MessageDialog;
import ij.plugin.frame.Recorder;
import ij.text.TextWindow;

/** Third-party models: imported ones are offered, untrusted ones do not run. */
final class ForeignModelScenes {

	private static final String FOREIGN_PACKAGE = "/io/github/rwkvsss/foreign/unet-0.5.zip";
	private static final String IMPORTED = "imported:discs-u-net-new";

	private final Desktop desktop;
	private final SceneStage stage;

	ForeignModelScenes(final Desktop desktop) {
		this.desktop = desktop;
		stage = new SceneStage(desktop);
	}

	/** A third-party model, once imported, is offered where a model segments, and only there. */
	void imported(final Path work, final Path image) throws InterruptedException, IOException {
		stage.closeAll();
		IJ.doCommand("RWKV-SSS Models...");
		final GenericDialog importing = desktop.next(GenericDialog.class);
		Desktop.answer(importing, "action", "import");
		Desktop.answer(importing, "source", foreignPackage(work).toString());
		Desktop.answer(importing, "trust_code", "true");
		Desktop.press(importing, "OK");
		final TextWindow report = desktop.next(TextWindow.class);
		check(report.getTextPanel().getText().contains("model=" + IMPORTED), report.getTextPanel().getText());
		try {
			check(!offered("RWKV-SSS Export TorchScript...").contains(IMPORTED), "it is offered where it would be refused");
			check(offered("RWKV-SSS Batch...").contains(IMPORTED), "it is not offered for a batch");
			stage.closeAll();
			stage.open(image);
			IJ.doCommand("RWKV-SSS Segment...");
			final GenericDialog dialog = desktop.next(GenericDialog.class);
			Desktop.choose(Desktop.menuOf(Desktop.field(dialog, "model list")), IMPORTED);
			Desktop.press(dialog, "OK");
			awaitWhileEventsGoOn("RWKV-SSS Segment...");
			check(WindowManager.getImage("crowded-labels") != null, "nothing came of it");
			check(Recorder.getInstance().getText().contains("model=" + IMPORTED), "it was not recorded");
		}
		finally {
			IJ.run("RWKV-SSS Models...", "action=remove model=" + IMPORTED);
		}
		check(!offered("RWKV-SSS Batch...").contains(IMPORTED), "it is offered though it is gone");
	}

	/** Other people's code does not run because somebody pressed OK: the warning is in the dialog, and trust must be ticked. */
	void untrusted(final Path work, final Path image) throws InterruptedException, IOException {
		stage.closeAll();
		stage.open(image);
		final String label = "RWKV-SSS Run TorchScript...";
		IJ.doCommand(label);
		final GenericDialog dialog = desktop.next(GenericDialog.class);
		check(Desktop.words(dialog).contains("runs the code in it"), "there is no warning in " + Desktop.words(dialog));
		check(!Desktop.isOkEnabled(dialog), "OK can be pressed without an archive");
		Desktop.answer(dialog, "archive", foreignArchive(work).toString());
		Desktop.press(dialog, "OK");
		final MessageDialog message = desktop.next(MessageDialog.class);
		desktop.picture("untrusted", message);
		check(message.getTitle().equals("RWKV-SSS"), "the message's title is " + message.getTitle());
		check(Desktop.words(message).contains("tick \"I trust its code\""), Desktop.words(message));
		Desktop.onEvents(message::dispose);
		Desktop.await(() -> !Desktop.runs(label), "the command goes on after its refusal");
		check(WindowManager.getImageCount() == 1, "it ran");
	}

	/** @return what the list beside the model's field offers */
	private List<String> offered(final String label) throws InterruptedException {
		stage.closeAll();
		IJ.doCommand(label);
		final GenericDialog dialog = desktop.next(GenericDialog.class);
		final List<String> lines = SceneStage.lines(Desktop.menuOf(Desktop.field(dialog, "model list")));
		cancel(dialog, label);
		return lines;
	}

	/** @return the package of a third-party model, with Python's torch */
	private static Path foreignPackage(final Path work) throws IOException {
		try (InputStream in = ForeignModelScenes.class.getResourceAsStream(FOREIGN_PACKAGE)) {
			Files.copy(in, work.resolve("discs.zip"), StandardCopyOption.REPLACE_EXISTING);
		}
		return work.resolve("discs.zip");
	}

	/** @return the network in it */
	static Path foreignArchive(final Path work) throws IOException {
		try (ZipFile zip = new ZipFile(foreignPackage(work).toFile());
				InputStream in = zip.getInputStream(zip.getEntry("weights.pt")))
		{
			Files.copy(in, work.resolve("discs.pt"), StandardCopyOption.REPLACE_EXISTING);
		}
		return work.resolve("discs.pt");
	}
}
