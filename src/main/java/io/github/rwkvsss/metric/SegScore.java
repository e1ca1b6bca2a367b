package io.github.rwkvsss.metric;

/**
 * SEG of the Cell Tracking Challenge (Maška et al. 2014, Bioinformatics 30:1609): the mean over true objects of the IoU with
 * the predicted object that covers more than half of it, 0 for objects of which there is none.
 *
 * @param sum of the IoU
 * @param objects true ones
 */
public record SegScore(double sum, long objects) {

	/** No object at all; where a sum starts. */
	public static final SegScore NONE = new SegScore(0, 0);

	/** @return both counted together */
	public SegScore plus(final SegScore other) {
		return new SegScore(sum + other.sum, objects + other.objects);
	}

	/** @return 0 to 1; NaN if there is no true object, because inventions do not count */
	public double value() {
		return objects == 0 ? Double.NaN : sum / objects;
	}
}
