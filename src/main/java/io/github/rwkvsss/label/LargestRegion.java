package io.github.rwkvsss.label;

import io.github.rwkvsss.image.LabelImage;

/**
 * Of a class that a volume holds once, as an organ, the largest region; the rest is taken for a mistake (Isensee et al.
 * 2021, nnU-Net's postprocessing). Pixels that share a corner belong together.
 */
public final class LargestRegion {

	private LargestRegion() {}

	/**
	 * Sets the pixels of a class outside of its largest region to 0; of equally large regions the first one stays.
	 *
	 * @param volume labels of one frame, changed in place
	 * @param value of the class, not 0
	 */
	public static void keep(final LabelImage volume, final int value) {
		final Box box = Box.around(volume, value);
		if (box == null) return;
		final ConnectedComponents.Components regions = ConnectedComponents.ofEqual(box.cut(volume, value), box.size(),
			Connectivity.FULL);
		if (regions.count() < 2) return;
		final int[] sizes = regions.sizes();
		int largest = 1;
		for (int region = 2; region < sizes.length; region++) if (sizes[region] > sizes[largest]) largest = region;
		box.clear(volume, regions.labels(), largest);
	}

	/** What holds the class, so that a small organ in a large volume takes little memory. Ends are exclusive. */
	private record Box(int z0, int z1, int y0, int y1, int x0, int x1) {

		/** @return null if there is no such pixel */
		static Box around(final LabelImage volume, final int value) {
			final int width = width(volume);
			final int[] low = { Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE };
			final int[] high = new int[3];
			for (int z = 0; z < volume.planes(); z++) {
				final int[] plane = volume.plane(z);
				for (int i = 0; i < plane.length; i++) {
					if (plane[i] != value) continue;
					include(low, high, 0, z);
					include(low, high, 1, i / width);
					include(low, high, 2, i % width);
				}
			}
			return high[0] == 0 ? null : new Box(low[0], high[0], low[1], high[1], low[2], high[2]);
		}

		private static void include(final int[] low, final int[] high, final int axis, final int at) {
			low[axis] = Math.min(low[axis], at);
			high[axis] = Math.max(high[axis], at + 1);
		}

		private static int width(final LabelImage volume) {
			return Math.toIntExact(volume.size()[3]);
		}

		int[] size() {
			return new int[] { z1 - z0, y1 - y0, x1 - x0 };
		}

		/** @return 1 where the class is, 0 elsewhere */
		int[] cut(final LabelImage volume, final int value) {
			final int width = width(volume);
			final int[] part = new int[Math.multiplyExact(Math.multiplyExact(z1 - z0, y1 - y0), x1 - x0)];
			int at = 0;
			for (int z = z0; z < z1; z++) for (int y = y0; y < y1; y++) for (int x = x0; x < x1; x++) part[at++] = volume.plane(
				z)[y * width + x] == value ? 1 : 0;
			return part;
		}

		void clear(final LabelImage volume, final int[] regions, final int kept) {
			final int width = width(volume);
			int at = 0;
			for (int z = z0; z < z1; z++) for (int y = y0; y < y1; y++) for (int x = x0; x < x1; x++, at++)
				if (regions[at] != 0 && regions[at] != kept) volume.plane(z)[y * width + x] = 0;
		}
	}
}
