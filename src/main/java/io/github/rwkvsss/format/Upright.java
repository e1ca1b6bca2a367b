package io.github.rwkvsss.format;

import io.github.rwkvsss.image.ReadingNotes;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ImageProcessor;

/** Turns images as their file says that they are to be shown: TIFF's and Exif's tag {@code Orientation}. */
final class Upright {

	private Upright() {}

	/**
	 * @param image changed in place
	 * @param orientation 1 for upright, to 8
	 */
	static void turn(final ImagePlus image, final int orientation) {
		if (orientation < 2 || orientation > 8) return;
		final ImageStack stack = image.getStack();
		ImageStack turned = null;
		for (int i = 1; i <= stack.getSize(); i++) {
			final ImageProcessor plane = turned(stack.getProcessor(i), orientation);
			if (turned == null) turned = new ImageStack(plane.getWidth(), plane.getHeight());
			turned.addSlice(stack.getSliceLabel(i), plane);
		}
		final int[] axes = image.getDimensions();
		final boolean hyperstack = image.getOpenAsHyperStack();
		final Calibration calibration = image.getCalibration().copy();
		if (orientation > 4) {
			final double pixelWidth = calibration.pixelWidth;
			calibration.pixelWidth = calibration.pixelHeight;
			calibration.pixelHeight = pixelWidth;
		}
		image.setStack(turned, axes[2], axes[3], axes[4]);
		image.setOpenAsHyperStack(hyperstack);
		image.setCalibration(calibration);
		ReadingNotes.add(image, "the image was turned upright, as its file asks for (orientation " + orientation +
			"); ImageJ itself opens it as it is stored");
	}

	private static ImageProcessor turned(final ImageProcessor stored, final int orientation) {
		ImageProcessor plane = stored;
		if (orientation == 5 || orientation == 6) plane = plane.rotateRight();
		if (orientation == 7 || orientation == 8) plane = plane.rotateLeft();
		if (orientation == 2 || orientation == 3 || orientation == 5 || orientation == 7) plane.flipHorizontal();
		if (orientation == 3 || orientation == 4) plane.flipVertical();
		return plane;
	}
}
