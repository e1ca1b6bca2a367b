package io.github.rwkvsss.predict;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Sums the shares of a volume's tiles in a slab of slices and gives away each slice as soon as no further tile can
 * reach it, so that memory holds the depth of a tile and not of the volume. Tiles must come slab by slab, as a
 * {@link io.github.rwkvsss.tile.TilePlan} orders them.
 */
public final class SlabSink implements ProbabilitySink {

	private final int classes;
	private final long[] size;
	private final Slices slices;
	private final Deque<float[][]> free = new ArrayDeque<>();
	private final List<float[][]> slab = new ArrayList<>();
	private int first;

	/** Takes finished slices. */
	@FunctionalInterface
	public interface Slices {

		/**
		 * @param z rising from 0; 0 again if the run began anew
		 * @param probabilities one (H, W) row-major array per class, used again after the call
		 */
		void accept(int z, float[][] probabilities);
	}

	/**
	 * @param classes number of classes
	 * @param size (D, H, W); copied
	 * @param slices called on the thread that predicts
	 */
	public SlabSink(final int classes, final long[] size, final Slices slices) {
		if (size.length != 3) throw new IllegalArgumentException("a slab is cut from a volume of 3 axes, not of " +
			size.length);
		this.classes = classes;
		this.size = size.clone();
		this.slices = slices;
	}

	@Override
	public void add(final long[] min, final int[] boxSize, final float[] shares) {
		if (min[0] < first) throw new IllegalStateException("a tile begins at slice " + min[0] + ", and those before " + first +
			" are given away");
		giveAway((int) min[0]);
		while (first + slab.size() < min[0] + boxSize[0]) slab.add(fresh());
		final int width = (int) size[2];
		int from = 0;
		for (int k = 0; k < classes; k++) {
			for (int z = 0; z < boxSize[0]; z++) {
				final float[] plane = slab.get((int) min[0] + z - first)[k];
				for (int y = 0; y < boxSize[1]; y++) {
					int to = ((int) min[1] + y) * width + (int) min[2];
					for (int x = 0; x < boxSize[2]; x++) plane[to++] += shares[from++];
				}
			}
		}
	}

	@Override
	public void clear() {
		free.addAll(slab);
		slab.clear();
		first = 0;
	}

	/** Gives away what is left; to be called when the run is over. */
	public void finish() {
		giveAway((int) size[0]);
	}

	private void giveAway(final int end) {
		while (first < end) {
			// A slice that no tile reached would be a fault of the plan; it must not pass as background.
			if (slab.isEmpty()) throw new IllegalStateException("no tile reached slice " + first);
			final float[][] slice = slab.remove(0);
			slices.accept(first++, slice);
			free.add(slice);
		}
	}

	private float[][] fresh() {
		if (free.isEmpty()) return new float[classes][Math.toIntExact(size[1] * size[2])];
		final float[][] slice = free.remove();
		for (final float[] plane : slice) Arrays.fill(plane, 0);
		return slice;
	}
}
