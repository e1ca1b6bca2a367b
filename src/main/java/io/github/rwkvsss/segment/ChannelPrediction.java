package io.github.rwkvsss.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import ij.CompositeImage;
import ij.ImagePlus;

import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.image.Geometry;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.predict.Prediction;
import io.github.rwkvsss.predict.ProbabilityImage;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tile.TilePredictor;

/** Runs a predictor of which nothing is known over an image, and gives what it says, whatever that means. */
public final class ChannelPrediction {

	private ChannelPrediction() {}

	/**
	 * @param image of any type; not changed
	 * @param channels to use, as many as the predictor takes
	 * @param normalization of the intensities, of each plane or volume and channel separately
	 * @param predictor of planes or volumes; not closed
	 * @param tile pixels per axis, slowest first
	 * @return a new image, 32-bit, of the image's axes, with a channel for each of the predictor's
	 * @throws io.github.rwkvsss.progress.CanceledException at the next tile after a cancel
	 * @throws io.github.rwkvsss.tile.TileMemoryException if memory does not suffice
	 * @throws IllegalArgumentException in one sentence if the image does not fit the predictor or has NaN pixels
	 */
	public static ImagePlus run(final ImagePlus image, final ChannelChoice channels, final Normalization normalization,
		final TilePredictor predictor, final int[] tile, final Progress progress, final Cancellation cancellation)
	{
		final boolean volumes = predictor.dimensions() == 3;
		final PixelSource scaled = channels.from(PixelSource.of(image), predictor.inputChannels()).normalized(normalization,
			volumes ? Normalization.Scope.VOLUME : Normalization.Scope.PLANE);
		final Prediction prediction = Prediction.with(predictor).tile(tile).build();
		final int frames = (int) scaled.size()[0];
		final int slices = volumes ? 1 : (int) scaled.size()[1];
		final long count = (long) frames * slices;
		final List<ProbabilityImage> parts = new ArrayList<>();
		for (int t = 0; t < frames; t++) {
			for (int z = 0; z < slices; z++) {
				final long before = parts.size();
				final Progress part = PartProgress.of(progress, before, count);
				parts.add(prediction.run(volumes ? scaled.partVolume(t) : scaled.partPlane(t, z), part, cancellation));
			}
		}
		final List<String> names = IntStream.rangeClosed(1, predictor.classes()).mapToObj(k -> "channel " + k).toList();
		return shown(Geometry.of(image).probabilities(ImageReader.withoutExtension(image.getTitle()) + "-output", names, (k, t,
			z) -> volumes ? parts.get(t).plane(k, z) : parts.get(t * slices + z).plane(k)));
	}

	/** Values of unknown range: each channel is shown by its own range. */
	private static ImagePlus shown(final ImagePlus result) {
		for (int k = result.getNChannels(); k > 0; k--) {
			if (result instanceof CompositeImage) result.setPosition(k, 1, 1);
			result.resetDisplayRange();
		}
		return result;
	}
}
