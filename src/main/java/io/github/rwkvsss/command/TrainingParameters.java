package io.github.rwkvsss.command;

import java.io.File;
import java.util.List;
import java.util.Locale;

import org.scijava.ItemVisibility;
import org.scijava.plugin.Parameter;

import io.github.rwkvsss.label.Representation;
import io.github.rwkvsss.scan.ScanCurve;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.train.Augmentation;
import io.github.rwkvsss.train.TrainingSettings;

/** What users choose of a training, wherever the annotation comes from. */
abstract class TrainingParameters extends TrainingCommand {

	@Parameter(label = "Output", description = "Model file to write, .zip.", style = "save", persist = false)
	File output;

	@Parameter(label = "Task", description = "Annotation: instance for objects, semantic for pixel classes.", choices = {
		"instance", "semantic" }, persist = false)
	String task = "instance";

	@Parameter(label = "Start from",
		description = "Pretrained model to start from, by name or path, such as nuclei-2d; for other classes its last layer is replaced (empty = random weights).",
		required = false, style = Input.MODEL, persist = false)
	String start_from = "";

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	final String models = ModelText.offered();

	@Parameter(label = "Minutes", description = "Time limit in minutes (0 = none).", min = "0", persist = false)
	double minutes;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	final String advanced = "Advanced (0 or empty = automatic)";

	@Parameter(label = "Preset",
		description = "Network architecture, unless starting from a model: tiny, base, draft (the drafts' design) or a plain U-Net.",
		choices = { "tiny", "base", "draft", "unet" }, persist = false)
	String preset = "tiny";

	@Parameter(label = "Scan", description = "Scan order of the network's windows, unless starting from a model.", choices = {
		"hilbert", "diagonal", "snake", "raster" }, required = false, persist = false)
	String scan = "hilbert";

	@Parameter(label = "Dimensions", description = TrainingCommand.DIMENSIONS, min = "2", max = "3", persist = false)
	int dimensions = 2;

	@Parameter(label = "Channels", description = TiledCommand.CHANNELS, required = false, persist = false)
	String channels = "";

	@Parameter(label = "Class names",
		description = "Class names for label images, in ascending order of the values, separated by commas (empty = numbers). Regions carry their own class names.",
		required = false, persist = false)
	String class_names = "";

	@Parameter(label = "Normalization", description = NORMALIZATION, choices = { "percentile", "robust", "z_score", "none" },
		persist = false)
	String normalization = "percentile";

	@Parameter(label = "Voxel size",
		description = "For 3D models: voxel size to resize volumes to, along superior, anterior and right in millimetres, such as 1,1,1 (empty = median of the volumes).",
		required = false, persist = false)
	String voxel_size = "";

	@Parameter(label = "Diameter",
		description = "For 2D instance models: resizes every image so that its objects have this diameter in pixels, such as 24, for a model of any object size (0 = no resizing, or as in the pretrained model).",
		min = "0", max = "128", required = false, persist = false)
	double diameter;

	@Parameter(label = "Representation",
		description = "Training target of instance models: boundary for interior and rim, distance for the distance to the object's edge, or that of the pretrained model.",
		choices = { "boundary", "distance" }, required = false, persist = false)
	String representation = "boundary";

	@Parameter(label = "Object classes",
		description = "For instance models: learns the class of each object too: of regions their names or groups, of GeoJSON the classification, of COCO the category, of label images the file classes.csv beside them.",
		required = false, persist = false)
	boolean object_classes;

	@Parameter(label = "Steps",
		description = "Optimiser steps (0 = automatic, from the amount of annotation and the minutes).", min = "0",
		persist = false)
	int steps;

	@Parameter(label = "Validate every",
		description = "Steps between validations (0 = a twentieth of all steps, at most 100).", min = "0", persist = false)
	int validate_every;

	@Parameter(label = "Validate at most",
		description = "Validation images used at each validation (0 = all); the best model is validated on all at the end.",
		min = "0", required = false, persist = false)
	int validate_at_most = 20;

	@Parameter(label = "Patience", description = "Stop after this many validations without progress (0 = never).", min = "0",
		persist = false)
	int patience;

