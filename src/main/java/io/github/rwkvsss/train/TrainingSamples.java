package io.github.rwkvsss.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

import io.github.rwkvsss.image.ImagePairs;
import io.github.rwkvsss.image.LabelSource;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.label.ClassTargets;
import io.github.rwkvsss.label.InstanceTargets;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/** Reads annotated images into samples. */
public final class TrainingSamples {

	private TrainingSamples() {}

	/**
	 * @param pairs of files
	 * @param dimensions 2: every slice of every frame is a sample; 3: every frame is one
	 * @param normalization of the intensities
	 * @param classValues for semantic labels the value of each class; null for labels of objects
	 * @param progress told of every file
	 * @param cancellation looked at before every file
	 * @return the samples in the pairs' order
	 * @throws IOException in one sentence if a file cannot be read or an image does not fit its labels
	 */
	public static List<Sample> read(final List<ImagePairs.Pair> pairs, final int dimensions,
		final Normalization normalization, final int[] classValues, final Progress progress,
		final Cancellation cancellation) throws IOException
	{
		final List<Sample> samples = new ArrayList<>();
		for (int i = 0; i < pairs.size(); i++) {
			cancellation.check();
			final ImagePairs.Sample read = pairs.get(i).read();
			add(samples, read.name(), read.pixels(), read.labels(), dimensions, normalization, classValues);
			progress.update(i + 1, pairs.size(), "reading " + read.name());
		}
		return samples;
	}

	/**
	 * @param samples are added to
	 * @param name of the image
	 * @param pixels of the image
	 * @param labels of the same size
	 * @param dimensions as in {@link #read}
	 * @param normalization as in {@link #read}
	 * @param classValues as in {@link #read}
	 */
	public static void add(final List<Sample> samples, final String name, final PixelSource pixels,
		final LabelSource labels, final int dimensions, final Normalization normalization, final int[] classValues)
	{
		final long[] extents = pixels.size();
		final int slices = (int) extents[1];
		final int height = (int) extents[2];
		final int width = (int) extents[3];
		final PixelSource normal = pixels.normalized(normalization, dimensions == 3 ? Normalization.Scope.VOLUME
			: Normalization.Scope.PLANE);
		for (int t = 0; t < extents[0]; t++) {
			if (dimensions == 3) {
				samples.add(sample(extents[0] > 1 ? name + " frame " + (t + 1) : name, normal.volume(t), labels.volume(t), pixels
					.channels(), new int[] { slices, height, width }, dimensions, classValues));
				continue;
			}
			for (int z = 0; z < slices; z++) {
				final String full = extents[0] * slices > 1 ? name + " frame " + (t + 1) + " slice " + (z + 1) : name;
				samples.add(sample(full, normal.plane(t, z), labels.plane(t, z), pixels.channels(), new int[] { 1, height,
					width }, dimensions, classValues));
			}
		}
	}

	private static Sample sample(final String name, final float[] image, final int[] labels, final int channels,
		final int[] size, final int dimensions, final int[] classValues)
	{
		final int[] spatial = dimensions == 3 ? size : new int[] { size[1], size[2] };
		final byte[] target = classValues == null ? InstanceTargets.of(labels, spatial) : ClassTargets.of(labels,
			classValues);
		return new Sample(name, image, target, classValues == null ? labels : null, channels, size);
	}

	/**
	 * @param pairs of files whose labels are classes
	 * @return all class values that occur, rising
	 * @throws IOException in one sentence if a file cannot be read
	 */
	public static int[] classValues(final List<ImagePairs.Pair> pairs) throws IOException {
		final TreeSet<Integer> values = new TreeSet<>();
		for (final ImagePairs.Pair pair : pairs) {
			final LabelSource labels = io.github.rwkvsss.image.LabelReader.read(pair.labels());
			for (int t = 0; t < labels.size()[0]; t++)
				for (int z = 0; z < labels.size()[1]; z++)
					Arrays.stream(ClassTargets.valuesIn(labels.plane(t, z))).forEach(values::add);
		}
		return values.stream().mapToInt(Integer::intValue).toArray();
	}
}
