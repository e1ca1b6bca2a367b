package io.github.rwkvsss.tile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MirrorTest {

	@Test
	void reflectsWithoutRepeatingTheBorder() {
		final StringBuilder seen = new StringBuilder();
		for (int i = -6; i < 9; i++) seen.append("abcd".charAt((int) Mirror.index(i, 4)));
		assertEquals("abcdcbabcdcbabc".length(), seen.length());
		assertEquals("abcdcb" + "abcd" + "cbabc", seen.toString());
	}

	@Test
	void repeatsASinglePixel() {
		for (int i = -3; i < 4; i++) assertEquals(0, Mirror.index(i, 1));
	}
}
