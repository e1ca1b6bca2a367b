package io.github.rwkvsss.workbench;

import java.awt.Dimension;
import java.awt.Point;
import java.awt.Rectangle;

/** Where the workbench stands: beside the image's window, so that neither covers the other, where the screen has room. */
final class Docking {

	private Docking() {}

	/**
	 * @param image bounds of its window; null if there is none
	 * @param size of the workbench
	 * @param screen where both are to lie
	 * @return right of the image, else left of it, else at the screen's right edge; always on the screen as far as it fits
	 */
	static Point place(final Rectangle image, final Dimension size, final Rectangle screen) {
		final int right = screen.x + screen.width;
		int x = right - size.width;
		int y = screen.y;
		if (image != null) {
			y = image.y;
			if (image.x + image.width + size.width <= right) x = image.x + image.width;
			else if (image.x - size.width >= screen.x) x = image.x - size.width;
		}
		return new Point(Math.max(screen.x, x), Math.max(screen.y, Math.min(y, screen.y + screen.height - size.height)));
	}
}
