package io.github.rwkvsss.explain;

/**
 * How the weight of a token falls with its distance along the scan, keys apart: exp(-(d-1) w/T) at d steps, so 1 for the
 * next token; each channel has its own w.
 *
 * @param steps distances, from 1
 * @param mean over the channels
 * @param slowest of the channel that sees farthest
 * @param fastest of the channel that sees least far
 */
public record DecayCurve(double[] steps, double[] mean, double[] slowest, double[] fastest) {

	/** More than a plot can show. */
	private static final int POINTS = 512;

	/** @return the curve of a branch, at all distances or, of a long sequence, at evenly spaced ones */
	static DecayCurve of(final TokenWeights tokens) {
		final int longest = Math.max(1, tokens.tokens() - 1);
		final int points = Math.min(POINTS, longest);
		final DecayCurve curve = new DecayCurve(new double[points], new double[points], new double[points], new double[points]);
		for (int p = 0; p < points; p++) {
			final long d = points == 1 ? 1 : 1 + Math.round((double) p * (longest - 1) / (points - 1));
			curve.steps[p] = d;
			curve.fastest[p] = Double.POSITIVE_INFINITY;
			for (int c = 0; c < tokens.channels(); c++) {
				final double factor = Math.exp(-(d - 1) * tokens.decay(c) / tokens.length(c));
				curve.mean[p] += factor / tokens.channels();
				curve.slowest[p] = Math.max(curve.slowest[p], factor);
				curve.fastest[p] = Math.min(curve.fastest[p], factor);
			}
		}
		return curve;
	}
}
