package io.github.rwkvsss.explain;

import java.awt.Point;
import java.util.ArrayList;
import java.util.List;

import ij.ImagePlus;
import ij.gui.PointRoi;
import ij.gui.Roi;

/**
 * A point, some points or an area of a plane of an image. Immutable.
 *
 * @param roi as ImageJ draws it
 * @param slice counted from 1
 * @param frame counted from 1
 */
public record Selection(Roi roi, int slice, int frame) {

	/**
	 * @param slice counted from 1; 0 for the image's current one
	 * @param frame likewise
	 * @return the image's own selection
	 * @throws IllegalArgumentException in one sentence if there is none, or no such plane
	 */
	public static Selection of(final ImagePlus image, final int slice, final int frame) {
		if (image.getRoi() == null) throw new IllegalArgumentException("nothing is selected in " + image.getTitle() +
			"; click a point or draw an area on it, or give x and y");
		return new Selection((Roi) image.getRoi().clone(), plane("slice", slice, image.getSlice(), image.getNSlices()), plane(
			"frame", frame, image.getFrame(), image.getNFrames()));
	}

	/**
	 * @param x column of a pixel, from 0
	 * @param y row of a pixel, from 0
	 * @param slice counted from 1; 0 for the image's current one
	 * @param frame likewise
	 * @throws IllegalArgumentException in one sentence if the image has no such pixel or plane
	 */
	public static Selection point(final ImagePlus image, final int x, final int y, final int slice, final int frame) {
		if (x < 0 || y < 0 || x >= image.getWidth() || y >= image.getHeight()) throw new IllegalArgumentException("x " + x +
			" and y " + y + " are no pixel of " + image.getTitle() + "; x goes from 0 to " + (image.getWidth() - 1) +
			", y from 0 to " + (image.getHeight() - 1));
		return new Selection(new PointRoi(x, y), plane("slice", slice, image.getSlice(), image.getNSlices()), plane("frame",
			frame, image.getFrame(), image.getNFrames()));
	}

	private static int plane(final String what, final int wanted, final int current, final int count) {
		if (wanted > count) throw new IllegalArgumentException("the image has no " + what + " " + wanted + "; it has " + count);
		return wanted == 0 ? current : wanted;
	}

	/** @return (row, column) of each of its pixels, those outside of the image included */
	List<int[]> pixels() {
		final List<int[]> pixels = new ArrayList<>();
		for (final Point point : roi.getContainedPoints()) pixels.add(new int[] { point.y, point.x });
		return pixels;
	}

	/** @return whether it is a place rather than an area */
	boolean isPoint() {
		return roi instanceof PointRoi;
	}
}
