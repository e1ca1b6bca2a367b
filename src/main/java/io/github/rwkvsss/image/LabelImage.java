package io.github.rwkvsss.image;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.ImageProcessor;

/**
 * A label image as whole numbers: 0 background, others a class or an object each, -1 where nothing is known. Four axes
 * always, as {@link PixelSource} has them: frames, slices, height, width; a plane is an image of one frame of one slice, a
 * volume one of one frame.
 * <p>
 * Memory is one {@code int} per pixel, an array per plane. Arrays are never copied unless a method says so: those given
 * belong to the image from then on, those handed out are its own, and frames share theirs with the image.
 */
public final class LabelImage {

	/** Behind it 32-bit images have gaps, and the next number would pass for it. */
	public static final int LARGEST_FLOAT = (1 << 24) - 1;

	private final String name;
	private final int frames;
	private final int slices;
	private final int height;
	private final int width;
	private final int[][] planes;
	private final boolean oneBit;

	private LabelImage(final String name, final int frames, final int slices, final int height, final int width,
		final int[][] planes, final boolean oneBit)
	{
		this.oneBit = oneBit;
		this.name = name;
		this.frames = frames;
		this.slices = slices;
		this.height = height;
		this.width = width;
		this.planes = planes;
	}

	/**
	 * Copies the labels of an image of 8 or 16 bits, of 32 bits with whole values, or of RGB whose colours are all grey.
	 *
	 * @throws IllegalArgumentException in one sentence, if the image is empty, has colours, has several channels, or has values
	 *           that are not whole, not a number, negative or above 2^24 - 1, beyond which 32-bit images have gaps
	 */
	public static LabelImage of(final ImagePlus image) {
		if (image == null || image.getWidth() < 1 || image.getStackSize() < 1 || image.getProcessor() == null) {
			throw new IllegalArgumentException("there is no label image, or it is empty; open it again");
		}
		final String name = image.getTitle();
		if (image.getType() == ImagePlus.COLOR_RGB && !GreyColours.only(image)) throw new IllegalArgumentException(
			colourSentence(name));
		if (image.getNChannels() > 1) throw new IllegalArgumentException(name + " has " + image.getNChannels() +
			" channels; a label image has one");
		return ofPlanes(image, name, index -> plane(name, image.getStack().getProcessor(index), image.getCalibration()));
	}

	/**
	 * @param name what people know the image by
	 * @param size (frames, slices, height, width)
	 * @param planes (height, width) row-major labels of each plane, slices fastest, then frames; -1 where nothing is known;
	 *          retained
	 * @throws IllegalArgumentException if planes and size do not fit
	 */
	public static LabelImage of(final String name, final long[] size, final int[]... planes) {
		if (planes.length != size[0] * size[1] || Arrays.stream(planes).anyMatch(plane -> plane.length != size[2] * size[3]))
			throw new IllegalArgumentException("the " + planes.length + " label planes of " + name + " do not fill " + size[0] +
				" frames of " + size[1] + " slices of " + size[3] + " x " + size[2] + " pixels");
		return new LabelImage(name, Math.toIntExact(size[0]), Math.toIntExact(size[1]), Math.toIntExact(size[2]), Math
			.toIntExact(size[3]), planes, false);
	}

	/**
	 * @param name what people know the image by
	 * @param size (frames, slices, height, width)
	 * @return a label image of background
	 */
	public static LabelImage allocate(final String name, final long... size) {
		final int[][] planes = new int[Math.toIntExact(size[0] * size[1])][Math.toIntExact(size[2] * size[3])];
		return of(name, size, planes);
	}

	/**
	 * Cuts a volume into planes.
	 *
	 * @param name what people know the image by
	 * @param labels (depth, height, width) row-major; of one plane the array itself is kept, else it is copied
	 * @param height rows of each plane
	 * @param width columns of each plane
	 * @return an image of one frame
	 */
	public static LabelImage ofVolume(final String name, final int[] labels, final int height, final int width) {
		final int plane = height * width;
		final int[][] planes = new int[labels.length / plane][];
		if (planes.length == 1) planes[0] = labels;
		else Arrays.setAll(planes, z -> Arrays.copyOfRange(labels, z * plane, (z + 1) * plane));
		return of(name, new long[] { 1, planes.length, height, width }, planes);
	}

	/**
	 * Puts planes and volumes together.
	 *
	 * @param name what people know the image by
	 * @param size (frames, slices, height, width)
	 * @param parts whose planes fill it, slices fastest, then frames; their planes become the image's
	 * @throws IllegalArgumentException if parts and size do not fit
	 */
	public static LabelImage joined(final String name, final long[] size, final List<LabelImage> parts) {
		return of(name, size, parts.stream().flatMap(part -> Arrays.stream(part.planes)).toArray(int[][]::new));
	}

	private static int[] plane(final String name, final ImageProcessor ip, final Calibration calibration) {
		final int[] labels = new int[ip.getPixelCount()];
		if (ip.getPixels() instanceof final int[] greys) {
			for (int i = 0; i < labels.length; i++) labels[i] = greys[i] & 0xff;
			return labels;
		}
		// NB: ImageJ stores signed 16 bits with 32768 added, and a calibration that takes it off again; NIfTI's slope and
		// intercept are such a calibration too.
		final float[] table = calibration.getFunction() == Calibration.STRAIGHT_LINE && ip.getBitDepth() <= 16 ? calibration
			.getCTable() : null;
		for (int i = 0; i < labels.length; i++) {
			labels[i] = label(name, table == null ? ip.getf(i) : table[ip.get(i)], LARGEST_FLOAT);
		}
		return labels;
	}

