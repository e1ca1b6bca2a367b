package io.github.rwkvsss.segment;

import java.util.Arrays;

import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.label.ObjectDiameter;
import io.github.rwkvsss.label.SmallObjects;
import io.github.rwkvsss.predict.Prediction;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/**
 * Objects that are too dim to be seen beside bright ones. What lies apart from the objects that were found is measured
 * anew; where its own limit of intensities is far lower, and enough stands out there, the plane is predicted once more
 * with that limit, and what is found apart from the others is added. For images of one channel.
 */
final class DimPass {

	/** Levels of intensity below the first, at most. */
	private static final int MOST_LEVELS = 2;
	/** A level that is no lower than this part of the one before shows nothing new. */
	private static final double LOWER = 0.5;
	/** As far around an object, as part of the diameter, its own light is taken for nothing else. */
	private static final double HALO = 0.2;
	/** Rounds in which specks are set aside. */
	private static final int MOST_ATTEMPTS = 4;
	/** Pixels around a speck that its light reaches. */
	private static final int SPECK_LIGHT = 3;
	/** As sure the model must be of a dim object: what a lower limit makes visible is mostly none. */
	private static final double LEAST_SCORE = 0.8;
	/** So many times as large as others it must be at least: at a lower limit specks shine, and look like small objects. */
	private static final int LEAST_SIZE = 2;

	private final Prediction prediction;
	private final PixelSource chosen;
	private final Normalization normalization;
	private final InstanceParameters own;
	private final int minimumSize;

	/**
	 * @param chosen the image as it is
	 * @param normalization of the model; null if it is not known
	 * @param own parameters of the model, in its pixels
	 * @param minimumSize in the image's pixels; 0 for what the objects' size says
	 */
	DimPass(final Prediction prediction, final PixelSource chosen, final Normalization normalization,
		final InstanceParameters own, final int minimumSize)
	{
		this.prediction = prediction;
		this.chosen = chosen;
		this.normalization = normalization;
		this.own = own;
		this.minimumSize = minimumSize;
	}

	/**
	 * @param bright what was found in a part of a plane
	 * @param part {top, left, height, width}
	 * @return the same objects, and dim ones
	 */
	FoundObjects added(final FoundObjects bright, final int frame, final int slice, final ObjectSize size, final int[] part,
		final Progress progress, final Cancellation cancellation)
	{
		if (normalization == null || normalization.method() != Normalization.Method.ROBUST || chosen.channels() != 1)
			return bright;
		final float[] values = new float[part[2] * part[3]];
		chosen.read(new long[] { frame, slice, part[0], part[1] }, new int[] { 1, 1, part[2], part[3] }, values);
		FoundObjects found = bright;
		double range = range(normalization.fitLimited(values));
		for (int level = 0; level < MOST_LEVELS; level++) {
			final boolean[] near = near(found.labels(), part[3], (int) Math.max(2, Math.rint(HALO * size.diameter())));
			final Normalization.Scaling lower = lower(values, near, part[3], range, size);
			if (lower == null) return found;
			final SizedPass pass = new SizedPass(prediction, chosen.scaled(lower), own, minimumSize);
			final FoundObjects dim = pass.objects(pass.predict(frame, slice, size, part, progress, cancellation), size,
				new int[] { part[2], part[3] }, cancellation);
			found = joined(found, dim, near, (minimumSize > 0 ? 1 : LEAST_SIZE) * size.on(own, minimumSize, 1).minimumSize());
			range = range(lower);
		}
		return found;
	}

	private static double range(final Normalization.Scaling scaling) {
		return scaling.factor() == 0 ? 0 : 1 / scaling.factor();
	}

