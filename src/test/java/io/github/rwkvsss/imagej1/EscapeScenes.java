package io.github.rwkvsss.imagej1;

import static io.github.rwkvsss.imagej1.SceneStage.check;

import java.awt.Dialog;
import java.awt.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import ij.IJ;
import ij.ImageJ;
import ij.WindowManager;

/** Escape while a command runs. */
final class EscapeScenes {

	private final SceneStage stage;

	EscapeScenes(final Desktop desktop) {
		stage = new SceneStage(desktop);
	}

	/** Escape ends the work soon and leaves no result, no message to click away, and a macro that does not go on. */
	void escape(final Path image) throws InterruptedException {
		stage.closeAll();
		stage.open(image);
		final String label = "RWKV-SSS Segment...";
		final Thread macro = new Thread(() -> IJ.runMacro("run('" + label +
			"', 'model=nuclei-2d tile=96 flips=true'); newImage('went on', '8-bit', 8, 8, 1);"), "Run$_" + label);
		macro.start();
		while (macro.isAlive() && !ImageJ.getStatusBarText().matches("(Predicting|looking for the size).*")) {
			check(Stream.of(Window.getWindows()).noneMatch(window -> window instanceof Dialog && window.isShowing()),
				"a message stands where the command should run");
			Thread.sleep(5);
		}
		final long begin = System.nanoTime();
		Desktop.pressEscape();
		macro.join();
		System.out.println("escape took " + (System.nanoTime() - begin) / 1_000_000 + " ms");
		check(WindowManager.getImageCount() == 1, "there is a result after Escape");
	}

	/** @param begun begins what the status line says when the work is under way */
	private void escape(final String label, final String options, final String begun) throws InterruptedException {
		stage.closeAll();
		final Thread macro = new Thread(() -> IJ.run(label, options), "Run$_" + label);
		// ImageJ throws where a macro was canceled.
		macro.setUncaughtExceptionHandler((thread, thrown) -> {});
		// The key of a scene before may be heard only now.
		IJ.resetEscape();
		macro.start();
		Desktop.await(() -> ImageJ.getStatusBarText().contains(begun), "the status line is \"" + ImageJ.getStatusBarText() +
			"\"");
		final long begin = System.nanoTime();
		Desktop.pressEscape();
		macro.join();
		System.out.println(label + ": escape took " + (System.nanoTime() - begin) / 1_000_000 + " ms");
		check(Stream.of(Window.getWindows()).noneMatch(window -> window instanceof Dialog && window.isShowing()),
			"there is a message to click away");
	}

	/** A batch that is canceled keeps what is done, and says nothing. */
	void escapeBatch(final Path work, final Path samples) throws IOException, InterruptedException {
		final Path results = work.resolve("canceled batch");
		// So large that the first one takes seconds, however fast the machine is.
		final Path images = Files.createDirectories(work.resolve("large images"));
		for (final String name : List.of("bright.png", "dim.png")) IJ.saveAs(IJ.openImage(samples.resolve(name).toString())
			.resize(1536, 1536, "none"), "png", images.resolve(name).toString());
		escape("RWKV-SSS Batch...", "images=[" + images + "] output=[" + results + "] model=nuclei-2d tile=32 flips=true",
			"bright.png");
		check(Files.exists(results.resolve("batch-status.csv")), "there is no table of what was done");
		check(Files.notExists(results.resolve("labels").resolve("dim.tif")), "it went on");
	}

	/** A training that is canceled writes no model, and can go on later. */
	void escapeTraining(final Path work, final Path data) throws InterruptedException {
		final Path model = work.resolve("canceled.zip");
		escape("RWKV-SSS Train...", "images=[" + data.resolve("images") + "] labels=[" + data.resolve("labels") + "] output=[" +
			model + "] task=semantic steps=500 validate_every=1 patch=64 batch=1 threads=1", "validation Dice");
		check(Files.notExists(model), "there is a model after Escape");
		check(Files.isDirectory(work.resolve("canceled-training")), "there is nothing to go on from");
	}
}
