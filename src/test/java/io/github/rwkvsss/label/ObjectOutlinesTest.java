package io.github.rwkvsss.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import ij.gui.Roi;

class ObjectOutlinesTest {

	/** Random labels make holes, islands and pixels that touch by a corner only. */
	@Test
	void selectionsHoldExactlyTheirPixels() {
		final int width = 37;
		final int height = 23;
		final SplittableRandom random = new SplittableRandom(1);
		final int[] labels = new int[width * height];
		for (int i = 0; i < labels.length; i++) labels[i] = random.nextInt(4) * 100;
		final Map<Integer, Roi> outlines = ObjectOutlines.of(labels, width);
		assertEquals(new TreeSet<>(java.util.List.of(100, 200, 300)), new TreeSet<>(outlines.keySet()));
		outlines.forEach((label, outline) -> {
			for (int i = 0; i < labels.length; i++) assertEquals(labels[i] == label, outline.contains(i % width, i / width),
				label + " at " + i % width + ", " + i / width);
		});
	}

	@Test
	void wholeObjectsArePolygons() {
		final int[] labels = { //
			7, 7, 0, 9, //
			7, 7, 0, 9, //
			7, 0, 0, 0 };
		final Map<Integer, Roi> outlines = ObjectOutlines.of(labels, 4);
		assertEquals(Roi.TRACED_ROI, outlines.get(7).getType());
		assertEquals(new java.awt.Rectangle(0, 0, 2, 3), outlines.get(7).getBounds());
		assertEquals(5, outlines.get(7).getContainedPoints().length);
		assertEquals(new java.awt.Rectangle(3, 0, 1, 2), outlines.get(9).getBounds());
		assertEquals(Map.of(), ObjectOutlines.of(new int[6], 3));
		assertThrows(IllegalArgumentException.class, () -> ObjectOutlines.of(new int[7], 3));
	}
}
