package io.github.rwkvsss.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tile.Blend;
import io.github.rwkvsss.tile.TileMemoryException;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PredictionTest {

	private static ProbabilityImage run(final Prediction.Builder prediction, final PixelSource image) {
		return prediction.build().run(image, Progress.NONE, Cancellation.NEVER);
	}

	private static void assertSameProbabilities(final ProbabilityImage expected, final ProbabilityImage actual,
		final double tolerance)
	{
		assertArrayEquals(expected.size(), actual.size());
		final var a = expected.img().cursor();
		final var b = actual.img().cursor();
		while (a.hasNext()) {
			final FloatType value = a.next();
			assertEquals(value.get(), b.next().get(), tolerance);
		}
	}

	@ParameterizedTest
	@EnumSource(Blend.class)
	void tiledEqualsUntiledIn2D(final Blend blend) {
		for (final long[] size : new long[][] { { 61, 83 }, { 64, 64 }, { 17, 200 }, { 5, 3 } }) {
			final RandomImage image = new RandomImage(1, 2, size);
			final ProbabilityImage whole = run(Prediction.with(new BlockMeanPredictor(2, 2, 4)).tile(0), image);
			for (final int tile : new int[] { 20, 24, 36 }) {
				final ProbabilityImage tiled = run(Prediction.with(new BlockMeanPredictor(2, 2, 4)).tile(tile).blend(blend).batch(
					3), image);
				assertSameProbabilities(whole, tiled, 1e-6);
			}
		}
	}

	@Test
	void tooSmallAHaloShows() {
		final RandomImage image = new RandomImage(1, 1, 64, 64);
		final ProbabilityImage whole = run(Prediction.with(new BlockMeanPredictor(2, 1, 4)).tile(0), image);
		final ProbabilityImage tiled = run(Prediction.with(new BlockMeanPredictor(2, 1, 4)).tile(20).halo(0), image);
		double worst = 0;
		for (int i = 0; i < 64 * 64; i++) worst = Math.max(worst, Math.abs(whole.plane(0)[i] - tiled.plane(0)[i]));
		assertTrue(worst > 1e-3);
	}

	@Test
	void tiledEqualsUntiledIn3D() {
		final RandomImage image = new RandomImage(2, 1, 13, 22, 31);
		final ProbabilityImage whole = run(Prediction.with(new BlockMeanPredictor(3, 1, 2)).tile(0), image);
		final ProbabilityImage tiled = run(Prediction.with(new BlockMeanPredictor(3, 1, 2)).tile(12, 10, 14).batch(2), image);
		assertSameProbabilities(whole, tiled, 1e-6);
	}

	/** The far end of the whole image is mirrored up to the stride: 5 pixels abcde become abcdedcb. */
	@Test
	void mirrorsUpToTheStride() {
		final float[] row = { 1, 2, 3, 4, 5 };
		final PixelSource image = PixelSource.of("image", 1, new long[] { 1, 5 }, (min, size, into) -> {
			assertArrayEquals(new long[] { 0, 0 }, min);
			assertArrayEquals(new int[] { 1, 5 }, size);
			System.arraycopy(row, 0, into, 0, 5);
		});
		final List<float[]> seen = new ArrayList<>();
		final BlockMeanPredictor predictor = new BlockMeanPredictor(2, 1, 4) {

			@Override
			public float[][] predict(final float[][] tiles, final int... size) {
				assertArrayEquals(new int[] { 4, 8 }, size);
				seen.add(tiles[0].clone());
				return super.predict(tiles, size);
			}
		};
		run(Prediction.with(predictor), image);
		final float[] expected = { 1, 2, 3, 4, 5, 4, 3, 2 };
		for (int y = 0; y < 4; y++) for (int x = 0; x < 8; x++) assertEquals(expected[x], seen.get(0)[8 * y + x]);
	}

	@ParameterizedTest
	@CsvSource({ "1,35", "4,9", "100,1" })
	void aStackGivesWhatItsPlanesGive(final int batch, final int calls) {
		final RandomImage stack = new RandomImage(3, 2, 5, 7, 30, 10);
		final BlockMeanPredictor predictor = new BlockMeanPredictor(2, 2, 4);
		final ProbabilityImage whole = run(Prediction.with(predictor).tile(32).batch(batch), stack);
		assertEquals(calls, predictor.calls);
		assertEquals(Math.min(batch, 35), predictor.largestBatch);
		for (int t = 0; t < 5; t++) {
			for (int z = 0; z < 7; z++) {
				final PixelSource plane = ((RandomImage) stack).slice(t);
				final int at = z;
				final PixelSource alone = PixelSource.of("image", 2, new long[] { 30, 10 }, (min, size, into) -> plane.read(
					new long[] { at, min[0], min[1] }, new int[] { 1, size[0], size[1] }, into));
				final ProbabilityImage one = run(Prediction.with(new BlockMeanPredictor(2, 2, 4)).tile(32), alone);
				for (int k = 0; k < 2; k++) assertArrayEquals(one.plane(k), whole.plane(k, t, z));
			}
		}
	}

	/** A flip of the image by hand: predict the mirrored image, mirror the result, average. */
	@Test
	void flipsAverageTheMirrorImages() {
		final int h = 8;
		final int w = 12;
		final RandomImage image = new RandomImage(4, 1, h, w);
		final float[] pixels = new float[h * w];
		image.read(new long[2], new int[] { h, w }, pixels);
		final float[] expected = new float[h * w];
		for (int variant = 0; variant < 4; variant++) {
			final float[] mirrored = new float[h * w];
			for (int y = 0; y < h; y++) for (int x = 0; x < w; x++) mirrored[y * w + x] = pixels[at(variant, y, x, h, w)];
			final float[] result = new BlockMeanPredictor(2, 1, 4).predict(new float[][] { mirrored }, h, w)[0];
			for (int y = 0; y < h; y++) for (int x = 0; x < w; x++) expected[at(variant, y, x, h, w)] += result[y * w + x] / 4;
		}
		final BlockMeanPredictor predictor = new BlockMeanPredictor(2, 1, 4);
		final ProbabilityImage actual = run(Prediction.with(predictor).flips(Flips.ALL), image);
		assertEquals(4, predictor.calls);
		assertArrayEquals(expected, actual.plane(0), 1e-6f);
		assertArrayEquals(expected, run(Prediction.with(predictor).flips(Flips.IN_PLANE), image).plane(0), 1e-6f);
	}

	private static int at(final int variant, final int y, final int x, final int h, final int w) {
		return ((variant & 2) == 0 ? y : h - 1 - y) * w + ((variant & 1) == 0 ? x : w - 1 - x);
	}

	@Test
	void flippingTwiceGivesTheOriginalIn3D() {
		final int[] size = { 3, 4, 5 };
		final float[] from = new float[2 * 60];
		for (int i = 0; i < from.length; i++) from[i] = i;
		for (int variant = 0; variant < 8; variant++) {
			final float[] once = new float[120];
			final float[] twice = new float[120];
			Flips.flip(from, 2, size, variant, once);
			Flips.flip(once, 2, size, variant, twice);
			assertArrayEquals(from, twice);
		}
		final float[] depth = new float[120];
		Flips.flip(from, 2, size, 4, depth);
		assertEquals(40, depth[0]);
		assertEquals(Flips.ALL.variants(3), 8);
		assertEquals(Flips.IN_PLANE.variants(3), 4);
	}

	@Test
	void cancelEndsWithinOneTile() {
		final BlockMeanPredictor predictor = new BlockMeanPredictor(2, 1, 4);
		final Prediction prediction = Prediction.with(predictor).tile(20).build();
		final Cancellation afterThree = () -> predictor.calls >= 3;
		assertThrows(CanceledException.class, () -> prediction.run(new RandomImage(5, 1, 100, 100), Progress.NONE, afterThree));
		assertEquals(3, predictor.calls);
	}

	@Test
	void reportsEveryTileOnce() {
		final List<String> told = new ArrayList<>();
		Prediction.with(new BlockMeanPredictor(2, 1, 4)).tile(16).halo(0).overlap(0).batch(2).build().run(new RandomImage(6, 1,
			40, 16), (done, total, message) -> told.add(done + "/" + total), Cancellation.NEVER);
		assertEquals(List.of("0/3", "2/3", "3/3"), told);
	}

	@Test
	void halvesTheTileWhenMemoryRunsOutAndSaysSoOnce() {
		final RandomImage image = new RandomImage(7, 1, 100, 100);
		final BlockMeanPredictor small = new BlockMeanPredictor(2, 1, 4) {

			@Override
			public float[][] predict(final float[][] tiles, final int... size) {
				// The second of the large tiles fails: what the first left must not be counted twice.
				if (calls > 0 && size[0] > 64) throw new OutOfMemoryError("Java heap space");
				if (size[0] > 32) {
					calls++;
					if (calls > 1) throw new TileMemoryException("no room");
				}
				return super.predict(tiles, size);
			}
		};
		final List<String> notices = new ArrayList<>();
		final ProbabilityImage result = run(Prediction.with(small).tile(96).batch(2).notices(notices::add), image);
		assertEquals(List.of("Too little memory for the tiles asked for: going on with tiles of 24 x 24 pixels, 1 at once."),
			notices);
		assertSameProbabilities(run(Prediction.with(new BlockMeanPredictor(2, 1, 4)).tile(0), image), result, 1e-6);
	}

	@Test
	void remembersWhatDidNotFit() {
		final AtomicInteger refused = new AtomicInteger();
		final BlockMeanPredictor small = new BlockMeanPredictor(2, 1, 4) {

			@Override
			public float[][] predict(final float[][] tiles, final int... size) {
				if (size[0] <= 48) return super.predict(tiles, size);
				refused.incrementAndGet();
				throw new TileMemoryException("no room");
			}
		};
		final List<String> notices = new ArrayList<>();
		final Prediction prediction = Prediction.with(small).tile(96).notices(notices::add).build();
		for (int plane = 0; plane < 3; plane++) prediction.run(new RandomImage(plane, 1, 100, 100), Progress.NONE,
			Cancellation.NEVER);
		assertEquals(1, refused.get());
		assertEquals(1, notices.size());
		assertEquals(48, prediction.plan(100, 100).tileSize()[0]);
	}

	@Test
	void saysOnceThatLittleMemoryIsFree() {
		final List<String> notices = new ArrayList<>();
		final Prediction prediction = Prediction.with(new BlockMeanPredictor(2, 1, 4)).tile(0).memory(1000, () -> 3 << 20)
			.notices(notices::add).build();
		for (int plane = 0; plane < 2; plane++) prediction.run(new RandomImage(plane, 1, 100, 100), Progress.NONE,
			Cancellation.NEVER);
		// 100 x 100 pixels take 10 MB, 52 x 52 2.7.
		assertEquals(List.of("Only 3 MiB of memory are free: using tiles of 52 x 52 pixels."), notices);
	}

	@Test
	void failsClearlyAtTheSmallestTile() {
		final OutOfMemoryError cause = new OutOfMemoryError();
		final BlockMeanPredictor none = new BlockMeanPredictor(2, 1, 4) {

			@Override
			public float[][] predict(final float[][] tiles, final int... size) {
				throw cause;
			}
		};
		final TileMemoryException e = assertThrows(TileMemoryException.class, () -> run(Prediction.with(none), new RandomImage(
			8, 1, 100, 100)));
		assertEquals(
			"not even a tile of 20 x 20 pixels fits into memory; close other images and programs, or use a smaller model", e
				.getMessage());
		assertSame(cause, e.getCause());
	}

	@Test
	void choosesTheTileThatMemoryAllows() {
		final AtomicInteger largest = new AtomicInteger();
		final BlockMeanPredictor predictor = new BlockMeanPredictor(2, 1, 4) {

			@Override
			public float[][] predict(final float[][] tiles, final int... size) {
				largest.accumulateAndGet(tiles.length * size[0] * size[1], Math::max);
				return super.predict(tiles, size);
			}
		};
		run(Prediction.with(predictor).tile(0).batch(2).memory(10, 20_000), new RandomImage(9, 1, 100, 100));
		// 100 x 100 needs 200 kB for two; 52 x 52 needs 54; 28 x 28 needs 15.7.
		assertEquals(2 * 28 * 28, largest.get());
	}

	@Test
	void refusesWhatTheModelCannotTake() {
		final Prediction.Builder prediction = Prediction.with(new BlockMeanPredictor(2, 3, 4));
		assertEquals("the image has 1 channels, the model expects 3; choose the channels to use", assertThrows(
			IllegalArgumentException.class, () -> run(prediction, new RandomImage(10, 1, 9, 9))).getMessage());
		assertThrows(IllegalArgumentException.class, () -> prediction.batch(0));
		assertThrows(IllegalArgumentException.class, () -> prediction.tile(1, 2, 3));
	}

	/** A movie of 10^9 planes is planned, read and delivered at its far end without anything of its size. */
	@Test
	void deliversBeyondTwoToThe31Pixels() {
		final long[] size = { 1_000_000_000L, 1000, 1000 };
		final long[] far = new long[3];
		final AtomicInteger left = new AtomicInteger(3);
		final PixelSource image = PixelSource.of("image", 1, size, (min, box, into) -> {});
		final ProbabilitySink sink = new ProbabilitySink() {

			@Override
			public void add(final long[] min, final int[] box, final float[] shares) {
				for (int d = 0; d < 3; d++) far[d] = Math.max(far[d], min[d] + box[d]);
			}

			@Override
			public void clear() {}
		};
		final Prediction prediction = Prediction.with(new BlockMeanPredictor(2, 1, 4)).tile(0).build();
		assertEquals(1_000_000_000L, prediction.plan(size).count());
		assertThrows(CanceledException.class, () -> prediction.run(image, sink, Progress.NONE, () -> left
			.getAndDecrement() <= 0));
		assertArrayEquals(new long[] { 3, 1000, 1000 }, far);
	}
}
