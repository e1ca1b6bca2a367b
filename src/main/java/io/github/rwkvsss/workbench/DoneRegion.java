package io.github.rwkvsss.workbench;

import java.awt.Rectangle;

import ij.gui.Roi;

/**
 * A part of an image that its user calls done and true.
 *
 * @param frame from 0
 * @param slice from 0
 * @param selection null for the whole slice
 */
record DoneRegion(int frame, int slice, Roi selection) {

	/** @return a line for a list */
	String words(final boolean stack) {
		final String where = stack ? "slice " + (slice + 1) + (frame > 0 ? ", frame " + (frame + 1) : "") + ": " : "";
		if (selection == null) return where + "all of it";
		final Rectangle box = selection.getBounds();
		return where + box.width + " x " + box.height + " pixels at " + box.x + ", " + box.y;
	}
}