	/** @return how to scale what is left; null if there is nothing to see */
	private Normalization.Scaling lower(final float[] values, final boolean[] near, final int width, final double range,
		final ObjectSize size)
	{
		boolean[] covered = near;
		for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
			final float[] left = left(values, covered);
			if (left.length < values.length / 10) return null;
			final Normalization.Scaling scaling = normalization.fitLimited(left);
			if (Float.isInfinite(scaling.limit()) || !(range(scaling) > 0 && range(scaling) < range)) return null;
			final int[] outstanding = new int[values.length];
			int count = 0;
			for (int i = 0; i < values.length; i++) {
				if (covered[i] || (values[i] - scaling.offset()) * scaling.factor() <= 0.5) continue;
				outstanding[i] = 1;
				count++;
			}
			if (count >= ObjectDiameter.area(size.diameter()) / 2) return range(scaling) < LOWER * range ? scaling : null;
			// Specks are left, which set the limit: without them and their light it is lower.
			final boolean[] specks = near(outstanding, width, SPECK_LIGHT);
			for (int i = 0; i < specks.length; i++) specks[i] |= covered[i];
			covered = specks;
		}
		return null;
	}

	private static float[] left(final float[] values, final boolean[] covered) {
		final float[] left = new float[values.length];
		int count = 0;
		for (int i = 0; i < values.length; i++) if (!covered[i]) left[count++] = values[i];
		return Arrays.copyOf(left, count);
	}

	/** @return whether a pixel lies in an object or so near to one, rows and columns counted apart */
	private static boolean[] near(final int[] labels, final int width, final int reach) {
		final int height = labels.length / width;
		final boolean[] rows = new boolean[labels.length];
		for (int y = 0; y < height; y++) {
			int last = Integer.MIN_VALUE / 2;
			for (int x = 0; x < width + reach; x++) {
				if (x < width && labels[y * width + x] != 0) last = x;
				// A pixel is reached by the last object up to its own place plus the reach.
				final int at = x - reach;
				if (at >= 0 && last >= at - reach) rows[y * width + at] = true;
			}
		}
		final boolean[] near = new boolean[labels.length];
		for (int x = 0; x < width; x++) {
			int last = Integer.MIN_VALUE / 2;
			for (int y = 0; y < height + reach; y++) {
				if (y < height && rows[y * width + x]) last = y;
				final int at = y - reach;
				if (at >= 0 && last >= at - reach) near[at * width + x] = true;
			}
		}
		return near;
	}

	/** Adds of the dim objects those that lie mostly apart, without the pixels that have an object already. */
	private static FoundObjects joined(final FoundObjects found, final FoundObjects dim, final boolean[] near,
		final int minimumSize)
	{
		final int[] pixels = new int[dim.scores().length + 1];
		final int[] apart = new int[pixels.length];
		for (int i = 0; i < near.length; i++) {
			pixels[dim.labels()[i]]++;
			if (!near[i]) apart[dim.labels()[i]]++;
		}
		final int before = found.scores().length;
		final int[] labels = found.labels().clone();
		for (int i = 0; i < labels.length; i++) {
			final int object = dim.labels()[i];
			if (object != 0 && labels[i] == 0 && 2 * apart[object] > pixels[object] && dim.scores()[object - 1] >= LEAST_SCORE)
				labels[i] = before + object;
		}
		return numbered(labels, found, dim, minimumSize);
	}

	private static FoundObjects numbered(final int[] labels, final FoundObjects found, final FoundObjects dim,
		final int minimumSize)
	{
		final int before = found.scores().length;
		final int[] pixels = new int[before + dim.scores().length + 1];
		for (final int label : labels) pixels[label]++;
		final int[] kept = labels.clone();
		for (int i = 0; i < kept.length; i++) if (kept[i] > before && pixels[kept[i]] < minimumSize) kept[i] = 0;
		final float[] scores = new float[pixels.length];
		final int[] objects = new int[pixels.length];
		int count = 0;
		final boolean[] there = new boolean[pixels.length];
		for (final int label : kept) there[label] = true;
		for (int label = 1; label < there.length; label++) if (there[label]) {
			objects[count] = label;
			scores[count++] = label <= before ? found.scores()[label - 1] : dim.scores()[label - before - 1];
		}
		return new FoundObjects(SmallObjects.without(kept, 1).labels(), Arrays.copyOf(scores, count), found.votes().and(dim
			.votes()).only(Arrays.copyOf(objects, count)), found.small());
	}
}
