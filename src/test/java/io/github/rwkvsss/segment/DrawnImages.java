package io.github.rwkvsss.segment;

import java.util.SplittableRandom;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ImageProcessor;

/** Images of blurred discs on noise, for tests. */
public final class DrawnImages {

	private DrawnImages() {}

	/**
	 * @param bits 8, 16 or 32
	 * @return a hyperstack, every plane different; calibrated 0.5 x 0.25 x 2 µm
	 */
	public static ImagePlus discs(final int bits, final int width, final int height, final int channels, final int slices,
		final int frames)
	{
		final ImagePlus image = IJ.createHyperStack("discs.tif", width, height, channels, slices, frames, bits);
		for (int i = 1; i <= image.getStackSize(); i++) {
			draw(image.getStack().getProcessor(i), i);
			image.getStack().setSliceLabel("plane " + i, i);
		}
		image.getCalibration().pixelWidth = 0.5;
		image.getCalibration().pixelHeight = 0.25;
		image.getCalibration().pixelDepth = 2;
		image.getCalibration().setUnit("micron");
		return image;
	}

	/** Turns an image of discs into labels of two objects: what is bright in its left half, and in its right half. */
	public static void label(final ImagePlus image) {
		final ImageProcessor plane = image.getProcessor();
		for (int i = 0; i < plane.getPixelCount(); i++) plane.set(i, plane.get(i) <= 90 ? 0 : 1 + i % plane.getWidth() * 2 /
			plane.getWidth());
	}

	private static void draw(final ImageProcessor plane, final int seed) {
		final SplittableRandom random = new SplittableRandom(seed);
		final int count = 3 + plane.getPixelCount() / 2000;
		final double[][] discs = new double[count][];
		for (int i = 0; i < count; i++) discs[i] = new double[] { random.nextDouble() * plane.getWidth(), random.nextDouble() *
			plane.getHeight(), 4 + 6 * random.nextDouble() };
		for (int y = 0; y < plane.getHeight(); y++) {
			for (int x = 0; x < plane.getWidth(); x++) {
				double value = 20 + 10 * random.nextDouble();
				for (final double[] disc : discs) value += 150 / (1 + Math.exp(Math.hypot(x - disc[0], y - disc[1]) - disc[2]));
				plane.setf(x, y, (float) Math.rint(Math.min(255, value)));
			}
		}
	}
}
