package io.github.rwkvsss.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.train.Sample;
import io.github.rwkvsss.train.TrainingLog;

/** What the window shows, without a window. */
class PicturesTest {

	private static TrainingLog.Row row(final int step, final double loss, final double dice) {
		return new TrainingLog.Row(step, step, loss, loss / 2, loss / 2, 2 * loss, dice, Double.NaN, dice, step, 1e-3);
	}

	@Test
	void foundAndAnnotatedOutlinesHaveTheirColours() {
		final byte ignore = (byte) Sample.IGNORE;
		final Sample sample = new Sample("row", new float[] { 0, 1, 0.2f, 0, 1, 1 }, new byte[] { 0, 1, 1, 0, 0, ignore },
			new int[] { 0, 1, 1, 0, 0, 0 }, 1, new int[] { 1, 1, 6 });
		final BufferedImage picture = PredictionPicture.draw(sample, new int[] { 0, 0, 4, 4, 0, 0 });
		assertEquals(0x000000, picture.getRGB(0, 0) & 0xffffff);
		assertEquals(PredictionPicture.ANNOTATED, picture.getRGB(1, 0) & 0xffffff);
		assertEquals(PredictionPicture.BOTH, picture.getRGB(2, 0) & 0xffffff);
		assertEquals(PredictionPicture.FOUND, picture.getRGB(3, 0) & 0xffffff);
		assertEquals(0xffffff, picture.getRGB(4, 0) & 0xffffff);
		// Nobody annotated the last pixel.
		assertEquals(0x7f7f7f, picture.getRGB(5, 0) & 0xffffff);
	}

	@Test
	void curvesRiseAndFallWithTheNumbers() {
		final BufferedImage low = TrainingCurves.draw(List.of(row(10, 1, 0.1), row(20, 1, 0.1)), 20, 480, 440);
		final BufferedImage high = TrainingCurves.draw(List.of(row(10, 1, 0.9), row(20, 1, 0.9)), 20, 480, 440);
		assertEquals(480, low.getWidth());
		assertTrue(scoreRow(high) < scoreRow(low) - 50, scoreRow(high) + " above " + scoreRow(low));
	}

	@Test
	void theValidationsLossHasItsCurveWhereThereIsOne() {
		assertTrue(purple(List.of(row(10, 1, 0.1), row(20, 1, 0.1))) > 50);
		assertEquals(0, purple(List.of(new TrainingLog.Row(1, 10, 1, 0.5, 0.5, Double.NaN, Double.NaN, Double.NaN, Double.NaN,
			1, 1e-3))));
	}

	private static int purple(final List<TrainingLog.Row> rows) {
		final BufferedImage picture = TrainingCurves.draw(rows, 20, 480, 440);
		int count = 0;
		for (int y = 0; y < 220; y++) for (int x = 0; x < 480; x++) if ((picture.getRGB(x, y) & 0xffffff) == 0xCC79A7) count++;
		return count;
	}

	/** The mean row of the lower half's blue pixels right of the middle, where no legend is. */
	private static double scoreRow(final BufferedImage picture) {
		double sum = 0;
		int count = 0;
		for (int y = picture.getHeight() / 2; y < picture.getHeight(); y++) for (int x = 240; x < 300; x++) {
			if ((picture.getRGB(x, y) & 0xffffff) != 0x0072B2) continue;
			sum += y;
			count++;
		}
		assertTrue(count > 20, count + " pixels of the curve");
		return sum / count;
	}

	@Test
	void timeLeftFollowsThePace() {
		final TimeLeft time = new TimeLeft();
		assertEquals("", time.after(100, 400, 0));
		// Ten steps in twenty seconds; 290 are left.
		assertEquals("10 min left", time.after(110, 400, 20_000_000_000L));
		assertEquals("20 s left", time.after(390, 400, 580_000_000_000L));
		assertEquals("1.5 h left", TimeLeft.text(5400));
	}
}
