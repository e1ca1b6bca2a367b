package io.github.rwkvsss.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.predict.Prediction;
import io.github.rwkvsss.predict.ProbabilityImage;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/**
 * The objects of an image by a model that knows objects of one size: each plane at its own, so that a stack gives what its
 * planes give.
 */
final class SizedPlanes {

	private final ImageModel model;
	private final Prediction prediction;
	private final PixelSource scaled;
	private final InstanceParameters instances;
	private final double diameter;
	private final SizedPass pass;
	private final DimPass dim;
	private final DimObjects dimObjects;
	private final PixelSource chosen;
	private final BlockwisePlanes blockwise;

	/**
	 * @param chosen channels of the image as they are
	 * @param instances parameters in the model's pixels
	 * @param minimumSize in the image's pixels; 0 for what the objects' size says
	 * @param diameter as the user says, in the image's pixels; 0 to find it
	 */
	SizedPlanes(final ImageModel model, final Prediction prediction, final PixelSource chosen,
		final InstanceParameters instances, final int minimumSize, final double diameter, final DimObjects dimObjects,
		final BlockwisePlanes blockwise)
	{
		this.model = model;
		this.prediction = prediction;
		this.instances = instances;
		this.diameter = diameter;
		this.chosen = chosen;
		this.dimObjects = dimObjects;
		this.blockwise = blockwise;
		scaled = model.scaled(chosen);
		pass = new SizedPass(prediction, scaled, instances, minimumSize);
		dim = new DimPass(prediction, chosen, dimObjects == DimObjects.SOUGHT ? model.facts().normalization() : null, instances,
			minimumSize);
	}

	/** @param parts is given the probabilities of each plane, in the image's pixels; null if nobody wants them */
	void find(final List<ProbabilityImage> parts, final FoundPlanes found, final Progress progress,
		final Cancellation cancellation)
	{
		final int slices = Math.toIntExact(scaled.size()[1]);
		final long count = scaled.size()[0] * slices;
		final int[] extent = { Math.toIntExact(scaled.size()[2]), Math.toIntExact(scaled.size()[3]) };
		for (int i = 0; i < count; i++) {
			final Progress part = PartProgress.of(progress, i, count);
			part.update(0, 1, "looking for the size of the objects");
			final List<ProbabilityImage> seen = new ArrayList<>();
			final ObjectSize size = size(i / slices, i % slices, seen::add, cancellation);
			found.size(size, diameter > 0);
			if (parts == null && dimObjects == DimObjects.LEFT && !blockwise.fits(extent, size.factor())) {
				found.add(blockwise.find(chosen, scaled, i, size, part, cancellation), extent[0], extent[1]);
				continue;
			}
			final ProbabilityImage onGrid = seen.isEmpty() ? pass.predict(i / slices, i % slices, size, part, cancellation) : seen
				.get(0);
			cancellation.check();
			found.add(dim.added(pass.objects(onGrid, size, extent, cancellation), i / slices, i % slices, size, new int[] { 0, 0,
				extent[0], extent[1] }, part, cancellation), extent[0], extent[1]);
			if (parts != null) parts.add(pass.onImage(onGrid, extent));
		}
	}

	/** @param box {top, left, height, width} of the plane that is looked at */
	FoundObjects inBox(final int frame, final int slice, final int[] box, final Progress progress,
		final Cancellation cancellation)
	{
		final ObjectSize size = size(frame, slice, seen -> {}, cancellation);
		final FoundObjects bright = pass.objects(pass.predict(frame, slice, size, box, progress, cancellation), size,
			new int[] { box[2], box[3] }, cancellation);
		return dim.added(bright, frame, slice, size, box, progress, cancellation);
	}

	/** @param seen is given the plane's probabilities if they came along */
	ObjectSize size(final int frame, final int slice, final Consumer<ProbabilityImage> seen,
		final Cancellation cancellation)
	{
		final double ofModel = model.facts().diameter();
		final double tolerance = model.facts().tolerance();
		if (diameter > 0) return new ObjectSize(diameter, ofModel, tolerance);
		final double[] own = model.facts().pixelSize() == null ? null : scaled.space().millimetres();
		if (own != null) return new ObjectSize(ofModel * model.facts().pixelSize() / (1000 * own[0]), ofModel, tolerance);
		final DiameterSearch search = new DiameterSearch(prediction, scaled, instances, ofModel, tolerance);
		final ObjectSize found = new ObjectSize(search.of(frame, slice, cancellation), ofModel, tolerance);
		if (found.factor() == 1 && search.seen() != null) seen.accept(search.seen());
		return found;
	}
}
