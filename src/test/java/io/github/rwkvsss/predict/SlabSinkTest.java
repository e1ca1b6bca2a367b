package io.github.rwkvsss.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tile.TileMemoryException;
import org.junit.jupiter.api.Test;

class SlabSinkTest {

	private static final int DEPTH = 50;

	private static PixelSource volume() {
		return PixelSource.of("image", 1, new long[] { DEPTH, 11, 13 }, (min, size, into) -> {
			int i = 0;
			for (int z = 0; z < size[0]; z++) for (int y = 0; y < size[1]; y++) for (int x = 0; x < size[2]; x++) {
				into[i++] = (min[0] + z) * 7919 % 101 + (min[1] + y) * 31 % 17 + (min[2] + x) * 13 % 11;
			}
		});
	}

	/** What the whole image's probabilities are, in slices, to the bit, and never more of them than a tile is deep. */
	@Test
	void givesTheSlicesOfTheWholeImage() {
		final Prediction prediction = Prediction.with(new BlockMeanPredictor(3, 1, 2)).tile(12, 12, 12).overlap(2).build();
		final ProbabilityImage whole = prediction.run(volume(), Progress.NONE, Cancellation.NEVER);
		final Map<float[][], Boolean> buffers = new IdentityHashMap<>();
		final int[] next = new int[1];
		final SlabSink sink = new SlabSink(2, new long[] { DEPTH, 11, 13 }, (z, slice) -> {
			assertEquals(next[0]++, z);
			for (int k = 0; k < 2; k++) assertArrayEquals(whole.plane(k, z), slice[k]);
			buffers.put(slice, true);
		});
		prediction.run(volume(), sink, Progress.NONE, Cancellation.NEVER);
		sink.finish();
		assertEquals(DEPTH, next[0]);
		assertTrue(buffers.size() <= 12, buffers.size() + " slices were held");
	}

	@Test
	void beginsAnewWithSmallerTiles() {
		final BlockMeanPredictor poor = new BlockMeanPredictor(3, 1, 2) {

			@Override
			public float[][] predict(final float[][] tiles, final int... size) {
				if (size[0] > 12 && calls > 1) throw new TileMemoryException("too large");
				return super.predict(tiles, size);
			}
		};
		final ProbabilityImage whole = Prediction.with(new BlockMeanPredictor(3, 1, 2)).tile(12, 12, 12).overlap(2).build().run(
			volume(), Progress.NONE, Cancellation.NEVER);
		final Set<Integer> seen = new HashSet<>();
		final SlabSink sink = new SlabSink(2, new long[] { DEPTH, 11, 13 }, (z, slice) -> {
			if (z == 0) seen.clear();
			seen.add(z);
			if (poor.calls > 2) assertArrayEquals(whole.plane(1, z), slice[1], 1e-5f);
		});
		Prediction.with(poor).tile(24, 24, 24).overlap(2).build().run(volume(), sink, Progress.NONE, Cancellation.NEVER);
		sink.finish();
		assertEquals(DEPTH, seen.size());
	}

	@Test
	void refusesWhatCameTooLate() {
		final SlabSink sink = new SlabSink(1, new long[] { 4, 1, 1 }, (z, slice) -> {});
		sink.add(new long[] { 0, 0, 0 }, new int[] { 2, 1, 1 }, new float[] { 1, 1 });
		sink.add(new long[] { 2, 0, 0 }, new int[] { 1, 1, 1 }, new float[] { 1 });
		assertThrows(IllegalStateException.class, () -> sink.add(new long[] { 1, 0, 0 }, new int[] { 1, 1, 1 }, new float[] {
			1 }));
		assertThrows(IllegalStateException.class, sink::finish);
	}
}
