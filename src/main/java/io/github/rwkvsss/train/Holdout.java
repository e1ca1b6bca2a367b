package io.github.rwkvsss.train;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Parts the annotation of one image: what lies at the far end of its longest axis is only validated. Both parts keep
 * all intensities, and an object goes whole to the side of its middle.
 */
final class Holdout {

	private final Sample sample;
	private final int axis;

	private Holdout(final Sample sample) {
		this.sample = sample;
		final int[] size = sample.size();
		axis = size[1] >= size[2] ? 1 : 2;
	}

	/**
	 * @param sample annotated image
	 * @param share part of the annotated pixels to validate, above 0 and below 1
	 * @return both parts; empty if one of them would show a single class only
	 */
	static Optional<Split<Sample>> of(final Sample sample, final double share) {
		final Holdout holdout = new Holdout(sample);
		final int cut = holdout.cut(share);
		final double[] middles = holdout.middles();
		final IntPredicate beyond = i -> holdout.place(i, middles) >= cut;
		final Sample training = sample.only(beyond.negate());
		final Sample validation = sample.only(beyond);
		if (classes(training) < 2 || classes(validation) < 2) return Optional.empty();
		return Optional.of(new Split<>(List.of(training), List.of(validation)));
	}

	/** The place along the axis from which on about that share of the annotated pixels lies. */
	private int cut(final double share) {
		final int[] counts = new int[sample.size()[axis]];
		for (int i = 0; i < sample.target().length; i++) if ((sample.target()[i] & 0xff) != Sample.IGNORE) counts[coordinate(
			i)]++;
		final double wanted = share * sample.annotatedPixels();
		int cut = counts.length;
		for (double got = 0; cut > 0 && got < wanted; got += counts[cut]) cut--;
		return cut;
	}

	private int coordinate(final int i) {
		return axis == 2 ? i % sample.size()[2] : i / sample.size()[2] % sample.size()[1];
	}

	private double place(final int i, final double[] middles) {
		return middles.length == 0 || sample.instances()[i] == 0 ? coordinate(i) : middles[sample.instances()[i]];
	}

	/** Where along the axis each object's middle lies; empty for classes. */
	private double[] middles() {
		if (sample.instances() == null) return new double[0];
		int most = 0;
		for (final int label : sample.instances()) most = Math.max(most, label);
		final double[] sums = new double[most + 1];
		final int[] counts = new int[most + 1];
		for (int i = 0; i < sample.instances().length; i++) {
			sums[sample.instances()[i]] += coordinate(i);
			counts[sample.instances()[i]]++;
		}
		for (int label = 0; label <= most; label++) sums[label] /= Math.max(1, counts[label]);
		return sums;
	}

	private static long classes(final Sample part) {
		final boolean[] seen = new boolean[256];
		long classes = 0;
		for (final byte t : part.target()) {
			final int c = t & 0xff;
			if (c == Sample.IGNORE || seen[c]) continue;
			seen[c] = true;
			classes++;
		}
		return classes;
	}
}
