package io.github.rwkvsss.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import net.imglib2.img.array.ArrayImgs;

/** Steps in a row on an image of two pixels and two channels, against numbers worked out by hand. */
class IntensityStepTest {

	private static float[] after(final float[] values, final IntensityStep... steps) {
		final PixelSource image = PixelSource.of("two", ArrayImgs.floats(values, 2, 1, 2), Axis.X, Axis.Y, Axis.CHANNEL);
		final float[] into = new float[4];
		IntensityStep.all(List.of(steps), image, Normalization.Scope.PLANE).read(new long[4], new int[] { 1, 1, 1, 2 }, into);
		return into;
	}

	@Test
	void eachStepSeesWhatTheOneBeforeLeft() {
		final IntensityStep range = new IntensityStep.Measured(Normalization.percentile(0, 100), Normalization.Channels.EACH);
		assertArrayEquals(new float[] { 0, 1, 0, 1 }, after(new float[] { 2, 4, 10, 30 }, range));
		assertArrayEquals(new float[] { 0, 2f / 28, 8f / 28, 1 }, after(new float[] { 2, 4, 10, 30 },
			new IntensityStep.Measured(Normalization.percentile(0, 100), Normalization.Channels.TOGETHER)), 1e-7f);
		// 2 4 | 10 30 clipped to 3 … 20, then each to 0 … 1, doubled and lowered by channel.
		assertArrayEquals(new float[] { -1, 1, -3, 0 }, after(new float[] { 2, 4, 10, 30 }, new IntensityStep.Clip(3, 20),
			range, new IntensityStep.Linear(List.of(2.0, 3.0), List.of(-1.0, -3.0))));
		assertArrayEquals(new float[] { 0, 1, 0, 1 }, after(new float[] { 2, 4, 10, 30 }, new IntensityStep.Threshold(List.of(
			3.0, 10.0))));
		assertArrayEquals(new float[] { 0.5f, 0.5f, 0.5f, 0.731059f }, after(new float[] { 0, 0, 0, 1 },
			new IntensityStep.Sigmoid()), 1e-6f);
		// Mean 11.5, variance (9.5² + 7.5² + 1.5² + 18.5²) / 4 = 122.75.
		assertArrayEquals(new float[] { -0.857458f, -0.676941f, -0.135388f, 1.669787f }, after(new float[] { 2, 4, 10, 30 },
			new IntensityStep.Measured(Normalization.zScore(), Normalization.Channels.TOGETHER)), 1e-5f);
	}

	@Test
	void whatDoesNotFitIsRefused() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> after(new float[4], new IntensityStep.Linear(List.of(1.0,
			2.0, 3.0), List.of(0.0)))).getMessage().contains("scales 3 channels, the image has 2"));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> after(new float[] { 0, Float.NaN, 1, 2 },
			new IntensityStep.Clip(0, 1))).getMessage().contains("NaN"));
	}
}
