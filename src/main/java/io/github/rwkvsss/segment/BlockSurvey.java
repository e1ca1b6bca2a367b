package io.github.rwkvsss.segment;

import java.util.ArrayList;
import java.util.List;

import io.github.rwkvsss.image.MeasuredPixels;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.progress.Cancellation;

/** Measures what all blocks of an image have in common. */
final class BlockSurvey {

	private final ImageModel model;
	private final BlockwisePlanes blockwise;
	private final SizedPlanes sized;

	/** @param sized measures the objects of each plane; null for a model that takes images as they are */
	BlockSurvey(final ImageModel model, final BlockwisePlanes blockwise, final SizedPlanes sized) {
		this.model = model;
		this.blockwise = blockwise;
		this.sized = sized;
	}

	/**
	 * @param chosen channels of the image
	 * @param heap bytes of Java's heap for a block; 0 for most of what is free
	 * @return size of the objects, scaling of the intensities and edge of the blocks
	 */
	BlockFacts of(final MeasuredPixels chosen, final long heap, final Cancellation cancellation) {
		final List<Double> diameters = new ArrayList<>();
		double finest = 1;
		final PixelSource scaled = model.scaled(chosen);
		final float[] pixel = new float[model.inputChannels()];
		for (long t = 0; t < chosen.size()[0]; t++) {
			for (long z = 0; z < chosen.size()[1]; z++) {
				cancellation.check();
				if (sized != null) {
					final ObjectSize size = sized.size((int) t, (int) z, part -> {}, cancellation);
					diameters.add(size.diameter());
					finest = Math.max(finest, size.factor());
				}
				// NB: the first pixel that is read has the whole plane, or volume, measured.
				scaled.read(new long[] { t, z, 0, 0 }, new int[] { 1, 1, 1, 1 }, pixel);
			}
		}
		final BlockFacts facts = blockwise.facts(chosen, diameters, finest, heap == 0 ? BlockMemory.availableAfterCleaning()
			: heap);
		return new BlockFacts(facts.tile(), diameters, chosen.scalings(), facts.edge(), facts.margin(), facts.cap());
	}
}
