package io.github.rwkvsss.ablation;

/**
 * Mean and standard error of the differences of pairs.
 *
 * @param pairs how many
 * @param mean of the differences; NaN without pairs
 * @param standardError of that mean, the sample's standard deviation by the root of the number; NaN of fewer than two
 */
public record PairedDifference(int pairs, double mean, double standardError) {

	/**
	 * @param values one of each pair
	 * @param references the other, in the same order
	 * @return of values minus references
	 */
	public static PairedDifference of(final double[] values, final double[] references) {
		if (values.length != references.length) throw new IllegalArgumentException(values.length + " values and " +
			references.length + " references are no pairs");
		final double[] differences = new double[values.length];
		for (int i = 0; i < values.length; i++) differences[i] = values[i] - references[i];
		return new PairedDifference(values.length, mean(differences), deviation(differences) / Math.sqrt(values.length));
	}

	/** @return whether the mean lies more than two standard errors from 0; false where there is no standard error */
	public boolean exceedsTwoErrors() {
		return Math.abs(mean) > 2 * standardError;
	}

	/** @return mean; NaN of none */
	static double mean(final double[] values) {
		double sum = 0;
		for (final double value : values) sum += value;
		return sum / values.length;
	}

	/** @return the sample's standard deviation, divided by n - 1; NaN of fewer than two values */
	static double deviation(final double[] values) {
		if (values.length < 2) return Double.NaN;
		final double mean = mean(values);
		double squares = 0;
		for (final double value : values) squares += (value - mean) * (value - mean);
		return Math.sqrt(squares / (values.length - 1));
	}
}
