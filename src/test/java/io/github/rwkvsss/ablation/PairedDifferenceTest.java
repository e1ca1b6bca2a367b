package io.github.rwkvsss.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Means, deviations and standard errors against published and closed values. */
class PairedDifferenceTest {

	/** Student (1908), The probable error of a mean: hours of sleep gained by ten patients with two drugs. */
	private static final double[] DEXTRO = { 0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2.0 };
	private static final double[] LAEVO = { 1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4 };

	/** The differences' mean 1.58 is his; deviation 1.23 and t = 4.06 are what later textbooks find with n - 1. */
	@Test
	void studentsSleepDataGiveThePublishedFigures() {
		final PairedDifference difference = PairedDifference.of(LAEVO, DEXTRO);
		assertEquals(10, difference.pairs());
		assertEquals(1.58, difference.mean(), 1e-12);
		assertEquals(0.38896, difference.standardError(), 5e-6);
		assertEquals(4.0621, difference.mean() / difference.standardError(), 5e-5);
		assertTrue(difference.exceedsTwoErrors());
		assertEquals(1.789, PairedDifference.deviation(DEXTRO), 5e-4);
		assertEquals(2.002, PairedDifference.deviation(LAEVO), 1e-3);
	}

	/** Of 1 to n the sample variance is n (n + 1) / 12. */
	@Test
	void risingNumbersHaveTheirClosedForm() {
		for (final int n : new int[] { 2, 3, 10, 101 }) {
			final double[] rising = new double[n];
			for (int i = 0; i < n; i++) rising[i] = 7 + i;
			final PairedDifference difference = PairedDifference.of(rising, new double[n]);
			assertEquals(7 + (n - 1) / 2.0, difference.mean(), 1e-12);
			assertEquals(Math.sqrt((n + 1) / 12.0), difference.standardError(), 1e-12);
		}
	}

	/** What all pairs have in common drops out: seeds may differ much and the difference be certain. */
	@Test
	void whatPairsShareDoesNotCount() {
		final PairedDifference difference = PairedDifference.of(new double[] { 0.51, 0.72, 0.93 }, new double[] { 0.5, 0.7,
			0.9 });
		assertEquals(0.02, difference.mean(), 1e-12);
		assertEquals(0.01 / Math.sqrt(3), difference.standardError(), 1e-12);
	}

	@Test
	void onePairHasNoErrorAndIsNotJudged() {
		final PairedDifference one = PairedDifference.of(new double[] { 0.9 }, new double[] { 0.1 });
		assertEquals(0.8, one.mean(), 1e-12);
		assertTrue(Double.isNaN(one.standardError()));
		assertFalse(one.exceedsTwoErrors());
		assertTrue(Double.isNaN(PairedDifference.of(new double[0], new double[0]).mean()));
		assertThrows(IllegalArgumentException.class, () -> PairedDifference.of(new double[2], new double[1]));
	}
}
