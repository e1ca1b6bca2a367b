package io.github.rwkvsss.segment;

import java.util.Collection;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;

/** Outlines over an image, beside what its user has drawn there. */
public final class OutlineOverlay {

	/** Marks elements as ours, so that the next run replaces them only. */
	private static final String MARK = "rwkv-sss";

	private OutlineOverlay() {}

	/**
	 * Puts outlines over an image in place of those that were put there before; what others drew stays.
	 *
	 * @param outlines marked, and shown by the overlay from now on
	 */
	public static void put(final Collection<Roi> outlines, final ImagePlus image) {
		final Overlay overlay = withoutOurs(image);
		for (final Roi outline : outlines) {
			mark(outline);
			overlay.add(outline);
		}
		image.setOverlay(overlay.size() == 0 ? null : overlay);
	}

	/** Marks an element that is drawn beside those of {@link #put}, which replaces it too. */
	public static void mark(final Roi element) {
		element.setProperty(MARK, "outline");
	}

	/** Takes away what {@link #put} put there. */
	public static void remove(final ImagePlus image) {
		final Overlay overlay = withoutOurs(image);
		image.setOverlay(overlay.size() == 0 ? null : overlay);
	}

	private static Overlay withoutOurs(final ImagePlus image) {
		final Overlay before = image.getOverlay();
		if (before == null) return new Overlay();
		// NB: a new one, so that the shown overlay is not changed under the painter's hands.
		final Overlay overlay = before.create();
		for (final Roi element : before) if (element.getProperty(MARK) == null) overlay.add(element);
		return overlay;
	}
}
