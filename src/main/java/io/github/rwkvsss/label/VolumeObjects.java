package io.github.rwkvsss.label;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.progress.Cancellation;

/**
 * Finds the objects of a volume while its slices come in, the same as {@link InstanceSegmentation} finds in all of them,
 * numbered once per volume. A cluster of touching objects is separated as soon as a slice shows no more of it, so that
 * memory holds the open clusters' slices and not the volume's probabilities.
 */
public final class VolumeObjects {

	/** Of a cluster's box, while its objects are separated. */
	private static final long BYTES_PER_VOXEL = 40;

	private final int height;
	private final int width;
	private final InstanceParameters parameters;
	private final Cancellation cancellation;
	private final Grid plane;
	private final List<int[]> labels = new ArrayList<>();
	private final List<Found> found = new ArrayList<>();
	/** Slices that an open cluster reaches, the first one being {@link #first}. */
	private final List<Slice> open = new ArrayList<>();
	private final OpenClusters clusters = new OpenClusters();
	private int first;
	private int removed;
	private int classes;

	/** Probabilities of a slice; of each pixel the number of its cluster, 0 for none. */
	private record Slice(float[] score, float[] background, int[] cluster, float[][] classes) {}

	/** An object in the order in which it was found. */
	private record Found(long peak, float score, int objectClass, float classScore) {}

	/**
	 * What was found.
	 *
	 * @param labels of one frame, objects numbered from 1 without gaps through the volume
	 * @param scores of object n at n - 1, see {@link ObjectScores}
	 * @param votes on their classes, if they have such
	 * @param removed how many were left out because of their size
	 */
	public record Objects(LabelImage labels, float[] scores, ObjectVotes votes, int removed) {}

	/**
	 * @param height of the slices in pixels
	 * @param width of the slices in pixels
	 * @param parameters how objects are separated
	 * @param cancellation looked at now and then
	 */
	public VolumeObjects(final int height, final int width, final InstanceParameters parameters,
		final Cancellation cancellation)
	{
		this.height = height;
		this.width = width;
		this.parameters = parameters;
		this.cancellation = cancellation;
		plane = new Grid(new int[] { height, width }, Connectivity.FACE);
	}

	/**
	 * Takes the next slice.
	 *
	 * @param z its number; 0 begins anew, else the one after the last
	 * @param background probability of each pixel, row-major, in [0, 1]; not retained
	 * @param interior the same of the interior
	 * @param boundary the same of the boundary
	 * @param classes the same of each class of objects; none if they have no classes
	 * @throws IllegalArgumentException in one sentence if a cluster is too large for Java's memory
	 */
	public void accept(final int z, final float[] background, final float[] interior, final float[] boundary,
		final float[]... classes)
	{
		if (z == 0) clear();
		if (z != labels.size()) throw new IllegalStateException("slice " + z + " came where " + labels.size() + " was due");
		cancellation.check();
		this.classes = classes.length;
		final float[] score = new float[plane.length()];
		final int[] cluster = new int[plane.length()];
		for (int i = 0; i < score.length; i++) {
			score[i] = interior[i] - boundary[i];
			if (!Float.isFinite(score[i]) || !Float.isFinite(background[i])) throw new IllegalArgumentException(
				"a probability is not finite at pixel " + i + " of slice " + z +
					"; the image or the model holds values that are not finite");
		}
		labels.add(new int[plane.length()]);
		join(z, background, cluster);
		open.add(new Slice(score, background.clone(), cluster, Arrays.stream(classes).map(float[]::clone).toArray(
			float[][]::new)));
		clusters.endedBefore(z).forEach(this::tellApart);
		forget(clusters.firstSlice(z + 1));
	}

	/** @return the objects of all slices; to be called once, after the last slice */
	public Objects finish() {
		clusters.endedBefore(labels.size()).forEach(this::tellApart);
		open.clear();
		// As in a volume that is looked at whole: by the place of the object's peak.
		final Integer[] order = new Integer[found.size()];
		Arrays.setAll(order, n -> n);
		Arrays.sort(order, (a, b) -> Long.compare(found.get(a).peak(), found.get(b).peak()));
		final int[] number = new int[order.length + 1];
		final float[] scores = new float[order.length];
		final int[] objectClass = new int[order.length];
		final float[] classScores = new float[order.length];
		for (int n = 0; n < order.length; n++) {
			final Found object = found.get(order[n]);
			number[order[n] + 1] = n + 1;
			scores[n] = object.score();
			objectClass[n] = object.objectClass();
			classScores[n] = object.classScore();
		}
		for (final int[] slice : labels) for (int i = 0; i < slice.length; i++) slice[i] = number[slice[i]];
		return new Objects(LabelImage.of("objects", new long[] { 1, labels.size(), height, width }, labels.toArray(
			int[][]::new)), scores, classes == 0 ? ObjectVotes.NONE : new ObjectVotes(objectClass, classScores), removed);
	}

	private void clear() {
		labels.clear();
		found.clear();
		open.clear();
		clusters.clear();
		first = 0;
		removed = 0;
	}

	/** Gives each foreground pixel the number of a cluster, that of its neighbours before it where there are some. */
	private void join(final int z, final float[] background, final int[] cluster) {
		final int[] below = open.isEmpty() ? null : open.get(open.size() - 1).cluster();
		for (int i = 0; i < cluster.length; i++) {
			if (!(1 - background[i] > parameters.foregroundThreshold())) continue;
			int of = 0;
			if (i % width > 0) of = clusters.joined(of, cluster[i - 1]);
			if (i >= width) of = clusters.joined(of, cluster[i - width]);
			if (below != null) of = clusters.joined(of, below[i]);
			cluster[i] = clusters.with(of, z, i / width, i % width);
		}
	}

