package io.github.rwkvsss.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

class BoxPredictionTest {

	@Test
	void aBoxHasTheValuesOfTheWholeImage() {
		final RandomImage image = new RandomImage(3, 2, 50, 61);
		final Prediction prediction = Prediction.with(new BlockMeanPredictor(2, 2, 4)).tile(20).build();
		final ProbabilityImage whole = prediction.run(image, Progress.NONE, Cancellation.NEVER);
		final BoxPrediction boxes = prediction.boxes(image, prediction.tile(50, 61));
		final ProbabilityImage box = boxes.run(new long[] { 11, 23 }, new int[] { 30, 17 }, Progress.NONE, Cancellation.NEVER);
		for (int k = 0; k < whole.classes(); k++) for (int i = 0; i < 30 * 17; i++) assertEquals(whole.plane(k)[(11 + i / 17) *
			61 + 23 + i % 17], box.plane(k)[i]);
	}

	/** Columns -2 to 4 of an image of five: c b, then what is there. */
	@Test
	void whatLiesBeyondAnImageIsMirrored() {
		final float[] values = new float[7];
		new MirroredReader(io.github.rwkvsss.image.PixelSource.of("row", 1, new long[] { 1, 5 }, (min, size, into) -> {
			for (int x = 0; x < size[1]; x++) into[x] = min[1] + x;
		})).read(new long[] { 0, -2 }, new int[] { 1, 7 }, values);
		assertArrayEquals(new float[] { 2, 1, 0, 1, 2, 3, 4 }, values);
	}
}
