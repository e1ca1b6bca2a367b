package io.github.rwkvsss.tile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TilePlanTest {

	/** By hand: 100 pixels, tile 40, halo 4, stride 4. Steps of at most 32 cover 60 in two gaps of 28 and 32. */
	@Test
	void cutsAnAxisAsComputedByHand() {
		final TilePlan plan = TilePlan.of(100).tile(40).halo(4).stride(4).blend(Blend.NONE).plan();
		assertEquals(3, plan.count());
		final long[] origins = { 0, 32, 60 };
		// Neighbours both answer for [36,36) and [64,68): the cuts are 36 and 66.
		final long[] targets = { 0, 36, 66 };
		final int[] lengths = { 36, 30, 34 };
		for (int i = 0; i < 3; i++) {
			final Tile tile = plan.tile(i);
			assertArrayEquals(new long[] { origins[i] }, tile.origin());
			assertArrayEquals(new long[] { targets[i] }, tile.targetMin());
			assertArrayEquals(new int[] { lengths[i] }, tile.targetSize());
			assertArrayEquals(new int[] { (int) (targets[i] - origins[i]) }, tile.targetOffset());
		}
	}

	@Test
	void runsTheLastAxisFastest() {
		final TilePlan plan = TilePlan.of(64, 96).tile(32).stride(32).plan();
		assertEquals(6, plan.count());
		assertArrayEquals(new long[] { 0, 64 }, plan.tile(2).origin());
		assertArrayEquals(new long[] { 32, 0 }, plan.tile(3).origin());
		long index = 0;
		for (final Tile tile : plan) assertEquals(index++, tile.index());
		assertEquals(6, index);
	}

	@ParameterizedTest
	@CsvSource({ "1,32", "31,32", "32,32", "33,64", "200,224" })
	void coversASmallImageWithOneTileOnTheStride(final long length, final int tile) {
		for (final int wanted : new int[] { 0, 256 }) {
			final TilePlan plan = TilePlan.of(length, 7).tile(wanted).halo(32).stride(32).plan();
			assertEquals(1, plan.count());
			assertArrayEquals(new int[] { tile, 32 }, plan.tileSize());
			assertArrayEquals(new int[] { (int) length, 7 }, plan.tile(0).targetSize());
		}
	}

	@Test
	void addsTheHaloToTheCore() {
		assertArrayEquals(new int[] { 320, 320 }, TilePlan.of(2000, 2000).stride(32).core(256).halo(32).plan().tileSize());
	}

	/** Every pixel: weights over all tiles sum to 1, and no weight stands within a halo of an inner border. */
	@ParameterizedTest
	@EnumSource(Blend.class)
	void weightsSumToOneAndKeepOffTheHalo(final Blend blend) {
		final Random random = new Random(7);
		for (int round = 0; round < 400; round++) {
			final int stride = 1 + random.nextInt(8);
			final int halo = random.nextInt(12);
			final int overlap = random.nextInt(12);
			final int tile = (int) AxisTiles.smallest(stride, halo, overlap) + stride * random.nextInt(4);
			final int length = 1 + random.nextInt(300);
			final TilePlan plan = TilePlan.of(length).tile(tile).halo(halo).stride(stride).overlap(overlap).blend(blend).plan();
			final double[] sum = new double[length];
			for (final Tile t : plan) {
				final long origin = t.origin()[0];
				final int from = (int) t.targetMin()[0];
				final float[] weights = t.weights(0);
				assertEquals(0, origin % stride);
				assertTrue(origin >= 0 && origin < length);
				if (origin > 0) assertTrue(from >= origin + halo);
				final long end = origin + t.size()[0];
				if (end < length) assertTrue(from + weights.length <= end - halo);
				for (int i = 0; i < weights.length; i++) {
					assertTrue(weights[i] > 0 && weights[i] <= 1);
					sum[from + i] += weights[i];
				}
			}
			for (final double s : sum) assertEquals(1, s, 1e-6);
		}
	}

	@Test
	void findsTheTilesThatAnswerForABox() {
		final Random random = new Random(11);
		for (int round = 0; round < 300; round++) {
			final int height = 1 + random.nextInt(90);
			final int width = 1 + random.nextInt(90);
			final TilePlan plan = TilePlan.of(height, width).tile(16, 24).halo(2, 4).stride(4).overlap(random.nextInt(5)).plan();
			final long[] min = { random.nextInt(height), random.nextInt(width) };
			final int[] size = { 1 + random.nextInt(height - (int) min[0]), 1 + random.nextInt(width - (int) min[1]) };
			final List<Long> expected = new ArrayList<>();
			for (final Tile tile : plan) {
				boolean touches = true;
				for (int d = 0; d < 2; d++) touches &= tile.targetMin()[d] < min[d] + size[d] && tile.targetMin()[d] + tile
					.targetSize()[d] > min[d];
				if (touches) expected.add(tile.index());
			}
			assertEquals(expected, plan.touching(min, size).stream().map(Tile::index).toList());
		}
	}

	@Test
	void ramps() {
		assertArrayEquals(new float[] { 0.125f, 0.375f, 0.625f, 0.875f }, Blend.LINEAR.ramp(4));
		final float q = (float) (0.5 - 0.5 * Math.sqrt(0.5));
		assertArrayEquals(new float[] { q, 1 - q }, Blend.COSINE.ramp(2), 1e-6f);
		assertEquals(0, Blend.NONE.ramp(4).length);
	}

	@Test
	void plansMoreThanTwoToThe31PixelsAndTilesWithoutOverflow() {
		final TilePlan flat = TilePlan.of(100_000, 100_000).tile(512).halo(32).stride(32).overlap(32).plan();
		assertLastEndsAt(flat, 100_000, 100_000);
		final TilePlan volume = TilePlan.of(3000, 3000, 2000).tile(64, 192, 192).halo(8, 32, 32).stride(2, 32, 32).plan();
		assertLastEndsAt(volume, 3000, 3000, 2000);

		// 2^40 pixels a side in tiles of 4: 2^38 tiles per axis, 2^62 pixels' worth of indices less one axis.
		final long side = 1L << 40;
		final TilePlan huge = TilePlan.of(side, 8).tile(4).stride(4).plan();
		assertEquals((side / 4) * 2, huge.count());
		assertLastEndsAt(huge, side, 8);
		assertArrayEquals(new long[] { side / 2, 4 }, huge.tile(huge.count() / 2 + 1).origin());
		assertThrows(ArithmeticException.class, () -> TilePlan.of(side, side).tile(4).plan());
	}

	private static void assertLastEndsAt(final TilePlan plan, final long... size) {
		assertArrayEquals(size, plan.imageSize());
		final Tile last = plan.tile(plan.count() - 1);
		for (int d = 0; d < size.length; d++) {
			assertEquals(size[d], last.targetMin()[d] + last.targetSize()[d]);
			assertTrue(last.origin()[d] + last.size()[d] >= size[d]);
			assertTrue(last.origin()[d] < size[d]);
		}
		assertThrows(IndexOutOfBoundsException.class, () -> plan.tile(plan.count()));
	}

	@Test
	void saysWhatToChooseInstead() {
		assertMessage("tile height 250 is not a multiple of 32; choose 256", () -> TilePlan.of(1000, 1000).tile(250, 256)
			.stride(32).plan());
		assertMessage("tile width 10 is not a multiple of 32; choose 32", () -> TilePlan.of(1000, 1000).tile(32, 10).stride(32)
			.plan());
		assertMessage("tile depth 64 leaves no core within a halo of 32 and an overlap of 0; choose 96", () -> TilePlan.of(1000,
			64, 64).tile(64).halo(32).stride(32).plan());
		assertMessage("stride has 3 values; give one, or one for each of 2 axes", () -> TilePlan.of(9, 9).stride(1, 2, 3)
			.plan());
		assertMessage("image width 0 is not positive", () -> TilePlan.of(9, 0).plan());
		assertMessage("height 5000000000 is too long for one tile; choose a tile height", () -> TilePlan.of(5_000_000_000L, 1)
			.plan());
		assertMessage("tile 65536 x 65536 has more than 2^31 pixels; choose a smaller one", () -> TilePlan.of(70_000, 70_000)
			.tile(65536).plan());
	}

	private static void assertMessage(final String message, final Runnable plan) {
		assertEquals(message, assertThrows(IllegalArgumentException.class, plan::run).getMessage());
	}
}
