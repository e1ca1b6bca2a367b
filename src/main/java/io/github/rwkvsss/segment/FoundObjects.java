package io.github.rwkvsss.segment;

import java.util.Arrays;

import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.label.InstanceSegmentation;
import io.github.rwkvsss.label.ObjectScores;
import io.github.rwkvsss.label.SmallObjects;
import io.github.rwkvsss.predict.ProbabilityImage;
import io.github.rwkvsss.progress.Cancellation;

/**
 * Objects of a plane, or of a volume.
 *
 * @param labels row-major, objects numbered from 1 without gaps
 * @param scores of object n at n - 1, see {@link ObjectScores}
 * @param small how many were left out because of their size
 */
record FoundObjects(int[] labels, float[] scores, int small) {

	/** @param size pixels per axis, slowest first */
	static FoundObjects in(final float[] background, final float[] interior, final float[] boundary, final int[] size,
		final InstanceParameters parameters, final Cancellation cancellation)
	{
		final SmallObjects objects = SmallObjects.without(InstanceSegmentation.labels(background, interior, boundary, size,
			parameters.withMinimumSize(1), cancellation), parameters.minimumSize());
		return new FoundObjects(objects.labels(), ObjectScores.of(objects.labels(), background), objects.removed());
	}

	static FoundObjects in(final ProbabilityImage part, final InstanceParameters parameters,
		final Cancellation cancellation)
	{
		return in(whole(part, 0), whole(part, 1), whole(part, 2), Arrays.stream(part.size()).mapToInt(Math::toIntExact)
			.toArray(), parameters, cancellation);
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
