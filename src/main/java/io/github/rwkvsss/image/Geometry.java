package io.github.rwkvsss.image;

import java.util.Arrays;
import java.util.List;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;

/**
 * Where an image's pixels lie: its axes, calibration, slice labels and place in the scanner, from which results of the same extent are made.
 * Immutable; keeps nothing of the image's pixels.
 */
public final class Geometry {

	private static final int LARGEST_SHORT = 65_535;
	private static final int LARGEST_FLOAT = 1 << 24;

	private final int width;
	private final int height;
	private final int slices;
	private final int frames;
	private final Calibration calibration;
	private final String[] sliceLabels;
	private final VolumeSpace space;

	private Geometry(final ImagePlus image) {
		width = image.getWidth();
		height = image.getHeight();
		slices = image.getNSlices();
		frames = image.getNFrames();
		calibration = image.getCalibration().copy();
		// Grey values of a result are labels or probabilities, whatever those of the image meant.
		calibration.disableDensityCalibration();
		space = VolumeSpace.of(image);
		sliceLabels = new String[frames * slices];
		for (int t = 0; t < frames; t++) {
			for (int z = 0; z < slices; z++) {
				sliceLabels[t * slices + z] = image.getStack().getSliceLabel(image.getStackIndex(1, z + 1, t + 1));
			}
		}
	}

	/** Takes an image's geometry; of several channels, the first one's slice labels. */
	public static Geometry of(final ImagePlus image) {
		return new Geometry(image);
	}

	/** @return (frames, slices, height, width), as {@link PixelSource#size}. A new array. */
	public long[] size() {
		return new long[] { frames, slices, height, width };
	}

	/** @return a copy of the image's calibration, without that of its grey values */
	public Calibration calibration() {
		return calibration.copy();
	}

	/**
	 * Makes a label image: 16-bit, or 32-bit float above 65,535.
	 *
	 * @param labels from 0, of the image's extent; not retained
	 * @throws IllegalArgumentException if the extents differ, or labels above 2^24 occur, which no ImageJ type holds
	 */
	public ImagePlus labels(final String title, final LabelImage labels) {
		requireExtent(labels);
		final int max = labels.max();
		if (max > LARGEST_FLOAT) throw new IllegalArgumentException(max +
			" objects are more than an ImageJ image can number (16777216); crop the image");
		final boolean shorts = max <= LARGEST_SHORT;
		final ImageStack stack = new ImageStack(width, height);
		for (int i = 0; i < sliceLabels.length; i++) {
			stack.addSlice(sliceLabels[i], shorts ? shorts(labels.plane(i)) : floats(labels.plane(i)));
		}
		final ImagePlus result = finish(title, stack, 1);
		result.setDisplayRange(0, Math.max(1, max));
		return result;
	}

	/**
	 * Makes a mask of 8 bits with ImageJ's values 0 and 255.
	 *
	 * @param labels foreground where not 0, of the image's extent; not retained
	 * @throws IllegalArgumentException if the extents differ
	 */
	public ImagePlus mask(final String title, final LabelImage labels) {
		requireExtent(labels);
		final ImageStack stack = new ImageStack(width, height);
		for (int i = 0; i < sliceLabels.length; i++) {
			final int[] plane = labels.plane(i);
			final byte[] mask = new byte[plane.length];
			for (int p = 0; p < mask.length; p++) mask[p] = (byte) (plane[p] == 0 ? 0 : 255);
			stack.addSlice(sliceLabels[i], new ByteProcessor(width, height, mask, null));
		}
		return finish(title, stack, 1);
	}

	/** Gives the planes of a probability image. */
	@FunctionalInterface
	public interface Planes {

		/** @return (height, width) probabilities; retained */
		float[] plane(int classIndex, int frame, int slice);
	}

	/**
	 * Makes a probability image, 32-bit with one channel per class.
	 *
	 * @param classes names, shown in the slice labels
	 * @param planes asked once for each class, frame and slice; its arrays become the image's
	 */
	public ImagePlus probabilities(final String title, final List<String> classes, final Planes planes) {
		final ImageStack stack = new ImageStack(width, height);
		for (int t = 0; t < frames; t++) {
			for (int z = 0; z < slices; z++) {
				final String label = sliceLabels[t * slices + z];
				for (int k = 0; k < classes.size(); k++) {
					final float[] plane = planes.plane(k, t, z);
					if (plane.length != width * height) throw new IllegalArgumentException("a plane has " + plane.length +
						" pixels, the image " + width * height);
					stack.addSlice(label == null ? classes.get(k) : classes.get(k) + " " + label, new FloatProcessor(width, height,
						plane));
				}
			}
		}
		final ImagePlus result = finish(title, stack, classes.size());
		if (classes.size() == 1) {
			result.setDisplayRange(0, 1);
			return result;
		}
		final CompositeImage channels = new CompositeImage(result, CompositeImage.GRAYSCALE);
		channels.setCalibration(calibration.copy());
		if (space.isOriented()) space.attach(channels);
		for (int k = classes.size(); k > 0; k--) {
			channels.setPosition(k, 1, 1);
			channels.setDisplayRange(0, 1);
		}
		return channels;
	}

	private ImagePlus finish(final String title, final ImageStack stack, final int channels) {
		final ImagePlus result = new ImagePlus(title, stack);
		result.setDimensions(channels, slices, frames);
		result.setOpenAsHyperStack(channels > 1 || slices > 1 && frames > 1);
		result.setCalibration(calibration.copy());
		if (space.isOriented()) space.attach(result);
		return result;
	}

	private void requireExtent(final LabelImage labels) {
		if (!Arrays.equals(labels.size(), size())) throw new IllegalArgumentException("the label image " + labels.name() +
			" has " + Arrays.toString(labels.size()) + " frames, slices, rows and columns, the image " + Arrays.toString(size()) +
			"; give labels of the same extent");
	}

	private ImageProcessor shorts(final int[] plane) {
		final short[] pixels = new short[plane.length];
		for (int i = 0; i < pixels.length; i++) pixels[i] = (short) plane[i];
		return new ShortProcessor(width, height, pixels, null);
	}

	private ImageProcessor floats(final int[] plane) {
		final float[] pixels = new float[plane.length];
		for (int i = 0; i < pixels.length; i++) pixels[i] = plane[i];
		return new FloatProcessor(width, height, pixels);
	}
}
