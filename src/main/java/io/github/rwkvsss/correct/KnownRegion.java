package io.github.rwkvsss.correct;

import java.awt.Rectangle;
import java.util.Arrays;

import ij.gui.Roi;
import ij.process.ImageProcessor;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.label.InstanceTargets;

/**
 * What of an image is done and true: inside, every object is outlined and the rest is background; outside nobody knows. Begins
 * with nothing known. Axes are those of the image: frames, slices, height, width.
 */
public final class KnownRegion {

	private final int slices;
	private final int height;
	private final int width;
	private final boolean[][] planes;

	/** @param size (frames, slices, height, width) */
	public KnownRegion(final long... size) {
		slices = Math.toIntExact(size[1]);
		height = Math.toIntExact(size[2]);
		width = Math.toIntExact(size[3]);
		planes = new boolean[Math.toIntExact(size[0] * size[1])][Math.toIntExact(size[2] * size[3])];
	}

	/**
	 * @param size (frames, slices, height, width)
	 * @return all of an image of that size
	 */
	public static KnownRegion all(final long... size) {
		final KnownRegion all = new KnownRegion(size);
		for (final boolean[] plane : all.planes) Arrays.fill(plane, true);
		return all;
	}

	/**
	 * @param labels -1 where nothing is known
	 * @return the rest
	 */
	public static KnownRegion of(final LabelImage labels) {
		final KnownRegion known = new KnownRegion(labels.size());
		for (int p = 0; p < known.planes.length; p++) for (int i = 0; i < known.planes[p].length; i++) known.planes[p][i] =
			labels.plane(p)[i] != InstanceTargets.IGNORED_LABEL;
		return known;
	}

	/**
	 * Marks a whole slice as known.
	 *
	 * @param frame from 0
	 * @param slice from 0
	 * @return this
	 */
	public KnownRegion addSlice(final int frame, final int slice) {
		Arrays.fill(planes[frame * slices + slice], true);
		return this;
	}

	/**
	 * Marks the inside of a selection as known; what lies beyond the image is left out.
	 *
	 * @param frame from 0
	 * @param slice from 0
	 * @param selection an area, not changed
	 * @return this
	 */
	public KnownRegion add(final int frame, final int slice, final Roi selection) {
		set(frame, slice, selection, true);
		return this;
	}

	/** The other way round: marks the inside of a selection as unknown. */
	public KnownRegion remove(final int frame, final int slice, final Roi selection) {
		set(frame, slice, selection, false);
		return this;
	}

	private void set(final int frame, final int slice, final Roi selection, final boolean value) {
		if (!selection.isArea()) throw new IllegalArgumentException("the selection is a " + selection.getTypeAsString() +
			", which has no inside; draw a rectangle, an oval, a polygon or a freehand area");
		final Rectangle box = selection.getBounds();
		final ImageProcessor mask = selection.getMask();
		final boolean[] plane = planes[frame * slices + slice];
		for (int y = Math.max(0, box.y); y < Math.min(height, box.y + box.height); y++) for (int x = Math.max(0,
			box.x); x < Math.min(width, box.x + box.width); x++) if (mask == null || mask.get(x - box.x, y - box.y) != 0)
				plane[y * width + x] = value;
	}

	/** @return (frames, slices, height, width). A new array. */
	public long[] size() {
		return new long[] { planes.length / slices, slices, height, width };
	}

	/** @return whether a pixel is known; all counted from 0 */
	public boolean contains(final int frame, final int slice, final int y, final int x) {
		return planes[frame * slices + slice][y * width + x];
	}

	/** @return number of known pixels */
	public long pixels() {
		long pixels = 0;
		for (final boolean[] plane : planes) for (final boolean known : plane) if (known) pixels++;
		return pixels;
	}

	/**
	 * @param labels of the same size, not changed
	 * @return a copy with -1 wherever nothing is known
	 * @throws IllegalArgumentException in one sentence if the sizes differ
	 */
	public LabelImage applied(final LabelImage labels) {
		if (!Arrays.equals(size(), labels.size())) throw new IllegalArgumentException("the label image " + labels.name() +
			" has (frames, slices, height, width) " + Arrays.toString(labels.size()) + ", the known region " + Arrays.toString(
				size()) + "; they must be of one size");
		final LabelImage copy = labels.replaced(label -> label);
		for (int p = 0; p < planes.length; p++) for (int i = 0; i < planes[p].length; i++) if (!planes[p][i]) copy.plane(p)[i] =
			InstanceTargets.IGNORED_LABEL;
		return copy;
	}
}
