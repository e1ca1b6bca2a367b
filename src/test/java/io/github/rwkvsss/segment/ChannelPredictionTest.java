package io.github.rwkvsss.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tile.TilePredictor;

class ChannelPredictionTest {

	/** Gives each pixel and its negative. */
	private static final class Both implements TilePredictor {

		@Override
		public int dimensions() {
			return 2;
		}

		@Override
		public int inputChannels() {
			return 1;
		}

		@Override
		public int classes() {
			return 2;
		}

		@Override
		public int[] stride() {
			return new int[] { 1, 1 };
		}

		@Override
		public float[][] predict(final float[][] tiles, final int... size) {
			final float[][] both = new float[tiles.length][2 * size[0] * size[1]];
			for (int t = 0; t < tiles.length; t++) for (int i = 0; i < tiles[t].length; i++) {
				both[t][i] = tiles[t][i];
				both[t][tiles[t].length + i] = -tiles[t][i];
			}
			return both;
		}
	}

	@Test
	void aPredictorOfWhichNothingIsKnownGivesAChannelEach() {
		final float[] pixels = { 1, 2, 3, 4, 5, 6 };
		final ImagePlus result = ChannelPrediction.run(new ImagePlus("ramp", new FloatProcessor(3, 2, pixels)), ChannelChoice
			.all(), Normalization.none(), new Both(), new int[] { 2, 3 }, Progress.NONE, Cancellation.NEVER);
		assertEquals(2, result.getNChannels());
		assertArrayEquals(pixels, (float[]) result.getStack().getPixels(1));
		assertArrayEquals(new float[] { -1, -2, -3, -4, -5, -6 }, (float[]) result.getStack().getPixels(2));
	}
}
