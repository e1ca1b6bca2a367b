package io.github.rwkvsss.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rwkvsss.tile.TileMemoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbabilityImageTest {

	/** Strips of 2, of 1 and of all rows; the value added names its place: k t z y x in decimal digits. */
	@ParameterizedTest
	@ValueSource(ints = { 8, 4, 100 })
	void keepsEveryShareAtItsPlace(final int maxPixelsPerArray) {
		final ProbabilityImage image = ProbabilityImage.allocateStrips(maxPixelsPerArray, 3, 2, 3, 5, 4);
		final int[] box = { 1, 2, 3, 2 };
		final float[] shares = new float[3 * 12];
		for (int i = 0; i < shares.length; i++) {
			final int k = i / 12;
			final int z = 1 + i / 6 % 2;
			final int y = 2 + i / 2 % 3;
			final int x = 1 + i % 2;
			shares[i] = 10000 * k + 1000 + 100 * z + 10 * y + x;
		}
		image.add(new long[] { 1, 1, 2, 1 }, box, shares);
		image.add(new long[] { 1, 1, 2, 1 }, box, shares);
		assertArrayEquals(new long[] { 4, 5, 3, 2, 3 }, image.img().dimensionsAsLongArray());
		final var cursor = image.img().localizingCursor();
		while (cursor.hasNext()) {
			final float value = cursor.next().get();
			final int x = cursor.getIntPosition(0);
			final int y = cursor.getIntPosition(1);
			final int z = cursor.getIntPosition(2);
			final int t = cursor.getIntPosition(3);
			final int k = cursor.getIntPosition(4);
			final boolean inside = x >= 1 && x < 3 && y >= 2 && z >= 1 && t == 1;
			assertEquals(inside ? 2 * (10000 * k + 1000 + 100 * z + 10 * y + x) : 0, value);
		}
		if (maxPixelsPerArray == 100) assertEquals(2 * 21231, image.plane(2, 1, 2)[3 * 4 + 1]);
		else assertThrows(IllegalStateException.class, () -> image.plane(2, 1, 2));
		image.clear();
		image.img().forEach(value -> assertEquals(0, value.get()));
	}

	@Test
	void saysWhatItWouldNeed() {
		final TileMemoryException e = assertThrows(TileMemoryException.class, () -> ProbabilityImage.allocate(2, 100_000,
			100_000));
		assertTrue(e.getMessage().startsWith("the probabilities of 100000 x 100000 pixels in 2 classes need 74.5 GiB"), e
			.getMessage());
	}
}
