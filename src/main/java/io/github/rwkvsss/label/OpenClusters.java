package io.github.rwkvsss.label;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Clusters of foreground that grow while slices come in: sets that are joined where they meet, each with the box that it
 * fills.
 */
final class OpenClusters {

	/** Union-find forest; place 0 is no cluster. */
	private int[] parent = new int[1024];
	private final List<Box> boxes = new ArrayList<>();
	private final List<Integer> roots = new ArrayList<>();

	/**
	 * A cluster's box.
	 *
	 * @param root number that stands for the cluster
	 * @param low first slice, row and column
	 * @param high last ones
	 */
	record Box(int root, int[] low, int[] high) {}

	OpenClusters() {
		clear();
	}

	void clear() {
		boxes.clear();
		roots.clear();
		boxes.add(null);
	}

	/** @return the number that stands for a cluster now */
	int root(final int cluster) {
		int at = cluster;
		while (parent[at] != at) {
			parent[at] = parent[parent[at]];
			at = parent[at];
		}
		return at;
	}

	/** @return the cluster of both, of which 0 is none */
	int joined(final int first, final int second) {
		if (second == 0) return first;
		final int other = root(second);
		if (first == 0 || first == other) return other;
		final int kept = Math.min(first, other);
		final int joined = Math.max(first, other);
		parent[joined] = kept;
		final Box box = boxes.get(kept);
		final Box more = boxes.get(joined);
		for (int d = 0; d < 3; d++) {
			box.low()[d] = Math.min(box.low()[d], more.low()[d]);
			box.high()[d] = Math.max(box.high()[d], more.high()[d]);
		}
		boxes.set(joined, null);
		return kept;
	}

	/** @return the cluster with that voxel added; a new one for 0 */
	int with(final int cluster, final int z, final int y, final int x) {
		if (cluster == 0) {
			final int made = boxes.size();
			if (made == parent.length) parent = Arrays.copyOf(parent, 2 * made);
			parent[made] = made;
			boxes.add(new Box(made, new int[] { z, y, x }, new int[] { z, y, x }));
			roots.add(made);
			return made;
		}
		final int[] low = boxes.get(cluster).low();
		final int[] high = boxes.get(cluster).high();
		high[0] = Math.max(high[0], z);
		low[1] = Math.min(low[1], y);
		high[1] = Math.max(high[1], y);
		low[2] = Math.min(low[2], x);
		high[2] = Math.max(high[2], x);
		return cluster;
	}

	/** @return clusters of which that slice shows nothing; they are open no longer */
	List<Box> endedBefore(final int slice) {
		final List<Box> ended = new ArrayList<>();
		for (final Iterator<Integer> each = roots.iterator(); each.hasNext();) {
			final Box box = boxes.get(each.next());
			if (box != null && box.high()[0] >= slice) continue;
			each.remove();
			if (box != null) ended.add(box);
		}
		return ended;
	}

	/** @return the first slice of all open clusters; the given one if there is none */
	int firstSlice(final int otherwise) {
		int slice = otherwise;
		for (final int root : roots) if (boxes.get(root) != null) slice = Math.min(slice, boxes.get(root).low()[0]);
		return slice;
	}
}
