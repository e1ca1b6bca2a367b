package io.github.rwkvsss.script;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import io.github.rwkvsss.image.Axis;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.ops.RequestedDevice;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.scan.ScanCurve;
import io.github.rwkvsss.segment.ChannelChoice;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tile.FreeMemory;
import io.github.rwkvsss.train.AnnotatedImage;
import io.github.rwkvsss.train.AnnotatedImages;
import io.github.rwkvsss.train.Augmentation;
import io.github.rwkvsss.train.ModelTraining;
import io.github.rwkvsss.train.SampleForm;
import io.github.rwkvsss.train.SettingsFit;
import io.github.rwkvsss.train.TrainingGoal;
import io.github.rwkvsss.train.TrainingSettings;

/** Trains a model on ImgLib2 images and their label images. Options that are not set are chosen as the command does. */
public final class ImgTrainer {

	private final Path output;
	private final List<AnnotatedImage> images = new ArrayList<>();
	private String axes = "";
	private Task task = Task.INSTANCE;
	private int dimensions = 2;
	private String preset = "tiny";
	private String startFrom = "";
	private String channels = "";
	private String device = "auto";
	private List<String> classNames = List.of();
	private String description = "";
	private int steps;
	private double minutes;
	private double validationShare = 0.2;
	private long seed = 1;
	private double diameter;
	private double[] pixelSize;
	private String unit = "";
	private boolean resume;
	private Consumer<String> notices = notice -> {};
	private Progress progress = Progress.NONE;
	private Cancellation cancellation = Cancellation.NEVER;

	ImgTrainer(final File output) {
		if (!output.getName().endsWith(".zip")) throw new IllegalArgumentException("the name of the model file " + output +
			" must end in .zip");
		this.output = output.toPath();
	}

	/** @param letters of the images added from now on, see {@link ImgSegmenter#axes} */
	public ImgTrainer axes(final String letters) {
		axes = letters;
		return this;
	}

	/** Calibrates the images added from now on, see {@link ImgSegmenter#pixelSize}. */
	public ImgTrainer pixelSize(final double x, final double y, final double z, final String lengthUnit) {
		pixelSize = new double[] { x, y, z };
		unit = lengthUnit;
		return this;
	}

	/**
	 * Adds an image to learn from.
	 *
	 * @param img of any real type
	 * @param labels of the image's size without channels, its axes in the same order: 0 background, others an object or a
	 *          class each, -1 where nothing is known; copied
	 * @throws IllegalArgumentException in one sentence if the sizes differ or a label is no whole number
	 */
	public <T extends RealType<T>, L extends RealType<L>> ImgTrainer add(final RandomAccessibleInterval<T> img,
		final RandomAccessibleInterval<L> labels)
	{
		final String name = "image " + (images.size() + 1);
		final Axis[] order = ImageAxes.of(axes, img);
		final PixelSource pixels = pixelSize == null ? PixelSource.of(name, img, order) : PixelSource.of(name, img, pixelSize,
			unit, order);
		images.add(new AnnotatedImage(pixels, LabelImgs.source(name, labels, ImageAxes.of(axes.isEmpty() ? "XY" : axes.replace(
			"C", ""), labels))));
		return this;
	}

	/** @param what instance for objects, semantic for classes of pixels; unset, instance */
	public ImgTrainer task(final String what) {
		if (!what.equals("instance") && !what.equals("semantic")) throw new IllegalArgumentException("task \"" + what +
			"\" is not known; write instance or semantic");
		task = Task.valueOf(what.toUpperCase(Locale.ROOT));
		return this;
	}

	/** @param number 2 for a 2D model, 3 for a 3D model; unset, 2 */
	public ImgTrainer dimensions(final int number) {
		if (number != 2 && number != 3) throw new IllegalArgumentException("a model has 2 or 3 dimensions, not " + number);
		dimensions = number;
		return this;
	}

	/** @param name of a network, such as tiny, base or unet; unset, tiny. Not looked at with {@link #startFrom}. */
	public ImgTrainer preset(final String name) {
		preset = name;
		return this;
	}

	/** @param model name or path of a model whose weights training starts from; unset, random weights */
	public ImgTrainer startFrom(final String model) {
		startFrom = model;
		return this;
	}

