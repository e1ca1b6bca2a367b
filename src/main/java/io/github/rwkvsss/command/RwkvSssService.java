package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;
import java.util.List;

import org.scijava.service.SciJavaService;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.IntType;
import io.github.rwkvsss.metric.EvaluationTable;
import io.github.rwkvsss.script.ImgSegmenter;
import io.github.rwkvsss.script.ImgTrainer;
import io.github.rwkvsss.script.RwkvSss;

/**
 * {@link RwkvSss} as a service of SciJava: {@code #@ RwkvSssService rwkvsss} in a script. Progress shows in the status
 * bar, and Escape cancels.
 */
public interface RwkvSssService extends SciJavaService {

	/** @return see {@link RwkvSss#models} */
	List<String> models();

	/** @return see {@link RwkvSss#segment} */
	<T extends RealType<T>> Img<IntType> segment(RandomAccessibleInterval<T> img, String model) throws IOException;

	/** @return see {@link RwkvSss#segmenter} */
	ImgSegmenter segmenter(String model);

	/** @return see {@link RwkvSss#trainer} */
	ImgTrainer trainer(File output);

	/** @return see {@link RwkvSss#score} */
	<A extends RealType<A>, B extends RealType<B>> EvaluationTable score(RandomAccessibleInterval<A> found,
		RandomAccessibleInterval<B> truth, String axes, String task);
}
