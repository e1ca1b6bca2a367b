package io.github.rwkvsss.label;

/** Background that lies inside an object. */
final class Holes {

	private static final int NONE = 0;
	private static final int OPEN = -1;

	private Holes() {}

	/**
	 * Gives every background component (face neighbours) that is enclosed by one single object to that object.
	 * Gaps between several objects, and background at the image's side, stay.
	 *
	 * @param labels 0 background, positive objects; changed in place
	 */
	static void fill(final int[] labels, final int[] size) {
		final boolean[] background = new boolean[labels.length];
		for (int i = 0; i < labels.length; i++) background[i] = labels[i] == 0;
		final ConnectedComponents.Components gaps = ConnectedComponents.of(background, size, Connectivity.FACE);
		final int[] owner = owners(labels, gaps, size);
		for (int i = 0; i < labels.length; i++) if (labels[i] == 0) labels[i] = Math.max(0, owner[gaps.labels()[i]]);
	}

	/** The one object around each gap, or {@link #OPEN}. */
	private static int[] owners(final int[] labels, final ConnectedComponents.Components gaps, final int[] size) {
		final Grid grid = new Grid(size, Connectivity.FACE);
		final int[] around = new int[grid.degree()];
		final int[] owner = new int[gaps.count() + 1];
		for (int i = 0; i < labels.length; i++) {
			final int gap = gaps.labels()[i];
			if (gap == 0 || owner[gap] == OPEN) continue;
			final int found = grid.neighbours(i, around);
			if (found < grid.degree()) owner[gap] = OPEN;
			for (int k = 0; k < found && owner[gap] != OPEN; k++) {
				final int label = labels[around[k]];
				if (label != 0) owner[gap] = owner[gap] == NONE || owner[gap] == label ? label : OPEN;
			}
		}
		return owner;
	}
}
