package io.github.rwkvsss.segment;

import java.awt.Rectangle;

import ij.ImagePlus;
import ij.gui.ImageCanvas;

/**
 * What of an image is looked at.
 *
 * @param frame from 0
 * @param slice from 0
 * @param part pixels of the plane, at least one, all within the image
 */
public record View(int frame, int slice, Rectangle part) {

	/** @return what an image's window shows: its current plane, and of that what is zoomed in on */
	public static View of(final ImagePlus image) {
		final Rectangle whole = new Rectangle(image.getWidth(), image.getHeight());
		final ImageCanvas canvas = image.getCanvas();
		final Rectangle part = canvas == null ? whole : whole.intersection(canvas.getSrcRect());
		return new View(image.getT() - 1, image.getZ() - 1, part.isEmpty() ? whole : part);
	}
}
