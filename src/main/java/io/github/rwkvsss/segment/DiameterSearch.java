package io.github.rwkvsss.segment;

import java.util.ArrayList;
import java.util.List;

import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.image.ResizedPlanes;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.label.ObjectDiameter;
import io.github.rwkvsss.predict.Prediction;
import io.github.rwkvsss.predict.ProbabilityImage;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/**
 * Finds how large the objects of a plane are: looks at it, or at its middle where it is large, at some size, measures
 * what the model finds, and looks again at the size that follows, until both agree.
 */
final class DiameterSearch {

	/** Pixels per edge of what is looked at; more objects than lie there would tell nothing new. */
	private static final int WINDOW = 512;
	/** A model finds objects of half to twice its diameter; what measures within this is not measured again. */
	private static final double AGREES = 1.35;
	private static final double LEAST_FACTOR = 1 / 12.0;
	private static final double LARGEST_FACTOR = 6;
	private static final int MOST_LOOKS = 4;

	private final Prediction prediction;
	private final PixelSource scaled;
	private final InstanceParameters own;
	private final double ofModel;
	private final double tolerance;
	private ProbabilityImage seen;

	/**
	 * @param ofModel pixels across a typical object as the model is to see it
	 * @param tolerance up to how many times larger or smaller objects may be for the plane to be taken as it is
	 */
	DiameterSearch(final Prediction prediction, final PixelSource scaled, final InstanceParameters own, final double ofModel,
		final double tolerance)
	{
		this.prediction = prediction;
		this.scaled = scaled;
		this.own = own;
		this.ofModel = ofModel;
		this.tolerance = tolerance;
	}

	/**
	 * What was found at one size.
	 *
	 * @param factor by which the plane was enlarged
	 * @param apparent typical diameter there; 0 if there is no object
	 * @param certainty mean score of the objects' pixels
	 * @param covered share of the window that objects cover
	 */
	record Look(double factor, double apparent, double certainty, double covered, int objects) {

		double diameter() {
			return apparent / factor;
		}
	}

	/** @return pixels across a typical object of the plane; the model's own diameter if it finds none, or noise only */
	double of(final int frame, final int slice, final Cancellation cancellation) {
		double factor = 1;
		double found = ofModel;
		Look before = null;
		for (int k = 0; k < MOST_LOOKS; k++) {
			final Look look = look(frame, slice, factor, cancellation);
			if (look.apparent() == 0) {
				// Nothing there at this size: perhaps it is too small, perhaps too large, to be seen.
				if (k == 0) factor = 0.5;
				else if (k == 1 && factor == 0.5) factor = 2;
				else return found;
				continue;
			}
			if (before != null && isTexture(before, look)) return ofModel;
			before = look;
			found = look.diameter();
			final double ratio = look.apparent() / ofModel;
			final double enough = factor == 1 ? Math.max(AGREES, tolerance) : AGREES;
			if (ratio < enough && ratio > 1 / enough) return found;
			factor = Math.max(LEAST_FACTOR, Math.min(LARGEST_FACTOR, ofModel / found));
		}
		return found;
	}

	/** Noise looks alike at every size: enlarged, what is found there does not grow as objects do. */
	private static boolean isTexture(final Look before, final Look enlarged) {
		return enlarged.factor() > before.factor() && enlarged.apparent() < before.apparent() * Math.sqrt(enlarged.factor() /
			before.factor());
	}

	/** @return probabilities of the whole plane as it is, if the search happened to see it so; else null */
	ProbabilityImage seen() {
		return seen;
	}

	/** Looks once. */
	Look look(final int frame, final int slice, final double factor, final Cancellation cancellation) {
		final PixelSource seen = ResizedPlanes.view(factor, scaled);
		final long[] min = new long[2];
		final int[] extent = new int[2];
		for (int d = 0; d < 2; d++) {
			extent[d] = (int) Math.min(WINDOW, seen.size()[2 + d]);
			min[d] = (seen.size()[2 + d] - extent[d]) / 2;
		}
		final ProbabilityImage shares = prediction.run(seen.partPlane(frame, slice), min, extent, Progress.NONE, cancellation);
		if (factor == 1 && extent[0] == seen.size()[2] && extent[1] == seen.size()[3]) this.seen = shares;
		final FoundObjects found = FoundObjects.in(shares, new ObjectSize(ofModel, ofModel, 1).on(own, 0, 1), cancellation);
		return measured(found, factor, extent);
	}

	private static Look measured(final FoundObjects found, final double factor, final int... extent) {
		final int[] areas = new int[found.scores().length];
		final boolean[] cut = new boolean[areas.length];
		int covered = 0;
		for (int i = 0; i < found.labels().length; i++) {
			final int label = found.labels()[i];
			if (label == 0) continue;
			areas[label - 1]++;
			covered++;
			final int y = i / extent[1];
			final int x = i % extent[1];
			if (y == 0 || x == 0 || y == extent[0] - 1 || x == extent[1] - 1) cut[label - 1] = true;
		}
		double certainty = 0;
		final List<Integer> whole = new ArrayList<>();
		for (int n = 0; n < areas.length; n++) {
			certainty += found.scores()[n] * areas[n];
			if (!cut[n]) whole.add(areas[n]);
		}
		final double apparent = ObjectDiameter.typicalOfAreas(whole.isEmpty() ? areas : whole.stream().mapToInt(
			Integer::intValue).toArray());
		return new Look(factor, apparent, covered == 0 ? 0 : certainty / covered, (double) covered / found.labels().length,
			areas.length);
	}
}
