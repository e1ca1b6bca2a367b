package io.github.rwkvsss.train;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How much may be looked at after the last step, so that it costs at most a tenth of the training. Counted in pixels and not
 * in seconds: the same training fits the same parameters on every machine.
 */
final class FitBudget {

	/** Fitting objects to a pixel costs about twice as much as learning from it, so this is less than a tenth. */
	private static final double OBJECTS = 0.03;
	/** Predicting a pixel and telling its objects costs about half as much. */
	private static final double VALIDATION = 0.06;
	/** Predicting it and looking for regions likewise. */
	private static final double REGIONS = 0.15;

	private final long learned;
	private final int[] patch;

	/**
	 * @param settings of the training that is over
	 * @param steps that were done, fewer than were to be if it was stopped
	 */
	FitBudget(final TrainingSettings settings, final int steps) {
		final List<Integer> edges = settings.patch();
		patch = new int[] { edges.size() == 3 ? edges.get(0) : 1, edges.get(edges.size() - 2), edges.get(edges.size() - 1) };
		learned = (long) steps * settings.batch() * patch[0] * patch[1] * patch[2];
	}

	/**
	 * @param training images that were learned from
	 * @param most of them that are ever used
	 * @return those to fit objects to, evenly chosen; parts of them where whole images would take too long, as large as a
	 *         patch at least, and at least one
	 */
	List<Sample> forObjects(final List<Sample> training, final int most) {
		final long allowed = (long) (OBJECTS * learned);
		final long ofPatch = (long) patch[0] * patch[1] * patch[2];
		final int count = (int) Math.max(1, Math.min(Math.min(most, training.size()), allowed / ofPatch));
		final SplittableRandom random = new SplittableRandom(count);
		final List<Sample> chosen = new ArrayList<>();
		long left = Math.max(allowed, ofPatch);
		for (int i = 0; i < count; i++) {
			final Sample sample = training.get((int) ((long) i * training.size() / count)).box(left / (count - i), patch, random);
			left = Math.max(0, left - sample.target().length);
			chosen.add(sample);
		}
		return chosen;
	}

	/** @return those to look for regions in, evenly chosen, whole; none if not as many as needed can be afforded */
	List<Sample> forRegions(final List<Sample> whole, final int least, final int most) {
		final int count = (int) Math.min(Math.min(most, whole.size()), REGIONS * learned / mean(whole));
		return count < least ? List.of() : evenly(whole, count);
	}

	/** @return those to validate in the end, evenly chosen, whole; at least as many as were validated on the way */
	List<Sample> forValidation(final List<Sample> validation, final int before) {
		final int affordable = (int) Math.min(validation.size(), VALIDATION * learned / mean(validation));
		return evenly(validation, Math.max(Math.min(before, validation.size()), affordable));
	}

	private static double mean(final List<Sample> samples) {
		return samples.stream().mapToLong(sample -> sample.target().length).average().orElse(1);
	}

	private static List<Sample> evenly(final List<Sample> samples, final int count) {
		final List<Sample> chosen = new ArrayList<>();
		for (int i = 0; i < count; i++) chosen.add(samples.get((int) ((long) i * samples.size() / count)));
		return chosen;
	}
}
