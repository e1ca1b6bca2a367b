package io.github.rwkvsss.train;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * One annotated image in memory, ready to be cut into patches. Immutable by convention: arrays are not copied.
 * 2D images have a depth of 1.
 */
public final class Sample {

	/** Class of pixels that are not annotated. */
	public static final int IGNORE = 255;

	private static final int PLACES_PER_CLASS = 4096;

	private final String name;
	private final float[] image;
	private final byte[] target;
	private final int[] instances;
	private final byte[] objectClasses;
	private final int channels;
	private final int[] size;
	private final int[][] places;
	private final int[] annotated;

	/**
	 * @param name for messages and tables
	 * @param image (C, D, H, W) row-major, normalised
	 * @param target (D, H, W) class of each pixel, {@link #IGNORE} where not annotated
	 * @param instances (D, H, W) object numbers, 0 for background; null for semantic samples
	 * @param channels C
	 * @param size {D, H, W}
	 */
	public Sample(final String name, final float[] image, final byte[] target, final int[] instances, final int channels,
		final int[] size)
	{
		this(name, image, target, instances, null, channels, size);
	}

	/**
	 * A sample whose objects are of several classes.
	 *
	 * @param objectClasses (D, H, W) class of each pixel's object from 0, {@link #IGNORE} where there is none or nobody says
	 *          of which class it is; null for objects without classes
	 */
	Sample(final String name, final float[] image, final byte[] target, final int[] instances, final byte[] objectClasses,
		final int channels, final int[] size)
	{
		this.name = name;
		this.image = image;
		this.target = target;
		this.instances = instances;
		this.objectClasses = objectClasses;
		this.channels = channels;
		this.size = size.clone();
		if (image.length != channels * target.length) throw new IllegalArgumentException("sample " + name + " has " +
			image.length + " intensities for " + target.length + " labelled pixels of " + channels + " channels");
		places = sampledPlaces(target);
		annotated = isSparse(target) ? IntStream.range(0, target.length).filter(i -> (target[i] & 0xff) != IGNORE).toArray()
			: null;
	}

	private static boolean isSparse(final byte[] target) {
		for (final byte t : target) if ((t & 0xff) == IGNORE) return true;
		return false;
	}

	/** Some pixels of each class but 0: all, or an even choice where there are many. */
	private static int[][] sampledPlaces(final byte[] target) {
		final int[] counts = new int[256];
		for (final byte t : target) counts[t & 0xff]++;
		final int[][] places = new int[256][];
		final int[] seen = new int[256];
		final int[] filled = new int[256];
		for (int c = 1; c < IGNORE; c++) places[c] = new int[Math.min(counts[c], PLACES_PER_CLASS)];
		final SplittableRandom random = new SplittableRandom(target.length);
		for (int i = 0; i < target.length; i++) {
			final int c = target[i] & 0xff;
			if (c == 0 || c == IGNORE) continue;
			// Selection sampling: every pixel of the class is as likely.
			final int wanted = places[c].length - filled[c];
			if (random.nextInt(counts[c] - seen[c]++) < wanted) places[c][filled[c]++] = i;
		}
		int present = 0;
		for (int c = 1; c < IGNORE; c++) if (places[c].length > 0) present++;
		final int[][] byClass = new int[present][];
		for (int c = 1, k = 0; c < IGNORE; c++) if (places[c].length > 0) byClass[k++] = places[c];
		return byClass;
	}

	/** @return for messages and tables */
	public String name() {
		return name;
	}

	/** @return (C, D, H, W), not a copy */
	public float[] image() {
		return image;
	}

	/** @return (D, H, W), not a copy */
	public byte[] target() {
		return target;
	}

	/** @return (D, H, W) object numbers, not a copy; null for semantic samples */
	public int[] instances() {
		return instances;
	}

	/** @return (D, H, W) class of each pixel's object, not a copy; null for objects without classes, see the constructor */
	byte[] objectClasses() {
		return objectClasses;
	}

	/** @return whether it has three channels that are equal, as an RGB image of greys only has */
	boolean isGrey() {
		if (channels != 3) return false;
		final int pixels = image.length / 3;
		return Arrays.equals(image, 0, pixels, image, pixels, 2 * pixels) && Arrays.equals(image, 0, pixels, image, 2 * pixels,
			image.length);
	}

	/** @return the same with its first channel only */
	Sample firstChannel() {
		return new Sample(name, Arrays.copyOf(image, image.length / channels), target, instances, objectClasses, 1, size);
	}

	/** @return the same grey image in so many channels */
	Sample repeated(final int count) {
		final float[] all = new float[count * image.length];
		for (int c = 0; c < count; c++) System.arraycopy(image, 0, all, c * image.length, image.length);
		return new Sample(name, all, target, instances, objectClasses, count, size);
	}

	/** @return number of channels */
	public int channels() {
		return channels;
	}

