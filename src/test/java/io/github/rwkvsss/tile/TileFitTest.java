package io.github.rwkvsss.tile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TileFitTest {

	private final TileFit fit = new TileFit(new int[] { 32, 32 }, new int[] { 32, 32 });

	@Test
	void smallestHasACoreOfOneStride() {
		assertArrayEquals(new int[] { 96, 96 }, fit.smallest());
	}

	@Test
	void cutsTheWantedTileToImageAndMemory() {
		final int[] wanted = { 1024, 1024 };
		final long plenty = 1L << 40;
		assertArrayEquals(wanted, fit.within(new long[] { 5000, 5000 }, wanted, 100, plenty));
		assertArrayEquals(new int[] { 512, 320 }, fit.within(new long[] { 500, 300 }, wanted, 100, plenty));
		// 1024 x 1024 x 100 B = 100 MiB: 60 MiB take half of it, 30 MiB a quarter.
		assertArrayEquals(new int[] { 512, 1024 }, fit.within(new long[] { 5000, 5000 }, wanted, 100, 60 << 20));
		assertArrayEquals(new int[] { 512, 512 }, fit.within(new long[] { 5000, 5000 }, wanted, 100, 30 << 20));
	}

	@Test
	void saysWhenNotEvenTheSmallestFits() {
		final TileMemoryException e = assertThrows(TileMemoryException.class, () -> fit.within(new long[] { 5000, 5000 },
			new int[] { 1024, 1024 }, 1 << 20, 1 << 30));
		assertTrue(e.getMessage().startsWith("a tile of 96 x 96 needs about 9216 MiB and only 1024 MiB are free"), e
			.getMessage());
	}

	@Test
	void halvesOntoTheStrideDownToTheSmallest() {
		assertArrayEquals(new int[] { 256, 160 }, fit.halved(512, 320).orElseThrow());
		assertArrayEquals(new int[] { 128, 96 }, fit.halved(256, 160).orElseThrow());
		assertArrayEquals(new int[] { 96, 96 }, fit.halved(128, 96).orElseThrow());
		assertTrue(fit.halved(96, 96).isEmpty());
		assertTrue(fit.halved(32, 32).isEmpty());
		assertEquals(32, fit.halved(256, 32).orElseThrow()[1]);
	}
}