	private void tellApart(final OpenClusters.Box box) {
		// A margin, so that background at the box's side is open as it is in the volume.
		final int[] low = { Math.max(first, box.low()[0] - 1), box.low()[1] - 1, box.low()[2] - 1 };
		final int[] size = new int[3];
		for (int d = 0; d < 3; d++) size[d] = box.high()[d] + 2 - low[d];
		requireMemory(box, size);
		final Cut cut = new Cut(box.root(), low, size);
		final int[] objects = ProminentSeeds.of(cut.score, cut.mask, size, parameters.prominence(), parameters
			.minimumSeedSize(), cancellation);
		final float[] landscape = new float[cut.score.length];
		for (int i = 0; i < landscape.length; i++) landscape[i] = (1 - cut.score[i]) / 2;
		SeededWatershed.grow(objects, landscape, cut.mask, size, Connectivity.FACE, cancellation);
		cancellation.check();
		if (parameters.fillHoles()) cut.fillHoles(objects);
		final ConsecutiveLabels numbered = ConsecutiveLabels.of(objects);
		final long[] peaks = new long[numbered.count() + 1];
		for (int i = 0; i < objects.length; i++) if (objects[i] > 0) peaks[numbered.labels()[i]] = cut.place(objects[i] - 1);
		cut.write(numbered, peaks);
	}

	private static void requireMemory(final OpenClusters.Box box, final int[] size) {
		final long voxels = (long) size[0] * size[1] * size[2];
		final Runtime java = Runtime.getRuntime();
		final long free = java.maxMemory() - java.totalMemory() + java.freeMemory();
		if (voxels < Integer.MAX_VALUE && BYTES_PER_VOXEL * voxels < free) return;
		throw new IllegalArgumentException("the objects touch each other over " + (box.high()[2] - box.low()[2] + 1) + " x " +
			(box.high()[1] - box.low()[1] + 1) + " x " + (box.high()[0] - box.low()[0] + 1) +
			" voxels and are separated together, for which Java lacks memory (" + (BYTES_PER_VOXEL * voxels >> 20) +
			" MiB needed, " + (free >> 20) +
			" MiB free); crop the volume, or give Java more (Edit > Options > Memory & Threads...)");
	}

	private void forget(final int until) {
		while (!open.isEmpty() && first < until - 1) {
			// NB: one slice before the first cluster stays, as its margin and to join the next slice with.
			open.remove(0);
			first++;
		}
	}

	/** The part of the open slices around a cluster. */
	private final class Cut {

		private static final int OTHER = Integer.MAX_VALUE;

		private final int[] low;
		private final int[] size;
		private final float[] score;
		private final float[] background;
		private final boolean[] mask;
		private final boolean[] other;
		private final float[][] ofClasses;

		Cut(final int root, final int[] low, final int[] size) {
			this.low = low;
			this.size = size;
			final int length = size[0] * size[1] * size[2];
			score = new float[length];
			background = new float[length];
			mask = new boolean[length];
			other = new boolean[length];
			ofClasses = new float[classes][length];
			for (int i = 0; i < length; i++) {
				final int z = low[0] + i / (size[1] * size[2]);
				final int pixel = pixel(i);
				if (pixel < 0 || z >= first + open.size() || z < first) continue;
				final Slice slice = open.get(z - first);
				score[i] = slice.score()[pixel];
				background[i] = slice.background()[pixel];
				for (int k = 0; k < classes; k++) ofClasses[k][i] = slice.classes()[k][pixel];
				final int cluster = slice.cluster()[pixel];
				mask[i] = cluster != 0 && clusters.root(cluster) == root;
				other[i] = cluster != 0 && !mask[i];
			}
		}

		/** @return the pixel's place in its slice; -1 outside */
		private int pixel(final int i) {
			final int y = low[1] + i / size[2] % size[1];
			final int x = low[2] + i % size[2];
			return y < 0 || y >= height || x < 0 || x >= width ? -1 : y * width + x;
		}

		/** @return the voxel's place in the volume */
		long place(final int i) {
			return (long) (low[0] + i / (size[1] * size[2])) * height * width + pixel(i);
		}

		/** Objects of other clusters count as such, or a gap that they lie in would seem to have one owner. */
		void fillHoles(final int[] objects) {
			for (int i = 0; i < objects.length; i++) if (other[i]) objects[i] = OTHER;
			Holes.fill(objects, size);
			for (int i = 0; i < objects.length; i++) if (objects[i] == OTHER) objects[i] = 0;
		}

		/** @param peaks place of the highest voxel of each object */
		void write(final ConsecutiveLabels objects, final long[] peaks) {
			final int[] pixels = new int[objects.count() + 1];
			final double[] sums = new double[pixels.length];
			for (int i = 0; i < mask.length; i++) {
				pixels[objects.labels()[i]]++;
				sums[objects.labels()[i]] += 1 - background[i];
			}
			final ObjectVotes votes = ObjectVotes.of(objects.labels(), ofClasses);
			final int[] number = new int[pixels.length];
			for (int n = 1; n < number.length; n++) {
				if (pixels[n] < parameters.minimumSize()) {
					removed++;
					continue;
				}
				found.add(new Found(peaks[n], (float) (sums[n] / pixels[n]), votes.isEmpty() ? -1 : votes.classes()[n - 1], votes
					.isEmpty() ? Float.NaN : votes.scores()[n - 1]));
				number[n] = found.size();
			}
			for (int i = 0; i < mask.length; i++) {
				final int of = number[objects.labels()[i]];
				if (of != 0) labels.get(low[0] + i / (size[1] * size[2]))[pixel(i)] = of;
			}
		}
	}
}
