package io.github.rwkvsss.correct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.Rectangle;
import java.awt.geom.Line2D;
import java.util.Random;

import org.junit.jupiter.api.Test;

import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.process.ImageProcessor;

/** Outlines against ImageJ's own, brush strokes against distances to lines. */
class EditRegionTest {

	@Test
	void outlinesHoldThePixelsThatImageJsDo() {
		final Random random = new Random(2);
		for (int round = 0; round < 500; round++) {
			final int corners = 3 + random.nextInt(6);
			final int[] x = random.ints(corners, -3, 17).toArray();
			final int[] y = random.ints(corners, -3, 17).toArray();
			final EditRegion region = EditRegion.polygon(doubles(x), doubles(y));
			final Roi roi = new PolygonRoi(x, y, corners, Roi.POLYGON);
			final Rectangle box = roi.getBounds();
			// NB: contains() of a polygon that crosses itself goes another way than its mask.
			final ImageProcessor mask = roi.getMask();
			for (int py = -5; py < 20; py++) for (int px = -5; px < 20; px++) {
				// Centres on an edge belong to either side.
				if (onEdge(x, y, px + 0.5, py + 0.5)) continue;
				assertEquals(box.contains(px, py) && (mask == null || mask.get(px - box.x, py - box.y) != 0), region.contains(px,
					py), "pixel " + px + ", " + py + " of round " + round);
			}
		}
	}

	@Test
	void aStrokeHoldsThePixelsNearItsLine() {
		final Random random = new Random(3);
		for (int round = 0; round < 300; round++) {
			final double[] x = random.doubles(1 + random.nextInt(4), -2, 12).toArray();
			final double[] y = random.doubles(x.length, -2, 12).toArray();
			final double radius = 0.5 + 3 * random.nextDouble();
			final EditRegion stroke = EditRegion.stroke(x, y, radius);
			for (int py = -8; py < 20; py++) for (int px = -8; px < 20; px++) {
				double nearest = Double.POSITIVE_INFINITY;
				for (int i = 0; i < x.length; i++) nearest = Math.min(nearest, Line2D.ptSegDist(x[Math.max(0, i - 1)], y[Math.max(0,
					i - 1)], x[i], y[i], px + 0.5, py + 0.5));
				if (Math.abs(nearest - radius) < 1e-9) continue;
				assertEquals(nearest < radius, stroke.contains(px, py), "pixel " + px + ", " + py + " of round " + round);
			}
		}
	}

	@Test
	void whatNobodyDrawsIsRefused() {
		assertThrows(IllegalArgumentException.class, () -> EditRegion.stroke(new double[] { 1 }, new double[] { 1 }, 0));
		assertThrows(IllegalArgumentException.class, () -> EditRegion.stroke(new double[0], new double[0], 1));
		assertThrows(IllegalArgumentException.class, () -> EditRegion.polygon(new double[] { 0, 1e6, 0 }, new double[] { 0, 0,
			1e6 }));
		assertThrows(IllegalArgumentException.class, () -> EditRegion.mask(new Rectangle(2, 2), new boolean[3]));
	}

	private static boolean onEdge(final int[] x, final int[] y, final double px, final double py) {
		for (int i = 0, j = x.length - 1; i < x.length; j = i++) if (Line2D.ptSegDist(x[j], y[j], x[i], y[i], px, py) < 1e-9)
			return true;
		return false;
	}

	private static double[] doubles(final int... whole) {
		final double[] same = new double[whole.length];
		for (int i = 0; i < whole.length; i++) same[i] = whole[i];
		return same;
	}
}
