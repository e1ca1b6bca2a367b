package io.github.rwkvsss.label;

import java.awt.Rectangle;
import java.util.Map;
import java.util.TreeMap;

import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;

/** Objects of a label image as ImageJ's selections, which hold exactly the object's pixels, holes and islands too. */
public final class ObjectOutlines {

	private static final int INSIDE = 255;

	private ObjectOutlines() {}

	/**
	 * @param labels row-major, 0 for background; not retained
	 * @param width pixels of a row
	 * @return a selection per label that occurs, by rising label; a polygon along the pixels' edges where the object is
	 *         one piece without holes, else a composite selection
	 * @throws IllegalArgumentException if the labels are no whole rows
	 */
	public static Map<Integer, Roi> of(final int[] labels, final int width) {
		if (width < 1 || labels.length % width != 0) throw new IllegalArgumentException("label image of " + labels.length +
			" pixels has no whole rows of " + width);
		final Map<Integer, Rectangle> boxes = boxes(labels, width);
		final Map<Integer, Roi> outlines = new TreeMap<>();
		boxes.forEach((label, box) -> outlines.put(label, outline(labels, width, label, box)));
		return outlines;
	}

	private static Map<Integer, Rectangle> boxes(final int[] labels, final int width) {
		final Map<Integer, Rectangle> boxes = new TreeMap<>();
		// Runs of one label, since a look-up per pixel would take most of the time.
		for (int from = 0; from < labels.length;) {
			final int rowEnd = (from / width + 1) * width;
			int to = from + 1;
			while (to < rowEnd && labels[to] == labels[from]) to++;
			if (labels[from] != 0) {
				final Rectangle run = new Rectangle(from % width, from / width, to - from, 1);
				boxes.merge(labels[from], run, Rectangle::union);
			}
			from = to;
		}
		return boxes;
	}

	private static Roi outline(final int[] labels, final int width, final int label, final Rectangle box) {
		final ByteProcessor mask = new ByteProcessor(box.width, box.height);
		for (int y = 0; y < box.height; y++) {
			for (int x = 0; x < box.width; x++) {
				if (labels[(box.y + y) * width + box.x + x] == label) mask.set(x, y, INSIDE);
			}
		}
		mask.setThreshold(INSIDE, INSIDE, ImageProcessor.NO_LUT_UPDATE);
		final Roi outline = new ThresholdToSelection().convert(mask);
		outline.setLocation(box.x, box.y);
		return outline;
	}
}
