package io.github.rwkvsss.imagej1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;

/** The commands that are played through their dialogs and by their macros. */
final class RecordedScenes {

	private RecordedScenes() {}

	/** @return the scenes, in the order of playing: later ones use what earlier ones made */
	static List<Scene> all(final Path work, final Path samples) throws IOException {
		final Path crowded = samples.resolve(Path.of("nuclei", "images", "crowded.png"));
		final Path labels = samples.resolve(Path.of("nuclei", "labels"));
		final Path membranes = samples.resolve("membranes");
		final Path model = work.resolve("own.zip");
		final Path outlined = work.resolve("outlined.zip");
		final Path scores = work.resolve("scores.csv");
		final Path archive = work.resolve("own.pt");
		final Path truth = copy(labels.resolve("crowded.png"), work.resolve("true labels.png"));
		final Path results = work.resolve("batch results");
		final Path large = work.resolve("large.tif");
		return List.of( //
			new Scene("segment", "RWKV-SSS Segment...", List.of(crowded), List.of("model=nuclei-2d"), null), //
			new Scene("all-results", "RWKV-SSS Segment...", List.of(crowded), List.of("mask=true", "probabilities=true",
				"overlay=true", "rois=true", "table=true"), null), //
			new Scene("train", "RWKV-SSS Train...", List.of(), List.of("images=" + membranes.resolve("images"), "labels=" +
				membranes.resolve("labels"), "output=" + model, "task=semantic", "steps=2", "patch=64", "batch=1", "threads=1",
				"live_window=false"), model), //
			new Scene("train-image", "RWKV-SSS Train on Open Image...", List.of(drawnOn(crowded, work)), List.of("output=" +
				outlined, "steps=2", "patch=64", "batch=1", "threads=1", "live_window=false"), outlined), //
			new Scene("evaluate", "RWKV-SSS Evaluate...", List.of(), List.of("labels=" + labels, "predictions=" + labels,
				"task=instance", "output=" + scores), scores), //
			new Scene("attention", "RWKV-SSS Attention Map...", List.of(crowded), List.of("x=164", "y=131"), null), //
			new Scene("info", "RWKV-SSS Info", List.of(), List.of("model=nuclei-2d"), null), //
			new Scene("export", "RWKV-SSS Export TorchScript...", List.of(), List.of("model=nuclei-2d", "output=" + archive,
				"tile=64"), archive), //
			new Scene("batch", "RWKV-SSS Batch...", List.of(), List.of("images=" + samples.resolve(Path.of("nuclei", "images")),
				"output=" + results, "table=true"), results.resolve("all-objects.csv")), //
			new Scene("segment-large", "RWKV-SSS Segment Large Image...", List.of(), List.of("image=" + crowded, "output=" +
				large, "model=nuclei-2d"), large), //
			new Scene("score", "RWKV-SSS Evaluate Open Images...", List.of(truth, crowded), List.of("truth=" + truth
				.getFileName(), "model=nuclei-2d"), null), //
			new Scene("sample", "RWKV-SSS Open Sample Image...", List.of(), List.of("sample=section-1"), null), //
			new Scene("models", "RWKV-SSS Models...", List.of(), List.of("action=list"), null), //
			new Scene("run-torchscript", "RWKV-SSS Run TorchScript...", List.of(crowded), List.of("archive=" + ForeignModelScenes
				.foreignArchive(work), "trust_code=true", "normalization=percentile", "low=1", "high=99", "activation=sigmoid",
				"tile=96"), null));
	}

	private static Path copy(final Path from, final Path to) throws IOException {
		return Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
	}

	/** @return outlines of some nuclei of crowded.png */
	static List<Roi> outlines() {
		return List.of(new OvalRoi(54, 24, 21, 22), new OvalRoi(132, 40, 21, 21), new OvalRoi(45, 195, 19, 19));
	}

	/** @return a file with some nuclei of an image outlined in its overlay */
	private static Path drawnOn(final Path image, final Path work) {
		final ImagePlus drawn = IJ.openImage(image.toString());
		final Overlay outlines = new Overlay();
		outlines().forEach(outlines::add);
		drawn.setOverlay(outlines);
		final Path file = work.resolve("drawn on.tif");
		IJ.saveAsTiff(drawn, file.toString());
		return file;
	}
}