	/**
	 * @param largest that is exact in the form it was stored in
	 * @throws IllegalArgumentException in one sentence, if it is no label
	 */
	public static int label(final String name, final double value, final int largest) {
		if (Double.isNaN(value)) throw new IllegalArgumentException(name +
			" has NaN pixels; a label image has whole numbers from 0");
		if (value < 0 || value > largest || value != Math.rint(value)) throw new IllegalArgumentException(name +
			" has the value " + (value == Math.rint(value) && Math.abs(value) < 1L << 53 ? Long.toString((long) value) : value) +
			"; a label image has whole numbers from 0 to " + largest);
		return (int) value;
	}

	/** @return the refusal of a file whose colours are no labels */
	public static String colourSentence(final String name) {
		return name + " is an RGB image, not a label image; save the labels with 8 or 16 bits, one number per class or object";
	}

	/** Takes an image whose planes hold labels instead of colours, as the readers of files make it. */
	public static LabelImage ofWholeNumbers(final ImagePlus image, final String name) {
		if (image.getNChannels() > 1) throw new IllegalArgumentException(name + " has " + image.getNChannels() +
			" channels; a label image has one");
		return ofPlanes(image, name, index -> (int[]) image.getStack().getPixels(index));
	}

	/** @param planes labels of a plane by its place in the stack */
	private static LabelImage ofPlanes(final ImagePlus image, final String name, final IntFunction<int[]> planes) {
		final int slices = image.getNSlices();
		final int[][] all = new int[image.getNFrames() * slices][];
		for (int i = 0; i < all.length; i++) all[i] = planes.apply(image.getStackIndex(1, i % slices + 1, i / slices + 1));
		return new LabelImage(name, image.getNFrames(), slices, image.getHeight(), image.getWidth(), all, false);
	}

	/** @return the same labels under another name */
	public LabelImage named(final String other) {
		return new LabelImage(other, frames, slices, height, width, planes, oneBit);
	}

	/** @return the same labels, known to come of a file with one bit a pixel */
	public LabelImage asOneBit() {
		return new LabelImage(name, frames, slices, height, width, planes, true);
	}

	/** @return whether they come of a file with one bit a pixel, where 1 is all that a label can be */
	boolean isOneBit() {
		return oneBit;
	}

	/** @return the one value that occurs beside 0; 0 if there is none, -1 if there are several */
	int foreground() {
		int found = 0;
		for (final int[] plane : planes) for (final int label : plane) {
			if (label <= 0 || label == found) continue;
			if (found != 0) return -1;
			found = label;
		}
		return found;
	}

	/** @return a copy with this value wherever a label is above 0 */
	LabelImage withForeground(final int value) {
		return replaced(label -> label > 0 ? value : label);
	}

	/**
	 * @param values what becomes of a label
	 * @return a copy with the new values
	 */
	public LabelImage replaced(final IntUnaryOperator values) {
		final int[][] changed = new int[planes.length][];
		Arrays.setAll(changed, p -> planes[p].clone());
		final LabelImage copy = new LabelImage(name, frames, slices, height, width, changed, oneBit);
		copy.replace(values);
		return copy;
	}

	/**
	 * Changes all labels in place.
	 *
	 * @param values what becomes of a label
	 */
	public void replace(final IntUnaryOperator values) {
		for (final int[] plane : planes) for (int i = 0; i < plane.length; i++) plane[i] = values.applyAsInt(plane[i]);
	}

	/** @return what people know the image by, for messages */
	public String name() {
		return name;
	}

	/** @return (frames, slices, height, width), as {@link PixelSource#size}. A new array. */
	public long[] size() {
		return new long[] { frames, slices, height, width };
	}

	/** @return how many planes there are, frames times slices */
	public int planes() {
		return planes.length;
	}

	/**
	 * @param index slices fastest, then frames
	 * @return (height, width) row-major labels of one plane; not a copy
	 */
	public int[] plane(final int index) {
		return planes[index];
	}

	/** @return (height, width) row-major labels of one plane; not a copy */
	public int[] plane(final int frame, final int slice) {
		return planes[frame * slices + slice];
	}

	/** @return one frame as an image of its own, which shares its planes */
	public LabelImage frame(final int frame) {
		return new LabelImage(name, 1, slices, height, width, Arrays.copyOfRange(planes, frame * slices, (frame + 1) * slices),
			oneBit);
	}

	/** @return (D, H, W) row-major labels of one frame. A new array. */
	public int[] volume(final int frame) {
		final int[] volume = new int[Math.multiplyExact(slices, height * width)];
		for (int z = 0; z < slices; z++) System.arraycopy(plane(frame, z), 0, volume, z * height * width, height * width);
		return volume;
	}

	/** @return the largest label; 0 if all is background */
	public int max() {
		int max = 0;
		for (final int[] plane : planes) for (final int label : plane) max = Math.max(max, label);
		return max;
	}
}
