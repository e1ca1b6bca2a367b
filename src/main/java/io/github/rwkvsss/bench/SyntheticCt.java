package io.github.rwkvsss.bench;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ShortProcessor;

/**
 * A trunk as a CT scanner would see it, drawn from ellipsoids: air, body, lungs, spine, liver, kidneys, in Hounsfield
 * units with noise. Always the same for a size.
 */
final class SyntheticCt {

	/** Centre and half axes as shares of width, height and depth, then Hounsfield units; later ones cover earlier ones. */
	private static final double[][] ORGANS = { { 0.5, 0.5, 0.5, 0.42, 0.32, 9, 40 }, { 0.33, 0.45, 0.75, 0.13, 0.2, 0.3,
		-820 }, { 0.67, 0.45, 0.75, 0.13, 0.2, 0.3, -820 }, { 0.5, 0.72, 0.5, 0.05, 0.06, 9, 450 }, { 0.36, 0.45, 0.35, 0.18,
			0.2, 0.16, 110 }, { 0.36, 0.62, 0.25, 0.06, 0.06, 0.12, 180 }, { 0.64, 0.62, 0.27, 0.06, 0.06, 0.12, 180 } };
	private static final int AIR = -1000;
	private static final int SIGNED = 32768;

	private SyntheticCt() {}

	/** @return 16 bits signed, voxels of 0.8 x 0.8 x 1 mm */
	static ImagePlus draw(final int width, final int height, final int slices) {
		final ImageStack stack = new ImageStack(width, height);
		long noise = 1;
		for (int z = 0; z < slices; z++) {
			final short[] plane = new short[width * height];
			for (int i = 0; i < plane.length; i++) {
				// A multiplicative generator, Lehmer 1951 with the constants of Park and Miller 1988.
				noise = noise * 48271 % 2147483647;
				final double at = hounsfield((i % width + 0.5) / width, (i / width + 0.5) / height, (z + 0.5) / slices);
				plane[i] = (short) (at + noise % 41 - 20 + SIGNED);
			}
			stack.addSlice(new ShortProcessor(width, height, plane, null));
		}
		final ImagePlus image = new ImagePlus("synthetic-ct", stack);
		image.getCalibration().setSigned16BitCalibration();
		image.getCalibration().pixelWidth = image.getCalibration().pixelHeight = 0.8;
		image.getCalibration().pixelDepth = 1;
		image.getCalibration().setUnit("mm");
		return image;
	}

	private static double hounsfield(final double x, final double y, final double z) {
		for (int k = ORGANS.length - 1; k >= 0; k--) {
			final double[] organ = ORGANS[k];
			final double dx = (x - organ[0]) / organ[3];
			final double dy = (y - organ[1]) / organ[4];
			final double dz = (z - organ[2]) / organ[5];
			if (dx * dx + dy * dy + dz * dz <= 1) return organ[6];
		}
		return AIR;
	}
}
