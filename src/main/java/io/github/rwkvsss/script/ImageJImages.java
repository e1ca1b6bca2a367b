package io.github.rwkvsss.script;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.planar.PlanarImg;
import net.imglib2.img.planar.PlanarImgs;
import net.imglib2.type.numeric.IntegerType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import io.github.rwkvsss.image.PixelSource;

/**
 * Between ImageJ's images and ImgLib2's, for scripts that run where imglib2-ij is not at hand. In Fiji,
 * {@code ImageJFunctions.wrap} does the first without a copy.
 */
public final class ImageJImages {

	private static final int LARGEST_SHORT = 65535;
	private static final int LARGEST_FLOAT = 1 << 24;

	private ImageJImages() {}

	/**
	 * @param image of any type; an RGB image has three channels
	 * @return its calibrated values, copied, with the axes that {@link #axes} names
	 * @throws IllegalArgumentException in one sentence if it is empty
	 */
	public static Img<FloatType> img(final ImagePlus image) {
		final PixelSource pixels = PixelSource.of(image);
		final long[] size = pixels.size();
		final int channels = pixels.channels();
		final int plane = Math.toIntExact(size[2] * size[3]);
		final PlanarImg<FloatType, FloatArray> img = PlanarImgs.floats(dimensions(image, channels));
		final float[] all = new float[Math.multiplyExact(channels, plane)];
		int next = 0;
		for (int t = 0; t < size[0]; t++) {
			for (int z = 0; z < size[1]; z++) {
				pixels.read(new long[] { t, z, 0, 0 }, new int[] { 1, 1, (int) size[2], (int) size[3] }, all);
				for (int c = 0; c < channels; c++) {
					final float[] one = new float[plane];
					System.arraycopy(all, c * plane, one, 0, plane);
					img.setPlane(next++, new FloatArray(one));
				}
			}
		}
		return img;
	}

	/** @return letters for {@link ImgSegmenter#axes}: XY, then C, Z and T where there is more than one of them */
	public static String axes(final ImagePlus image) {
		return "XY" + (PixelSource.of(image).channels() > 1 ? "C" : "") + (image.getNSlices() > 1 ? "Z" : "") + (image
			.getNFrames() > 1 ? "T" : "");
	}

	private static long[] dimensions(final ImagePlus image, final int channels) {
		return axes(image).chars().mapToLong(axis -> switch (axis) {
			case 'X' -> image.getWidth();
			case 'Y' -> image.getHeight();
			case 'C' -> channels;
			case 'Z' -> image.getNSlices();
			default -> image.getNFrames();
		}).toArray();
	}

	/**
	 * @param title of the result
	 * @param labels whose first two dimensions are X and Y, then slices and frames if there are such
	 * @return 16 bits, or 32 where a label exceeds 65535; a copy, not shown
	 * @throws IllegalArgumentException in one sentence if a label is negative or above 2^24, which 32 bits do not hold exactly
	 */
	public static <T extends IntegerType<T>> ImagePlus imagePlus(final String title,
		final RandomAccessibleInterval<T> labels)
	{
		long max = 0;
		for (final T label : Views.iterable(labels)) {
			final long value = label.getIntegerLong();
			if (value < 0 || value > LARGEST_FLOAT) throw new IllegalArgumentException(title + " has the label " + value +
				"; an ImageJ image holds labels from 0 to " + LARGEST_FLOAT);
			max = Math.max(max, value);
		}
		final int width = Math.toIntExact(labels.dimension(0));
		final int height = Math.toIntExact(labels.dimension(1));
		final Cursor<T> cursor = Views.flatIterable(labels).cursor();
		final ImageStack stack = new ImageStack(width, height);
		while (cursor.hasNext()) {
			final ImageProcessor plane = max <= LARGEST_SHORT ? new ShortProcessor(width, height) : new FloatProcessor(width,
				height);
			for (int i = 0; i < width * height; i++) plane.setf(i, cursor.next().getIntegerLong());
			stack.addSlice(plane);
		}
		final ImagePlus image = new ImagePlus(title, stack);
		final int n = labels.numDimensions();
		if (n == 4) image.setDimensions(1, Math.toIntExact(labels.dimension(2)), Math.toIntExact(labels.dimension(3)));
		if (n == 3) image.setDimensions(1, Math.toIntExact(labels.dimension(2)), 1);
		return image;
	}
}
