package io.github.rwkvsss.script;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

import ij.measure.Calibration;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.IntType;
import io.github.rwkvsss.evaluate.ImageEvaluation;
import io.github.rwkvsss.evaluate.StackReading;
import io.github.rwkvsss.metric.EvaluationTable;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.segment.ChosenModel;

/**
 * The front door for scripts and programs: ImgLib2 images in, ImgLib2 label images, model files and scores out. The
 * plain calls take planes; {@link #segmenter} and {@link #trainer} have options for everything else.
 *
 * <pre>
 * labels = RwkvSss.segment(img, "nuclei-2d")
 * </pre>
 */
public final class RwkvSss {

	private RwkvSss() {}

	/** @return names of the models that {@link #segment} and {@link #segmenter} take, beside paths of model files */
	public static List<String> models() {
		return ChosenModel.names();
	}

	/**
	 * Segments a plane of one channel. Opens the model and closes it again: for many images, {@link #segmenter} is faster.
	 *
	 * @param img (X, Y) of any real type
	 * @param model name of a model such as nuclei-2d, or path of a model file
	 * @return (X, Y) labels, from 0: objects numbered from 1, or the label values of the model's classes
	 * @throws IOException in one sentence if there is no such model or it cannot be read
	 * @throws IllegalArgumentException in one sentence if the image does not fit the model
	 */
	public static <T extends RealType<T>> Img<IntType> segment(final RandomAccessibleInterval<T> img, final String model)
		throws IOException
	{
		try (ImgSegmenter segmenter = segmenter(model)) {
			return segmenter.segment(img);
		}
	}

	/**
	 * @param model as for {@link #segment}
	 * @return options, then {@link ImgSegmenter#segment}; to be closed, which frees the model
	 */
	public static ImgSegmenter segmenter(final String model) {
		return new ImgSegmenter(model);
	}

	/**
	 * @param output model file to write, .zip; replaced if it exists
	 * @return images to add and options, then {@link ImgTrainer#train}
	 */
	public static ImgTrainer trainer(final File output) {
		return new ImgTrainer(output);
	}

	/**
	 * Scores labels against true ones, in pixels.
	 *
	 * @param found labels
	 * @param truth labels of the same size
	 * @param axes of both, see {@link ImgSegmenter#axes}; empty for planes
	 * @param task instance for objects, whose numbers need not agree and run through all slices; semantic for classes
	 * @return one row for each image or class, and their means; columns as {@code RWKV-SSS Evaluate} has them
	 * @throws IllegalArgumentException in one sentence if sizes differ or a label is no whole number
	 */
	public static <A extends RealType<A>, B extends RealType<B>> EvaluationTable score(
		final RandomAccessibleInterval<A> found, final RandomAccessibleInterval<B> truth, final String axes, final String task)
	{
		if (!task.equals("instance") && !task.equals("semantic")) throw new IllegalArgumentException("task \"" + task +
			"\" is not known; write instance or semantic");
		return ImageEvaluation.ofLabels(Task.valueOf(task.toUpperCase(Locale.ROOT)), LabelImgs.source("the found labels", found,
			ImageAxes.of(axes, found)), LabelImgs.source("the true labels", truth, ImageAxes.of(axes, truth)), new Calibration(),
			StackReading.VOLUME, 1);
	}
}
