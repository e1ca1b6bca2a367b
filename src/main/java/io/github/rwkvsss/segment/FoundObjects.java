package io.github.rwkvsss.segment;

import java.util.Arrays;

import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.label.InstanceSegmentation;
import io.github.rwkvsss.label.InstanceTargets;
import io.github.rwkvsss.label.ObjectScores;
import io.github.rwkvsss.label.ObjectVotes;
import io.github.rwkvsss.label.SmallObjects;
import io.github.rwkvsss.predict.ProbabilityImage;
import io.github.rwkvsss.progress.Cancellation;

/**
 * Objects of a plane, or of a volume.
 *
 * @param labels row-major, objects numbered from 1 without gaps
 * @param scores of object n at n - 1, see {@link ObjectScores}
 * @param votes on their classes, if the model tells such
 * @param small how many were left out because of their size
 */
record FoundObjects(int[] labels, float[] scores, ObjectVotes votes, int small) {

	/**
	 * @param shares of background, interior and boundary, then of the objects' classes, if there are any
	 * @param size pixels per axis, slowest first
	 */
	static FoundObjects in(final float[][] shares, final int[] size, final InstanceParameters parameters,
		final Cancellation cancellation)
	{
		final SmallObjects objects = SmallObjects.without(InstanceSegmentation.labels(shares[0], shares[1], shares[2], size,
			parameters.withMinimumSize(1), cancellation), parameters.minimumSize());
		return new FoundObjects(objects.labels(), ObjectScores.of(objects.labels(), shares[0]), ObjectVotes.of(objects.labels(),
			classes(shares)), objects.removed());
	}

	/** @return what of a model's probabilities is that of the objects' classes */
	static float[][] classes(final float[]... shares) {
		return Arrays.copyOfRange(shares, InstanceTargets.CLASSES, shares.length);
	}

	static FoundObjects in(final ProbabilityImage part, final InstanceParameters parameters,
		final Cancellation cancellation)
	{
		final float[][] shares = new float[part.classes()][];
		for (int k = 0; k < shares.length; k++) shares[k] = whole(part, k);
		return in(shares, Arrays.stream(part.size()).mapToInt(Math::toIntExact).toArray(), parameters, cancellation);
	}

	private static float[] whole(final ProbabilityImage part, final int k) {
		final long[] size = part.size();
		if (size.length == 2) return part.plane(k);
		final int plane = Math.toIntExact(size[1] * size[2]);
		final float[] whole = new float[Math.multiplyExact(Math.toIntExact(size[0]), plane)];
		for (int z = 0; z < size[0]; z++) System.arraycopy(part.plane(k, z), 0, whole, z * plane, plane);
		return whole;
	}

	/** @return the labels as an image of one frame; a plane's are not copied */
	LabelImage image(final int height, final int width) {
		return LabelImage.ofVolume("objects", labels, height, width);
	}
}
