package io.github.rwkvsss.image;

import java.util.Collection;
import java.util.List;

/**
 * One meaning for masks, whoever wrote them: a mask of one bit has the values 0 and 1, one of ImageJ 0 and 255, and both
 * mean the same class. Looks at all label images of a folder before it changes any, since 255 may be a class of many.
 */
public final class Foreground {

	private static final int ONE = 1;
	private static final int FULL = 255;

	private boolean masksOnly = true;
	private boolean bit;
	private boolean one;
	private boolean full;

	/** Takes a label image of the folder into account. */
	public void add(final LabelImage labels) {
		switch (labels.foreground()) {
			case ONE -> {
				if (labels.isOneBit()) bit = true;
				else one = true;
			}
			case FULL -> full = true;
			case 0 -> {
				// NB: an image without any label fits either.
			}
			default -> masksOnly = false;
		}
	}

	/**
	 * @return the value that the foreground has in all of them, 1 or 255; 0 if they are not masks only, or if 1 and 255 are
	 *         classes of label images, which no mask of one bit stands between
	 */
	public int value() {
		if (!masksOnly || one && full) return 0;
		return full ? FULL : bit || one ? ONE : 0;
	}

	/** @return the value of the foreground where the values of two classes are those of masks, else 0 */
	public static int of(final Collection<Integer> classValues) {
		final List<Integer> values = List.copyOf(classValues);
		return values.equals(List.of(0, ONE)) ? ONE : values.equals(List.of(0, FULL)) ? FULL : 0;
	}

	/**
	 * @param labels any label image
	 * @param value of the foreground, as {@link #value} or {@link #of} gives it
	 * @return a mask with this value in place of its own; what is no mask, or if the value is 0, as it is
	 */
	public static LabelImage as(final LabelImage labels, final int value) {
		final int own = labels.foreground();
		return value == 0 || own != ONE && own != FULL || own == value ? labels : labels.withForeground(value);
	}
}
