package io.github.rwkvsss.metric;

/** The pixels of a region that have a face neighbour outside it or outside the image. */
final class Surface {

	private Surface() {}

	/**
	 * @param region row-major, not retained
	 * @param size pixels per axis, last fastest
	 */
	static boolean[] of(final boolean[] region, final int[] size) {
		final boolean[] surface = new boolean[region.length];
		int stride = 1;
		for (int axis = size.length - 1; axis >= 0; axis--) {
			for (int i = 0; i < region.length; i++) {
				if (!region[i] || surface[i]) continue;
				final int at = i / stride % size[axis];
				surface[i] = at == 0 || at == size[axis] - 1 || !region[i - stride] || !region[i + stride];
			}
			stride *= size[axis];
		}
		return surface;
	}
}
