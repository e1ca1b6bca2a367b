package io.github.rwkvsss.segment;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.predict.Prediction;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/** Planes that do not fit into memory at once: whether one does, and what is found in it block by block. */
final class BlockwisePlanes {

	/** Pixels around a block that it is seen with at first, by axes: most objects and their neighbours. */
	private static final int[] FIRST_MARGIN = { 0, 0, 64, 16 };

	private final ImageModel model;
	private final Prediction prediction;
	private final InstanceParameters instances;
	private final int minimumSize;
	private final long heap;
	private final Consumer<String> notices;

	/** @param heap bytes of Java's heap that a plane may take; 0 for most of what is free */
	BlockwisePlanes(final ImageModel model, final Prediction prediction, final InstanceParameters instances,
		final int minimumSize, final long heap, final Consumer<String> notices)
	{
		this.model = model;
		this.prediction = prediction;
		this.instances = instances;
		this.minimumSize = minimumSize;
		this.heap = heap;
		this.notices = notices;
	}

	/** @return whether a plane can be segmented at once, by what of Java's heap it takes */
	boolean fits(final int[] extent, final double factor) {
		final double needed = BlockMemory.whole((double) extent[0] * extent[1] * Math.max(1, factor * factor), model.classes());
		return needed <= (heap > 0 ? heap : BlockMemory.available()) || heap == 0 && needed <= BlockMemory
			.availableAfterCleaning();
	}

	/**
	 * @param size of the plane's objects; null for a model that takes images as they are
	 * @return what {@link Segmentation#run} finds in a plane, found block by block
	 */
	FoundObjects find(final PixelSource chosen, final PixelSource scaled, final long plane, final ObjectSize size,
		final Progress progress, final Cancellation cancellation)
	{
		final long[] extent = chosen.size();
		// NB: labels are held as numbers, and once more as the image that is the result.
		final long bytes = heap > 0 ? heap : BlockMemory.availableAfterCleaning() - 8 * extent[2] * extent[3];
		final BlockFacts facts = facts(chosen, size == null ? List.of() : Collections.nCopies(Math.toIntExact(extent[0] *
			extent[1]), size.diameter()), size == null ? 1 : size.factor(), bytes);
		notices.accept(String.format(Locale.ROOT,
			"%s: %d x %d pixels would take %.1f GiB of memory at once; going on in blocks of %d pixels' edge, which take up to %.1f GiB and give the same result.",
			chosen.name(), extent[3], extent[2], BlockMemory.whole((double) extent[2] * extent[3] * Math.max(1, size == null ? 1
				: size.factor() * size.factor()), model.classes()) / 0x1p30, facts.edge(), BlockMemory.block(2, facts.edge() * Math
					.max(1, size == null ? 1 : size.factor()), model.classes(), 0) / 0x1p30));
		return JoinedPart.of(new BlockSegmentation(model, prediction, chosen, scaled, instances, minimumSize, facts, false,
			false), plane, sentence -> notices.accept(chosen.name() + ": " + sentence + "."), progress, cancellation);
	}

	/**
	 * @param diameters of the objects of each plane; empty for a model that takes images as they are
	 * @param finest by how much a plane is enlarged at most
	 * @param heap bytes for a block
	 */
	BlockFacts facts(final PixelSource chosen, final List<Double> diameters, final double finest, final double heap) {
		final int axes = model.dimensions();
		final int edge = BlockMemory.edge(axes, finest, model.classes(), model.inputChannels(), heap);
		final long[] part = Arrays.copyOfRange(chosen.size(), 4 - axes, 4);
		return new BlockFacts(Arrays.stream(prediction.tile(part)).boxed().toList(), diameters, edge, Math.min(edge / 2,
			FIRST_MARGIN[axes]), edge / 2);
	}
}
