package io.github.rwkvsss.explain;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

import io.github.rwkvsss.scan.ScanCurve;

/**
 * What the selected tokens looked at, if the tokens are read along one path. Immutable.
 *
 * @see Attention
 */
public final class AttentionMap {

	private final ScanCurve scan;
	private final double[] shares;
	private final int[] targets;
	private final int[] positions;
	private final TokenGrid grid;

	AttentionMap(final ScanCurve scan, final double[] shares, final int[] targets, final int[] positions,
		final TokenGrid grid)
	{
		this.scan = scan;
		this.shares = shares;
		this.targets = targets;
		this.positions = positions;
		this.grid = grid;
	}

	/** @return along which path the distances were counted */
	public ScanCurve scan() {
		return scan;
	}

	/** @return share of each token in raster order; they sum to 1. A new array. */
	public double[] shares() {
		return shares.clone();
	}

	/** @return share of the selected tokens themselves, 0 to 1 */
	public double own() {
		return Arrays.stream(targets).mapToDouble(t -> shares[t]).sum();
	}

	/** @return pixels from the nearest selected token within which half of the attention lies */
	public double halfWithinPixels() {
		return halfWithin((token, target) -> grid.distance(token, target));
	}

	/** @return steps along the path from the nearest selected token within which half of the attention lies */
	public double halfWithinSteps() {
		return halfWithin((token, target) -> Math.abs(positions[token] - positions[target]));
	}

	private interface Distance {

		double between(int token, int target);
	}

	private double halfWithin(final Distance distance) {
		final double[] nearest = new double[shares.length];
		Arrays.setAll(nearest, i -> Arrays.stream(targets).mapToDouble(t -> distance.between(i, t)).min().orElse(0));
		final int[] near = IntStream.range(0, shares.length).boxed().sorted(Comparator.comparingDouble(i -> nearest[i]))
			.mapToInt(Integer::intValue).toArray();
		double sum = 0;
		for (final int i : near) {
			sum += shares[i];
			if (sum >= 0.5) return nearest[i];
		}
		return nearest[near[near.length - 1]];
	}

	/** @param pixel counted from the first pixel that the network saw, slowest axis first; inside what it saw */
	double at(final int... pixel) {
		return shares[grid.tokenAt(pixel)];
	}
}
