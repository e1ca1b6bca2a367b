package io.github.rwkvsss.command;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.plugin.frame.RoiManager;

import io.github.rwkvsss.format.LabelReader;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.label.InstanceTargets;
import io.github.rwkvsss.label.RoiAnnotation;
import io.github.rwkvsss.label.RoiFile;
import io.github.rwkvsss.label.Unlabelled;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.train.AnnotatedImage;

/**
 * What the user of an open image drew or labelled on it.
 *
 * @param image with its labels
 * @param classNames of the classes that regions show; empty for objects and label images
 * @param summary one sentence of what was found
 */
record ImageAnnotation(AnnotatedImage image, List<String> classNames, String summary) {

	/** What the inputs mean of which this is made. */
	static final String SOURCE =
		"Source of the annotation: auto takes the first available of ROI file, ROI Manager, label image and overlay.";
	static final String LABEL_IMAGE = "Label image of the input's size, a number per object or class (none = regions).";
	static final String ROI_FILE = "Regions that the ROI Manager saved, .roi or .zip; empty for none.";
	static final String MARGIN = "Width of the background rim in pixels (0 = an eighth of an object).";

	private static final String MANAGER = "the ROI Manager";
	private static final String OUTLINE = "outline some objects and press T to add each";

	/**
	 * @param image to learn from
	 * @param source "auto", "roi_manager", "overlay", "roi_file" or "label_image"
	 * @param roiFile file of regions; of an empty path for none
	 * @param labelImage may be null
	 * @param task what the annotation shows
	 * @param unlabelled "auto", "margin", "background" or "ignore"
	 * @param margin in pixels; 0 to fit
	 * @throws IllegalArgumentException in one sentence if there is no annotation, or it does not fit
	 * @throws IOException in one sentence if the file of regions cannot be read
	 */
	static ImageAnnotation of(final ImagePlus image, final String source, final File roiFile, final ImagePlus labelImage,
		final Task task, final String unlabelled, final int margin) throws IOException
	{
		final String from = source.equals("auto") ? found(image, roiFile, labelImage) : source;
		final ImageAnnotation annotation = switch (from) {
			case "label_image" -> fromLabels(image, labelImage, unlabelled, margin);
			case "roi_file" -> fromRegions(image, RoiFile.read(roiFile.toPath()), roiFile.getName(), task, unlabelled, margin);
			case "overlay" -> fromRegions(image, overlay(image), "the overlay", task, unlabelled, margin);
			default -> fromRegions(image, managed(), MANAGER, task, unlabelled, margin);
		};
		return labelImage == null || from.equals("label_image") ? annotation : annotation.without(labelImage);
	}

	private ImageAnnotation without(final ImagePlus labelImage) {
		return new ImageAnnotation(image, classNames, summary + "; the label image " + labelImage.getTitle() + " is not used");
	}

	/** A file is named on purpose, and so is what the ROI Manager shows; a label image may be one that was open anyway. */
	private static String found(final ImagePlus image, final File roiFile, final ImagePlus labelImage) {
		if (!roiFile.getPath().isBlank()) return "roi_file";
		if (!managed().isEmpty()) return "roi_manager";
		if (labelImage != null) return "label_image";
		if (!overlay(image).isEmpty()) return "overlay";
		throw new IllegalArgumentException("there are no regions in the ROI Manager or in the overlay of " + image.getTitle() +
			"; " + OUTLINE);
	}

	private static ImageAnnotation fromLabels(final ImagePlus image, final ImagePlus labelImage, final String unlabelled,
		final int margin) throws IOException
	{
		if (labelImage == null) throw new IllegalArgumentException(
			"no label image is chosen; open one and name it by label_image, or draw regions");
		final PixelSource pixels = PixelSource.of(image);
		LabelImage labels = LabelReader.of(labelImage);
		if (!unlabelled.equals("auto") && !unlabelled.equals("background")) {
			// In a label image 0 is what nobody labelled.
			labels = labels.replaced(label -> label == 0 ? InstanceTargets.IGNORED_LABEL : label);
			choice(unlabelled).fill(labels, margin);
		}
		return new ImageAnnotation(new AnnotatedImage(pixels, labels), List.of(), counted(count(labels), "label") + " of " +
			labelImage.getTitle() + ", for " + image.getTitle());
	}

	private static String counted(final long number, final String thing) {
		return number + " " + thing + (number == 1 ? "" : "s");
	}

	private static long count(final LabelImage labels) {
		final Set<Integer> seen = new HashSet<>();
		for (int p = 0; p < labels.planes(); p++) for (final int label : labels.plane(p)) seen.add(label);
		return seen.stream().filter(label -> label != 0 && label != InstanceTargets.IGNORED_LABEL).count();
	}

	private static ImageAnnotation fromRegions(final ImagePlus image, final List<Roi> regions, final String from,
		final Task task, final String unlabelled, final int margin)
	{
		if (regions.isEmpty()) throw new IllegalArgumentException("there are no regions in " + from + (from.equals(MANAGER) ? ""
			: " of " + image.getTitle()) + "; " + OUTLINE);
		final PixelSource pixels = PixelSource.of(image);
		final Unlabelled rest = unlabelled.equals("auto") ? task == Task.INSTANCE ? Unlabelled.MARGIN : Unlabelled.IGNORE
			: choice(unlabelled);
		final RoiAnnotation drawn = task == Task.INSTANCE ? RoiAnnotation.objects(image, regions, rest, margin) : RoiAnnotation
			.classes(image, regions, rest, margin);
		return new ImageAnnotation(new AnnotatedImage(pixels, drawn.labels().named("regions of " + from), task == Task.INSTANCE
			? drawn.objectClasses() : null), drawn.classNames(), counted(regions.size(), "region") + " of " + from + ", on " +
				image.getTitle());
	}

	private static List<Roi> overlay(final ImagePlus image) {
		return image.getOverlay() == null ? List.of() : List.of(image.getOverlay().toArray());
	}

	private static List<Roi> managed() {
		// ImageJ's ROI Manager is a window: without a screen there is none, and asking for it fails.
		final RoiManager manager = GraphicsEnvironment.isHeadless() ? null : RoiManager.getInstance2();
		return manager == null ? List.of() : List.of(manager.getRoisAsArray());
	}

	private static Unlabelled choice(final String text) {
		return switch (text) {
			case "margin" -> Unlabelled.MARGIN;
			case "background" -> Unlabelled.BACKGROUND;
			default -> Unlabelled.IGNORE;
		};
	}
}