	/** @return {D, H, W} */
	public int[] size() {
		return size.clone();
	}

	/** @return (D, H, W) class of each pixel, {@link #IGNORE} where not annotated; a copy */
	int[] classes() {
		final int[] classes = new int[target.length];
		for (int i = 0; i < classes.length; i++) classes[i] = target[i] & 0xff;
		return classes;
	}

	/** @return whether every pixel is annotated */
	boolean isWhole() {
		return annotated == null;
	}

	/** @return how many pixels are annotated */
	public int annotatedPixels() {
		return annotated == null ? target.length : annotated.length;
	}

	/**
	 * @param kept tells of a pixel's place in the target whether its annotation stays
	 * @return this image with the annotation of the other pixels forgotten; shares the intensities
	 */
	Sample only(final IntPredicate kept) {
		final byte[] part = target.clone();
		final int[] objects = instances == null ? null : instances.clone();
		final byte[] ofObjects = objectClasses == null ? null : objectClasses.clone();
		for (int i = 0; i < part.length; i++) {
			if (kept.test(i)) continue;
			part[i] = (byte) IGNORE;
			if (objects != null) objects[i] = 0;
			if (ofObjects != null) ofObjects[i] = (byte) IGNORE;
		}
		return new Sample(name, image, part, objects, ofObjects, channels, size);
	}

	/**
	 * @param pixels about how many of the image to keep
	 * @param least pixels along each axis {D, H, W} that are kept in any case, if the image has them
	 * @param random chooses where, on an object or class if there is one
	 * @return a box of the image; the image itself if it has no more
	 */
	Sample box(final long pixels, final int[] least, final SplittableRandom random) {
		final int[] extent = new int[3];
		// Of the image's own proportions, so that it shows as much context along each axis.
		final double wanted = pixels <= (double) least[0] * least[1] * least[2] ? 0 : pixels;
		final double shrink = Math.pow(wanted / target.length, size[0] > 1 ? 1 / 3.0 : 0.5);
		for (int d = 0; d < 3; d++) extent[d] = size[d] == 1 ? 1 : (int) Math.min(size[d], Math.max(least[d], Math.ceil(shrink *
			size[d])));
		if (Arrays.equals(extent, size)) return this;
		final int place = place(true, random);
		final int[] at = { place / (size[1] * size[2]), place / size[2] % size[1], place % size[2] };
		final int[] low = new int[3];
		for (int d = 0; d < 3; d++) low[d] = Math.max(0, Math.min(size[d] - extent[d], at[d] - extent[d] / 2));
		final int plane = extent[1] * extent[2];
		final float[] part = new float[channels * extent[0] * plane];
		final byte[] classes = new byte[extent[0] * plane];
		final int[] objects = instances == null ? null : new int[classes.length];
		final byte[] ofObjects = objectClasses == null ? null : new byte[classes.length];
		for (int z = 0; z < extent[0]; z++) for (int y = 0; y < extent[1]; y++) {
			final int from = ((low[0] + z) * size[1] + low[1] + y) * size[2] + low[2];
			final int to = (z * extent[1] + y) * extent[2];
			System.arraycopy(target, from, classes, to, extent[2]);
			if (objects != null) System.arraycopy(instances, from, objects, to, extent[2]);
			if (ofObjects != null) System.arraycopy(objectClasses, from, ofObjects, to, extent[2]);
			for (int c = 0; c < channels; c++) System.arraycopy(image, c * target.length + from, part, c * classes.length + to,
				extent[2]);
		}
		return new Sample(name, part, classes, objects, ofObjects, channels, extent);
	}

	/**
	 * @param labels (D, H, W) objects that were found, 0 for background; not changed
	 * @return those that can be judged: of pixels without annotation nobody knows whether they belong to an object, so an
	 *         object that has most of its pixels there is left out, and others lose these pixels
	 */
	int[] judgeable(final int[] labels) {
		if (annotated == null) return labels;
		final int most = Arrays.stream(labels).max().orElse(0);
		final int[] known = new int[most + 1];
		final int[] all = new int[most + 1];
		for (int i = 0; i < labels.length; i++) {
			all[labels[i]]++;
			if ((target[i] & 0xff) != IGNORE) known[labels[i]]++;
		}
		final int[] judged = new int[labels.length];
		for (int i = 0; i < labels.length; i++) if ((target[i] & 0xff) != IGNORE && 2 * known[labels[i]] > all[labels[i]])
			judged[i] = labels[i];
		return judged;
	}

	/** @return a random annotated pixel: of a random class other than 0 if there is one and it is asked for, else any */
	int place(final boolean foreground, final SplittableRandom random) {
		if (foreground && places.length > 0) {
			final int[] ofClass = places[random.nextInt(places.length)];
			return ofClass[random.nextInt(ofClass.length)];
		}
		if (annotated == null || annotated.length == 0) return random.nextInt(target.length);
		return annotated[random.nextInt(annotated.length)];
	}
}
