package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;
import java.util.List;

import org.scijava.app.StatusService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;
import org.scijava.service.Service;

import ij.IJ;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.IntType;
import io.github.rwkvsss.metric.EvaluationTable;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.script.ImgSegmenter;
import io.github.rwkvsss.script.ImgTrainer;
import io.github.rwkvsss.script.RwkvSss;

/** Adds the status bar and Escape to {@link RwkvSss}. */
@Plugin(type = Service.class)
public final class DefaultRwkvSssService extends AbstractService implements RwkvSssService {

	@Parameter(required = false)
	private StatusService status;

	@Override
	public List<String> models() {
		return RwkvSss.models();
	}

	@Override
	public <T extends RealType<T>> Img<IntType> segment(final RandomAccessibleInterval<T> img, final String model)
		throws IOException
	{
		try (ImgSegmenter segmenter = segmenter(model)) {
			return segmenter.segment(img);
		}
	}

	@Override
	public ImgSegmenter segmenter(final String model) {
		IJ.resetEscape();
		return RwkvSss.segmenter(model).progress(progress()).cancelWhen(IJ::escapePressed);
	}

	@Override
	public ImgTrainer trainer(final File output) {
		IJ.resetEscape();
		return RwkvSss.trainer(output).progress(progress()).cancelWhen(IJ::escapePressed);
	}

	@Override
	public <A extends RealType<A>, B extends RealType<B>> EvaluationTable score(final RandomAccessibleInterval<A> found,
		final RandomAccessibleInterval<B> truth, final String axes, final String task)
	{
		return RwkvSss.score(found, truth, axes, task);
	}

	private Progress progress() {
		return (done, total, message) -> {
			if (status != null) status.showStatus((int) (1000 * done / Math.max(1, total)), 1000, message);
		};
	}
}
