package io.github.rwkvsss.tile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SizesTest {

	@Test
	void areToldSlowestAxisFirst() {
		assertEquals("32 x 256 x 320", Sizes.text(32, 256, 320));
		assertEquals("7", Sizes.text(7L));
	}

	/** 0 where the system does not say. */
	@Test
	void freeMemoryIsLessThanAMachineHas() {
		final long free = FreeMemory.available();
		assertTrue(free >= 0 && free < 1L << 46, free + " bytes");
	}
}
