package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

/** What is looked at after the last step costs a tenth of the training at most. */
class FitBudgetTest {

	private static final TrainingSettings SETTINGS = TrainingSettings.standard(2).withPatches(List.of(64, 64), 4);

	private static List<Sample> samples(final int count, final int height, final int width) {
		final byte[] target = new byte[height * width];
		target[target.length - 1] = 1;
		return Collections.nCopies(count, new Sample("a", new float[2 * target.length], target, new int[target.length], 2,
			new int[] { 1, height, width }));
	}

	private static long pixels(final List<Sample> samples) {
		return samples.stream().mapToLong(sample -> sample.target().length).sum();
	}

	@Test
	void aLongTrainingLooksAtWholeImages() {
		final List<Sample> samples = samples(40, 200, 300);
		final List<Sample> chosen = new FitBudget(SETTINGS, 5000).forObjects(samples, 24);
		assertEquals(24, chosen.size());
		assertSame(samples.get(0), chosen.get(0));
	}

	@Test
	void threeStepsLookAtOnePatch() {
		final List<Sample> chosen = new FitBudget(SETTINGS, 3).forObjects(samples(40, 522, 775), 24);
		assertEquals(1, chosen.size());
		assertArrayEquals(new int[] { 1, 64, 64 }, chosen.get(0).size());
		// Around the one pixel of an object, in the corner.
		assertEquals(1, chosen.get(0).target()[64 * 64 - 1]);
	}

	@Test
	void inBetweenPartsOfImagesAreLookedAt() {
		for (final int steps : new int[] { 20, 100, 400, 1500 }) {
			final long learned = steps * 4L * 64 * 64;
			final List<Sample> chosen = new FitBudget(SETTINGS, steps).forObjects(samples(40, 522, 775), 24);
			assertTrue(pixels(chosen) <= 0.035 * learned + 64 * 64, steps + " steps: " + pixels(chosen) + " of " + learned);
			assertTrue(pixels(chosen) > 0.01 * learned, steps + " steps: " + pixels(chosen) + " of " + learned);
		}
	}

	@Test
	void theLastValidationSeesAsManyAsThoseBeforeAtLeast() {
		final List<Sample> samples = samples(40, 100, 100);
		assertEquals(20, new FitBudget(SETTINGS, 3).forValidation(samples, 20).size());
		assertEquals(40, new FitBudget(SETTINGS, 3000).forValidation(samples, 20).size());
	}

	@Test
	void regionsNeedEnoughVolumes() {
		assertEquals(0, new FitBudget(SETTINGS, 3).forRegions(samples(40, 100, 100), 8, 60).size());
		assertEquals(40, new FitBudget(SETTINGS, 3000).forRegions(samples(40, 100, 100), 8, 60).size());
	}
}
