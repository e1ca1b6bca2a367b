package io.github.rwkvsss.metric;

import java.util.Arrays;

/** Means of columns in which some values do not exist. */
final class Means {

	private final double[] sums;
	private final int[] counts;

	Means(final int columns) {
		sums = new double[columns];
		counts = new int[columns];
	}

	/** Adds a row; NaN is left out of its column. */
	void add(final double... row) {
		for (int k = 0; k < sums.length; k++) if (!Double.isNaN(row[k])) {
			sums[k] += row[k];
			counts[k]++;
		}
	}

	/** @return the mean of each column, NaN where it has no value */
	double[] values() {
		final double[] means = new double[sums.length];
		for (int k = 0; k < means.length; k++) means[k] = counts[k] == 0 ? Double.NaN : sums[k] / counts[k];
		return means;
	}

	/** @return how many values each mean is made of */
	double[] defined() {
		return Arrays.stream(counts).asDoubleStream().toArray();
	}
}