	/** @param numbers of the channels to use, from 1, such as 1,3; unset, all */
	public ImgTrainer channels(final String numbers) {
		channels = numbers;
		return this;
	}

	/** @param names of the classes of a semantic model, by rising label value; unset, class 0, class 1 ... */
	public ImgTrainer classNames(final List<String> names) {
		classNames = List.copyOf(names);
		return this;
	}

	/** @param sentence for which images the model is */
	public ImgTrainer description(final String sentence) {
		description = sentence;
		return this;
	}

	/**
	 * @param pixels to which the objects of planes are resized, such as 24, so that the model finds objects of any size; 0,
	 *          or unset, for their size as it is, or as the model to start from has it
	 */
	public ImgTrainer diameter(final double pixels) {
		diameter = pixels;
		return this;
	}

	/** @param where auto, cpu, cuda or cuda:1; unset, auto */
	public ImgTrainer device(final String where) {
		device = where;
		return this;
	}

	/** @param number of optimizer steps; 0, or unset, by the amount of annotation */
	public ImgTrainer steps(final int number) {
		steps = number;
		return this;
	}

	/** @param most minutes that it may take; 0, or unset, any number */
	public ImgTrainer minutes(final double most) {
		minutes = most;
		return this;
	}

	/** @param share of the images, or of a single image's annotation, that is only validated; unset, 0.2 */
	public ImgTrainer validationShare(final double share) {
		validationShare = share;
		return this;
	}

	/** @param number of split, weights, patches and augmentation; unset, 1 */
	public ImgTrainer seed(final long number) {
		seed = number;
		return this;
	}

	/** @param again whether to continue from the checkpoint of an interrupted training of the same output; unset, not */
	public ImgTrainer resume(final boolean again) {
		resume = again;
		return this;
	}

	/** @param listener told of every step, on the calling thread */
	public ImgTrainer progress(final Progress listener) {
		progress = listener;
		return this;
	}

	/** @param asked before every step whether to end; the checkpoint stays then */
	public ImgTrainer cancelWhen(final Cancellation asked) {
		cancellation = asked;
		return this;
	}

	/** @param listener told in a sentence each what was chosen for the user; unset, nobody */
	public ImgTrainer notices(final Consumer<String> listener) {
		notices = listener;
		return this;
	}

	/**
	 * Trains and writes the model.
	 *
	 * @return the model's manifest, with its scores, and the log
	 * @throws IOException in one sentence if a file cannot be read or written
	 * @throws IllegalArgumentException in one sentence if there is nothing to learn from, or options do not fit
	 * @throws io.github.rwkvsss.progress.CanceledException on a cancel; no model is written
	 */
	public ModelTraining.Result train() throws IOException {
		final ComputeDevice computing = RequestedDevice.of(device).device();
		try (SegmentationModel start = startFrom.isBlank() ? null : ModelLibrary.open(startFrom)) {
			final SampleForm asked = new SampleForm(task, dimensions, ChannelChoice.of(channels).indices(), start == null
				? Normalization.standard() : start.manifest().normalization()).withDiameter(diameter);
			final SampleForm form = start == null ? asked : asked.goingOnFrom(start.manifest());
			final TrainingGoal goal = new TrainingGoal(output.getFileName().toString().replaceAll("\\.zip$", ""), description,
				preset, ScanCurve.HILBERT, classNames, start);
			final ModelTraining training = new ModelTraining(goal, form, new AnnotatedImages(images).read(form, validationShare,
				seed), fit(computing));
			training.tell(notices);
			training.on(computing);
			training.limit(minutes);
			return training.run(output, resume, progress, cancellation);
		}
	}

	private SettingsFit fit(final ComputeDevice computing) {
		final Set<SettingsFit.Open> open = EnumSet.of(SettingsFit.Open.PATCH, SettingsFit.Open.BATCH, SettingsFit.Open.EPOCH);
		if (steps == 0) open.add(SettingsFit.Open.STEPS);
		final TrainingSettings base = TrainingSettings.standard(dimensions).withSeed(seed).withAugmentation(Augmentation
			.standard().forDiameter(diameter));
		return new SettingsFit(steps == 0 ? base : base.withSteps(steps, base.epochSteps()), open, computing.isCuda()
			? computing.freeBytes() : FreeMemory.available());
	}
}
