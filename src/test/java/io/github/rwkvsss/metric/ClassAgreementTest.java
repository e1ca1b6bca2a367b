package io.github.rwkvsss.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Classes of objects in a row of pixels, counted by hand. */
class ClassAgreementTest {

	/** Objects 1 and 2 of class 1, 3 of class 2, 4 of unknown class, 5 of class 2. */
	private static final int[] TRUTH = { 1, 1, 0, 2, 2, 0, 3, 3, 0, 4, 4, 0, 5, 5, 0, 0 };
	private static final int[] TRUE_CLASSES = { 1, 1, 0, 1, 1, 0, 2, 2, 0, 0, 0, 0, 2, 2, 0, 0 };
	/** Object 1 right, 2 found as class 2, 3 right, 4 found, 5 missed, one of class 1 invented. */
	private static final int[] FOUND = { 7, 7, 0, 3, 3, 0, 1, 1, 0, 2, 2, 0, 0, 0, 9, 9 };
	private static final int[] FOUND_CLASSES = { 1, 1, 0, 2, 2, 0, 2, 2, 0, 1, 1, 0, 0, 0, 1, 1 };

	@Test
	void anObjectOfAnotherClassIsNone() {
		final ClassAgreement agreement = ClassAgreement.of(TRUTH, TRUE_CLASSES, FOUND, FOUND_CLASSES, 2);
		assertEquals(new Matches(1, 1, 1, 1), agreement.classes().get(0));
		assertEquals(new Matches(1, 1, 1, 1), agreement.classes().get(1));
		assertEquals(3, agreement.matched());
		assertEquals(2 / 3.0, agreement.accuracy());
		final ClassAgreement twice = agreement.plus(agreement);
		assertEquals(new Matches(2, 2, 2, 2), twice.classes().get(1));
		assertEquals(2 / 3.0, twice.accuracy());
		assertTrue(Double.isNaN(ClassAgreement.none(2).accuracy()));
	}
}
