package io.github.rwkvsss.image;

import java.util.ArrayList;
import java.util.List;

import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.ImageProcessor;

/**
 * A label image as whole numbers: 0 background, others a class or an object each, -1 where nothing is known. Immutable
 * but for its planes, which are handed out uncopied.
 */
public final class LabelSource {

	/** Behind it 32-bit images have gaps, and the next number would pass for it. */
	public static final int LARGEST_FLOAT = (1 << 24) - 1;

	private final String name;
	private final int frames;
	private final int slices;
	private final int height;
	private final int width;
	private final List<int[]> planes;
	private final boolean oneBit;

	/** @param planes (height, width) each, slices fastest, then frames; retained */
	LabelSource(final String name, final int frames, final int slices, final int height, final int width,
		final List<int[]> planes)
	{
		this(name, frames, slices, height, width, planes, false);
	}

	private LabelSource(final String name, final int frames, final int slices, final int height, final int width,
		final List<int[]> planes, final boolean oneBit)
	{
		this.oneBit = oneBit;
		this.name = name;
		this.frames = frames;
		this.slices = slices;
		this.height = height;
		this.width = width;
		this.planes = List.copyOf(planes);
	}

	/**
	 * Copies the labels of an image of 8 or 16 bits, of 32 bits with whole values, or of RGB whose colours are all grey.
	 *
	 * @throws IllegalArgumentException in one sentence, if the image is empty, has colours, has several channels, or has values
	 *           that are not whole, not a number, negative or above 2^24 - 1, beyond which 32-bit images have gaps
	 */
	public static LabelSource of(final ImagePlus image) {
		if (image == null || image.getWidth() < 1 || image.getStackSize() < 1 || image.getProcessor() == null) {
			throw new IllegalArgumentException("there is no label image, or it is empty; open it again");
		}
		final String name = image.getTitle();
		if (image.getType() == ImagePlus.COLOR_RGB && !GreyColours.only(image)) throw new IllegalArgumentException(
			colourSentence(name));
		if (image.getNChannels() > 1) throw new IllegalArgumentException(name + " has " + image.getNChannels() +
			" channels; a label image has one");
		final List<int[]> planes = new ArrayList<>();
		for (int t = 1; t <= image.getNFrames(); t++) {
			for (int z = 1; z <= image.getNSlices(); z++) {
				planes.add(plane(name, image.getStack().getProcessor(image.getStackIndex(1, z, t)), image.getCalibration()));
			}
		}
		return new LabelSource(name, image.getNFrames(), image.getNSlices(), image.getHeight(), image.getWidth(), planes);
	}

	/**
	 * @param name what people know the image by
	 * @param size (frames, slices, height, width)
	 * @param planes (height, width) row-major labels of each plane, slices fastest, then frames; -1 where nothing is known;
	 *          retained
	 * @throws IllegalArgumentException if planes and size do not fit
	 */
	public static LabelSource of(final String name, final long[] size, final List<int[]> planes) {
		if (planes.size() != size[0] * size[1] || planes.stream().anyMatch(plane -> plane.length != size[2] * size[3]))
			throw new IllegalArgumentException("the " + planes.size() + " label planes of " + name + " do not fill " + size[0] +
				" frames of " + size[1] + " slices of " + size[3] + " x " + size[2] + " pixels");
		return new LabelSource(name, Math.toIntExact(size[0]), Math.toIntExact(size[1]), Math.toIntExact(size[2]), Math
			.toIntExact(size[3]), planes);
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
	public static LabelSource ofWholeNumbers(final ImagePlus image, final String name) {
		if (image.getNChannels() > 1) throw new IllegalArgumentException(name + " has " + image.getNChannels() +
			" channels; a label image has one");
		final List<int[]> planes = new ArrayList<>();
		for (int t = 1; t <= image.getNFrames(); t++) {
			for (int z = 1; z <= image.getNSlices(); z++) planes.add((int[]) image.getStack().getPixels(image.getStackIndex(1, z,
				t)));
		}
		return new LabelSource(name, image.getNFrames(), image.getNSlices(), image.getHeight(), image.getWidth(), planes);
	}

	/** @return the same labels, known to come of a file with one bit a pixel */
	public LabelSource asOneBit() {
		return new LabelSource(name, frames, slices, height, width, planes, true);
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
	LabelSource withForeground(final int value) {
		return new LabelSource(name, frames, slices, height, width, planes.stream().map(plane -> {
			final int[] changed = plane.clone();
			for (int i = 0; i < changed.length; i++) if (changed[i] > 0) changed[i] = value;
			return changed;
		}).toList(), oneBit);
	}

	/** @return what people know the image by, for messages */
	public String name() {
		return name;
	}

	/** @return (frames, slices, height, width), as {@link PixelSource#size}. A new array. */
	public long[] size() {
		return new long[] { frames, slices, height, width };
	}

	/** @return (height, width) row-major labels of one plane; not a copy */
	public int[] plane(final int frame, final int slice) {
		return planes.get(frame * slices + slice);
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
