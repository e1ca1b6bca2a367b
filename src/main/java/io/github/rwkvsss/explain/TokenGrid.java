package io.github.rwkvsss.explain;

import java.util.Arrays;

/**
 * Where the tokens of a branch lie on the pixels that the network saw. A token is the mean over a window of features,
 * and a feature of stage i stands for stem stride times 2^(i-1) pixels per axis. Immutable.
 */
final class TokenGrid {

	private final int[] grid;
	private final int[] edge;

	/**
	 * @param grid tokens per axis, slowest first
	 * @param edge pixels per token and axis; the last token of an axis may stand for fewer
	 */
	TokenGrid(final int[] grid, final int[] edge) {
		this.grid = grid.clone();
		this.edge = edge.clone();
	}

	/**
	 * @param window features per token and axis
	 * @param stemStride pixels per feature of stage 1 and axis
	 * @param stage 1 to 4
	 */
	static TokenGrid of(final int[] grid, final int[] window, final int[] stemStride, final int stage) {
		final int[] edge = new int[grid.length];
		for (int d = 0; d < edge.length; d++) edge[d] = window[d] * stemStride[d] << stage - 1;
		return new TokenGrid(grid, edge);
	}

	int count() {
		return Arrays.stream(grid).reduce(1, Math::multiplyExact);
	}

	/** @return pixels per token and axis. A new array. */
	int[] edge() {
		return edge.clone();
	}

	/** @param pixel counted from the first pixel that the network saw, slowest axis first */
	int tokenAt(final int... pixel) {
		int token = 0;
		for (int d = 0; d < grid.length; d++) token = token * grid[d] + Math.min(grid[d] - 1, pixel[d] / edge[d]);
		return token;
	}

	/** @return pixels between the middles of two tokens */
	double distance(final int token, final int other) {
		int a = token;
		int b = other;
		double squared = 0;
		for (int d = grid.length - 1; d >= 0; d--) {
			final double apart = (double) (a % grid[d] - b % grid[d]) * edge[d];
			squared += apart * apart;
			a /= grid[d];
			b /= grid[d];
		}
		return Math.sqrt(squared);
	}
}
