package io.github.rwkvsss.evaluate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import io.github.rwkvsss.metric.EvaluationTable;
import io.github.rwkvsss.metric.InstanceMatching;

/** Scores for reading: of the many columns those that people look at, then average precision by threshold. */
public final class ScoreText {

	private static final List<String> COLUMNS = List.of("dice", "iou", "hd95_px", "hd95_cal", "assd_cal", "surface_dice",
		"count_truth", "count_predicted", "class_accuracy", "ap50", "ap75", "ap_mean", "aji", "f1_50", "v_rand", "v_info");

	private static final String MEANING =
		"dice, iou: how well the areas agree, 0 to 1. hd95, assd: how far the outlines lie apart, in pixels (px) or in the image's " +
			"unit (cal). ap50, ap75: share of objects that were found, overlapping by 0.5 or 0.75. aji: areas of all objects together. " +
			"f1_50: found objects, inventions and misses alike. v_rand, v_info: how well segments agree, whatever their borders' width.";

	private static final String CLASSES =
		" class_accuracy: share of the objects found that were given their own class. ap50_: ap50 of the objects of a class alone.";

	private ScoreText() {}

	/** @return the table as aligned text */
	public static String of(final EvaluationTable scores) {
		final int texts = 3;
		final List<String> numbers = new ArrayList<>(COLUMNS.stream().filter(scores.header()::contains).toList());
		scores.header().stream().filter(column -> column.startsWith("ap50_")).forEach(numbers::add);
		final EvaluationTable shown = new EvaluationTable(scores.header().subList(0, texts), numbers);
		for (int row = 0; row < scores.rows().size(); row++) {
			final int at = row;
			shown.add(scores.rows().get(row).subList(0, texts), numbers.stream().mapToDouble(column -> scores.value(at, column))
				.toArray());
		}
		final StringBuilder text = new StringBuilder();
		try {
			shown.print(text);
		}
		catch (final IOException e) {
			// A StringBuilder does not fail.
			throw new UncheckedIOException(e);
		}
		if (scores.header().contains("ap50")) text.append(precision(scores));
		text.append(MEANING);
		if (scores.header().contains("class_accuracy")) text.append(CLASSES);
		text.append('\n');
		return text.toString();
	}

	private static String precision(final EvaluationTable scores) {
		final StringBuilder text = new StringBuilder("mean AP at IoU");
		for (final double threshold : InstanceMatching.thresholds()) text.append(String.format(java.util.Locale.ROOT,
			"  %.2f: %.3f", threshold, scores.value(EvaluationTable.MEAN, "ap" + Math.round(100 * threshold))));
		return text.append('\n').toString();
	}
}
