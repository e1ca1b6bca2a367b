package io.github.rwkvsss.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;

class EvaluationTableTest {

	private static final int[] TWO_BY_FOUR = { 2, 4 };

	@Test
	void csvIsQuotedWhereItMust() {
		final EvaluationTable table = new EvaluationTable(List.of("image"), List.of("count", "dice"));
		table.add(List.of("a,b \"c\".png"), 3, 0.5);
		table.add(List.of("line\nbreak"), 0, Double.NaN);
		assertEquals("image,count,dice\n\"a,b \"\"c\"\".png\",3,0.500000\n\"line\nbreak\",0,NaN\n", table.csv());
	}

	@Test
	void theTextTableIsAligned() throws IOException {
		final EvaluationTable table = new EvaluationTable(List.of("image"), List.of("count", "dice"));
		table.add(List.of("a.png"), 12, 0.5);
		table.add(List.of("long-name.png"), 3, 1);
		final StringBuilder text = new StringBuilder();
		table.print(text);
		assertEquals("""
			image          count      dice
			a.png             12  0.500000
			long-name.png      3  1.000000
			""", text.toString());
	}

	@Test
	void rowsMustFit() {
		final EvaluationTable table = new EvaluationTable(List.of("image"), List.of("dice"));
		assertThrows(IllegalArgumentException.class, () -> table.add(List.of("a"), 1, 2));
		assertThrows(IllegalArgumentException.class, () -> table.value("absent", "dice"));
		table.add(List.of("a"), 1);
		assertThrows(IllegalArgumentException.class, () -> table.value("a", "image"));
	}

	@Test
	void regionsAreScoredPerImageAndClassAndUndefinedDistancesAreLeftOut() {
		final RegionEvaluation evaluation = new RegionEvaluation(List.of(new RegionEvaluation.RegionClass(1, "one"),
			new RegionEvaluation.RegionClass(2, "two")), 1);
		final double[] spacing = { 3, 0.5 };
		// Class 1 shifted by one column; class 2 found exactly.
		evaluation.add("a", new int[] { 1, 1, 0, 2, 0, 0, 0, 0 }, new int[] { 0, 1, 1, 2, 0, 0, 0, 0 }, TWO_BY_FOUR, spacing,
			"mm");
		// Class 1 missed; class 2 in neither.
		evaluation.add("b", new int[] { 1, 0, 0, 0, 0, 0, 0, 0 }, new int[8], TWO_BY_FOUR, spacing, "mm");
		final EvaluationTable table = evaluation.table();
		assertEquals(9, table.rows().size());
		assertEquals(List.of("a", "one", "mm", "0.500000", "0.333333", "0.950000", "0.475000", "0.500000", "0.250000",
			"1.000000", "1.000000"), table.rows().get(0));
		assertEquals(1, table.value(1, "dice"));
		assertTrue(Double.isNaN(table.value(2, "hd95_px")));
		assertEquals(0, table.value(2, "surface_dice"));
		assertEquals(1, table.value(3, "dice"));
		assertEquals(0, table.value(3, "hd95_cal"));
		assertEquals(List.of("mean", "one", "mm"), table.rows().get(4).subList(0, 3));
		assertEquals(0.25, table.value(4, "dice"));
		assertEquals(0.95, table.value(4, "hd95_px"), 1e-12);
		assertEquals(2, table.value(5, "dice"));
		assertEquals(1, table.value(5, "hd95_px"));
		assertEquals(0.625, table.value("mean", "dice"));
		assertEquals("all", table.rows().get(8).get(1));
	}

	@Test
	void objectsAreScoredPerImageThenOnAverageAndPooled() {
		final ObjectEvaluation evaluation = new ObjectEvaluation();
		// Three of three objects found; of one object nothing but an invention.
		evaluation.add("a", new int[] { 1, 0, 2, 0, 3 }, new int[] { 1, 0, 2, 0, 3 }, 1, 5);
		evaluation.add("b", new int[] { 1, 0, 0, 0, 0 }, new int[] { 0, 0, 0, 0, 5 }, 1, 5);
		final EvaluationTable table = evaluation.table();
		assertEquals(List.of("image", "count_truth", "count_predicted", "ap50", "ap55", "ap60", "ap65", "ap70", "ap75", "ap80",
			"ap85", "ap90", "ap95", "ap_mean", "aji", "pq", "dice", "f1_50", "seg", "object_f1", "object_dice",
			"object_hausdorff_px", "v_rand", "v_info"), table.header());
		assertEquals(4, table.rows().size());
		assertEquals(1, table.value("a", "ap50"));
		assertEquals(0, table.value("b", "ap_mean"));
		assertEquals(0.5, table.value(EvaluationTable.MEAN, "ap50"));
		assertEquals(2, table.value(EvaluationTable.MEAN, "count_truth"));
		assertEquals(4, table.value(ObjectEvaluation.POOLED, "count_truth"));
		// 3 found, 1 missed, 1 invented.
		assertEquals(3.0 / 5, table.value(ObjectEvaluation.POOLED, "ap95"), 1e-12);
		assertEquals(3.0 / 5, table.value(ObjectEvaluation.POOLED, "aji"), 1e-12);
		assertEquals(3.0 / 4, table.value(ObjectEvaluation.POOLED, "pq"), 1e-12);
		assertEquals(6.0 / 8, table.value(ObjectEvaluation.POOLED, "dice"), 1e-12);
		assertEquals(3.0 / 4, table.value(ObjectEvaluation.POOLED, "f1_50"), 1e-12);
		assertEquals(3.0 / 4, table.value(ObjectEvaluation.POOLED, "seg"), 1e-12);
		assertEquals(0.5, table.value(EvaluationTable.MEAN, "object_dice"), 1e-12);
		assertEquals(4, table.value("b", "object_hausdorff_px"), 1e-12);
		// Four pixels away, of four pixels on either side.
		assertEquals(1, table.value(ObjectEvaluation.POOLED, "object_hausdorff_px"), 1e-12);
	}
}
