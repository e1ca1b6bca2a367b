package io.github.rwkvsss.foreign;

import io.github.rwkvsss.tile.Sizes;

/**
 * Which tiles a network takes, per spatial axis, slowest first: {@code least + n * step}, or {@code least} alone where
 * the step is 0. Between them lie tiles that are continued by mirroring, so that small images can be predicted too.
 */
final class AxisSizes {

	/** Networks that halve their maps seldom do it more than five times. */
	private static final int USUAL_STRIDE = 32;

	private final int[] least;
	private final int[] step;
	private final int[] halo;

	/** @param halo pixels of a tile's rim that are not trusted; negative where nothing is known */
	AxisSizes(final int[] least, final int[] step, final int[] halo) {
		for (int d = 0; d < least.length; d++) {
			if (least[d] < 1 || step[d] < 0) throw new IllegalArgumentException("the model takes tiles from " + least[d] +
				" pixels in steps of " + step[d] + ", which cannot be");
			if (step[d] == 0 && 2 * halo[d] >= least[d]) throw new IllegalArgumentException("the model's halo of " + halo[d] +
				" leaves nothing of its tiles of " + least[d] + " pixels");
		}
		this.least = least.clone();
		this.step = step.clone();
		this.halo = halo.clone();
	}

	int dimensions() {
		return least.length;
	}

	/** @return by what tiles may be moved and what their sizes are multiples of */
	int[] stride() {
		final int[] stride = new int[least.length];
		for (int d = 0; d < stride.length; d++) {
			stride[d] = greatestCommonDivisor(least[d], step[d] == 0 ? USUAL_STRIDE : step[d]);
			// A fixed tile must keep a core: better off the network's stride than not at all.
			while (step[d] == 0 && stride[d] > 1 && least[d] - 2 * halo(d) < stride[d]) stride[d] /= 2;
		}
		return stride;
	}

	/** @return what was stated; an eighth of the preferred tile where nothing was */
	int[] halo() {
		final int[] rims = new int[least.length];
		for (int d = 0; d < rims.length; d++) rims[d] = halo(d);
		return rims;
	}

	private int halo(final int d) {
		return halo[d] >= 0 ? halo[d] : Math.max(1, usual(d) / 8);
	}

	/** @return the tile to use if the user says nothing */
	int[] preferred() {
		final int[] tile = new int[least.length];
		for (int d = 0; d < tile.length; d++) {
			final int stride = stride()[d];
			// Room for the halo twice, the blending and a core.
			final int wanted = Math.max(usual(d), 3 * halo(d) + stride);
			tile[d] = step[d] == 0 ? least[d] : allowed(d, wanted);
		}
		return tile;
	}

	private int usual(final int d) {
		if (step[d] == 0) return least[d];
		return Math.max(least[d], least.length == 2 ? 256 : d == 0 ? 32 : 128);
	}

	/** @return the smallest tile that the network takes */
	int[] smallest() {
		return least.clone();
	}

	/**
	 * @param size of a tile
	 * @return the smallest size that the network takes and that holds it
	 * @throws IllegalArgumentException in one sentence if there is none
	 */
	int[] holding(final int... size) {
		final int[] whole = new int[size.length];
		for (int d = 0; d < size.length; d++) {
			if (step[d] == 0 && size[d] > least[d]) throw new IllegalArgumentException("the model takes tiles of " + Sizes.text(
				least) + " pixels only, not of " + Sizes.text(size) + "; leave tile at 0");
			whole[d] = allowed(d, size[d]);
		}
		return whole;
	}

	private int allowed(final int d, final int size) {
		if (size <= least[d]) return least[d];
		return least[d] + (size - least[d] + step[d] - 1) / step[d] * step[d];
	}

	private static int greatestCommonDivisor(final int a, final int b) {
		return b == 0 ? a : greatestCommonDivisor(b, a % b);
	}
}
