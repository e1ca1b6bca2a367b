package io.github.rwkvsss.metric;

/**
 * The aggregated Jaccard index (AJI) as a fraction, so that images can be pooled.
 *
 * @param intersection summed intersections, pixels
 * @param union summed unions and unused predicted objects, pixels
 */
public record AggregatedJaccard(long intersection, long union) {

	/** Nothing at all; where a sum starts. */
	public static final AggregatedJaccard NONE = new AggregatedJaccard(0, 0);

	/** @return both counted together, as if the images were one */
	public AggregatedJaccard plus(final AggregatedJaccard other) {
		return new AggregatedJaccard(intersection + other.intersection, union + other.union);
	}

	/** @return 0 to 1; 1 if there is no object in either */
	public double value() {
		return union == 0 ? 1 : (double) intersection / union;
	}
}