	@Parameter(label = "Patch",
		description = "Edge of the training patch in pixels, or one edge per axis, slowest first, such as 32,64,64; empty chooses by the size of objects and images.",
		required = false, persist = false)
	String patch = "";

	@Parameter(label = "Batch", description = "Patches per step (0 = automatic, from the patch and the free memory).",
		min = "0", persist = false)
	int batch;

	@Parameter(label = "Learning rate", description = "Largest learning rate.", min = "0", max = "1", persist = false)
	double learning_rate = 0.001;

	@Parameter(label = "Augment", description = "Random rotation, scaling, deformation and brightness of patches.",
		persist = false)
	boolean augment = true;

	@Parameter(label = "Augment strength",
		description = "Strength of the data augmentation: 1 is the default; lower for many similar images, higher for few.",
		min = "0", max = "2", required = false, persist = false)
	double augment_strength = 1;

	@Parameter(label = "Augment faults",
		description = "For 2D models: how often patches get specks, dead cells, dim objects, uneven light, blur, noise and few grey levels (0 = never; 1 = for images from other laboratories).",
		min = "0", max = "1", required = false, persist = false)
	double augment_faults;

	@Parameter(label = "Hard share",
		description = "Share of patches drawn from images with a large loss (0 = all images alike; 0.5 = harder ones more often).",
		min = "0", max = "1", required = false, persist = false)
	double hard_share;

	@Parameter(label = "Orientation",
		description = "any: images may be mirrored and turned by any angle; fixed: they always show their subject the same way up, as volumes of patients do.",
		choices = { "any", "fixed" }, required = false, persist = false)
	String orientation = "any";

	@Parameter(label = "Recompute", description = "Compute blocks again in the backward pass: less memory, more time.",
		required = false, persist = false)
	boolean recompute;

	@Parameter(label = "Validation share",
		description = "Share held out for validation: of the files, of the annotated planes of an open image, or of the annotation of a single plane.",
		min = "0", max = "0.99", persist = false)
	double validation_share = 0.2;

	@Parameter(label = "Seed", description = "Random seed of split, weights, patches and augmentation.", persist = false)
	long seed = 1;

	@Parameter(label = "Resume", description = "Resume from the checkpoint of an interrupted training of the same output.",
		persist = false)
	boolean resume;

	@Parameter(label = "Threads", description = "Threads to compute on (0 = automatic).", min = "0", persist = false)
	int threads;

	@Parameter(label = "Live window",
		description = "Shows loss curves, the current validation image and stop buttons; not used headless.", persist = false)
	boolean live_window = true;

	@Parameter(label = "Name", description = "Name of the model (empty = name of the file).", required = false,
		persist = false)
	String name = "";

	@Parameter(label = "Description", description = "One sentence: for which images.", required = false, persist = false)
	String description = "";

	/**
	 * @param classNames of the classes that the annotation shows
	 * @return what the user chose
	 */
	final Choice choice(final List<String> classNames, final ComputeDevice computing) {
		final TrainingSettings base = TrainingSettings.standard(dimensions).withLearningRate(learning_rate).withSeed(seed)
			.withPatience(patience).withValidationImages(validate_at_most).withRecompute(recompute).withAugmentation(
				augmentation()).withHardShare(hard_share);
		return new Choice(output, name, description, preset, ScanCurve.valueOf(scan.toUpperCase(Locale.ROOT)), classNames,
			start_from, form(task, dimensions, channels, normalization).withVoxelSize(voxelSize(voxel_size)).withDiameter(
				diameter).withRepresentation(Representation.valueOf(representation.toUpperCase(Locale.ROOT))).withObjectClasses(
					object_classes), fit(base, steps, validate_every, patch, batch, computing), minutes, resume, threads, computing,
			live_window);
	}

	private Augmentation augmentation() {
		if (!augment) return Augmentation.none();
		return ("fixed".equals(orientation) ? Augmentation.oriented() : Augmentation.standard()).times(augment_strength)
			.withFaults(augment_faults).forDiameter(diameter);
	}
}
