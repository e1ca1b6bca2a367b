package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Lines of windows and messages. */
class BrokenLinesTest {

	@Test
	void sentencesBreakBetweenWords() {
		assertEquals("the quick brown\nfox jumps over\nthe lazy dog", BrokenLines.of(
			"the quick brown fox jumps over the lazy dog", 15));
		assertEquals("the quick brown", BrokenLines.of("the quick brown", 15));
	}

	@Test
	void whatFollowsANameStaysBelowItsBeginning() {
		assertEquals("ok   memory   much of it\n              is free", BrokenLines.of("ok   memory   much of it is free", 25));
		assertEquals("     give Java\n     less", BrokenLines.of("     give Java less", 15));
	}

	@Test
	void noWordIsBroken() {
		assertEquals("see\n/a/path/that/is/long\nplease", BrokenLines.of("see /a/path/that/is/long please", 10));
		assertEquals("a,b,c,d,e,f,g,h", BrokenLines.of("a,b,c,d,e,f,g,h", 5));
	}

	@Test
	void tablesStay() {
		final String row = "image   class       unit    dice    iou     surface";
		assertEquals(row + "\nend", BrokenLines.of(row + "\nend", 20));
	}
}
