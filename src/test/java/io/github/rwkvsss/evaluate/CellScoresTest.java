package io.github.rwkvsss.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import io.github.rwkvsss.metric.EvaluationTable;
import io.github.rwkvsss.metric.ObjectEvaluation;
import io.github.rwkvsss.metric.RegionEvaluation.RegionClass;
import org.junit.jupiter.api.Test;

class CellScoresTest {

	private static final int EDGE = 33;

	/** Four cells of 16 x 16 pixels between lines of one pixel; lines drawn wider, and one of them left out. */
	private static int[] cells(final int reach, final boolean broken) {
		final int[] classes = new int[EDGE * EDGE];
		for (int i = 0; i < classes.length; i++) {
			final int y = i / EDGE;
			final int x = i % EDGE;
			final boolean across = Math.abs(y - 16) <= reach;
			final boolean down = Math.abs(x - 16) <= reach && !(broken && y < 16 - reach);
			classes[i] = across || down ? 0 : 255;
		}
		return classes;
	}

	private static double value(final int[] found, final String column, final String row) {
		final Scores scores = Scores.ofClasses(List.of(new RegionClass(0, "membrane"), new RegionClass(255, "cell")), 1);
		scores.add("a", cells(0, false), found, new int[] { EDGE, EDGE }, new double[] { 1, 1 }, "pixel");
		final EvaluationTable table = scores.table();
		for (int i = 0; i < table.rows().size(); i++) if (table.rows().get(i).get(0).equals(row) && table.rows().get(i).get(1)
			.equals("cell")) return table.value(i, column);
		throw new AssertionError("no row " + row);
	}

	@Test
	void theWidthOfMembranesDoesNotMatter() {
		for (final int reach : new int[] { 0, 1, 3 }) {
			assertEquals(1, value(cells(reach, false), "v_rand", "a"), 1e-12);
			assertEquals(1, value(cells(reach, false), "v_info", "a"), 1e-12);
		}
	}

	@Test
	void twoOfFourCellsTakenForOne() {
		// Of four quarters two are one: squares 4/16 in truth, 6/16 found, 4/16 shared; 2 bits in truth, 1.5 found and shared.
		final double merge = 4.0 / 6;
		assertEquals(2 * merge / (1 + merge), value(cells(1, true), "v_rand", "a"), 1e-12);
		assertEquals(2 * 1.5 / 3.5, value(cells(1, true), "v_info", ObjectEvaluation.POOLED), 1e-12);
		assertEquals(2 * 1.5 / 3.5, value(cells(1, true), "v_info", EvaluationTable.MEAN), 1e-12);
		assertEquals(1, value(cells(1, true), "v_info", EvaluationTable.DEFINED));
	}
}
