package io.github.rwkvsss.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.util.List;

import org.junit.jupiter.api.Test;

/** Where windows of one result go. */
class SideBySideTest {

	private static final Rectangle SCREEN = new Rectangle(0, 20, 1000, 700);

	@Test
	void theFirstStaysAndTheOthersFollowInRows() {
		final List<Rectangle> cascade = List.of(new Rectangle(100, 50, 300, 330), new Rectangle(108, 74, 500, 300),
			new Rectangle(116, 98, 580, 300));
		assertEquals(List.of(new Rectangle(100, 50, 300, 330), new Rectangle(400, 50, 500, 300), new Rectangle(100, 380, 580,
			300)), SideBySide.places(cascade, SCREEN));
	}

	@Test
	void theCornerIsTakenWhereTheFirstLeavesNoRoom() {
		final List<Rectangle> low = List.of(new Rectangle(800, 500, 400, 330), new Rectangle(808, 24, 500, 300));
		assertEquals(List.of(new Rectangle(0, 20, 400, 330), new Rectangle(400, 20, 500, 300)), SideBySide.places(low, SCREEN));
	}

	@Test
	void whatHasNoRoomStays() {
		final List<Rectangle> large = List.of(new Rectangle(10, 30, 900, 600), new Rectangle(18, 54, 900, 600));
		assertEquals(large, SideBySide.places(large, SCREEN));
	}

	@Test
	void windowsThatTouchDoNotCoverEachOther() {
		final Rectangle one = new Rectangle(0, 0, 10, 10);
		assertFalse(SideBySide.coverEachOther(List.of(one, new Rectangle(10, 0, 5, 5), new Rectangle(0, 10, 9, 9))));
		assertTrue(SideBySide.coverEachOther(List.of(one, new Rectangle(20, 0, 5, 5), new Rectangle(9, 9, 5, 5))));
	}
}
