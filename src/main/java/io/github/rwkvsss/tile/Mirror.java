package io.github.rwkvsss.tile;

/** Continues an image beyond its border by reflection, the border pixel not repeated: c b | a b c | b a. */
public final class Mirror {

	private Mirror() {}

	/**
	 * @param position any position, inside or outside
	 * @param length pixels of the axis, at least 1
	 * @return the position in 0 to length - 1 whose pixel stands at {@code position}
	 */
	public static long index(final long position, final long length) {
		if (length == 1) return 0;
		final long period = 2 * (length - 1);
		final long folded = Math.floorMod(position, period);
		return folded < length ? folded : period - folded;
	}
}
