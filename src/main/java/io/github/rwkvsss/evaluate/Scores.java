package io.github.rwkvsss.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.rwkvsss.metric.EvaluationTable;
import io.github.rwkvsss.metric.ObjectEvaluation;
import io.github.rwkvsss.metric.RegionEvaluation;
import io.github.rwkvsss.metric.RegionEvaluation.RegionClass;

/**
 * Collects scores of images. Of classes: {@link RegionEvaluation}. Of objects: the same for the foreground, joined with
 * {@link ObjectEvaluation}, and with {@link ObjectClassScores} where objects have classes. Of two classes in planes
 * {@link CellScores}, too.
 */
final class Scores {

	/** Also scored for the foreground, under this name. */
	private static final String DICE = "dice";

	private final RegionEvaluation regions;
	private final ObjectEvaluation objects;
	private final CellScores cells;
	private final ObjectClassScores classes;

	private Scores(final RegionEvaluation regions, final ObjectEvaluation objects, final CellScores cells,
		final ObjectClassScores classes)
	{
		this.classes = classes;
		this.regions = regions;
		this.objects = objects;
		this.cells = cells;
	}

	static Scores ofClasses(final List<RegionClass> classes, final double tolerance) {
		return new Scores(new RegionEvaluation(classes, tolerance), null, classes.size() == 2 ? new CellScores(classes) : null,
			null);
	}

	/** @param classes of the objects; empty if they have none */
	static Scores ofObjects(final double tolerance, final List<String> classes) {
		return new Scores(new RegionEvaluation(List.of(new RegionClass(1, "foreground")), tolerance), new ObjectEvaluation(),
			null, classes.isEmpty() ? null : new ObjectClassScores(classes));
	}

	/** As the longer form of an image whose objects have classes, each counted from 1 and 0 where it is not known; empty without. */
	void add(final String image, final int[] truth, final int[] trueClasses, final int[] predicted,
		final int[] predictedClasses, final int[] size, final double[] spacing, final String unit)
	{
		add(image, truth, predicted, size, spacing, unit);
		if (classes != null && trueClasses.length > 0) classes.add(truth, trueClasses, predicted, predictedClasses);
	}

	/** See {@link RegionEvaluation#add}. */
	void add(final String image, final int[] truth, final int[] predicted, final int[] size, final double[] spacing,
		final String unit)
	{
		if (objects == null) {
			regions.add(image, truth, predicted, size, spacing, unit);
			if (cells != null) cells.add(truth, predicted, size);
			return;
		}
		objects.add(image, truth, predicted, size);
		regions.add(image, foreground(truth), foreground(predicted), size, spacing, unit);
	}

	private static int[] foreground(final int[] labels) {
		return Arrays.stream(labels).map(Integer::signum).toArray();
	}

	EvaluationTable table() {
		if (classes != null) return classes.joined(joined(regions.table(), objects.table()));
		if (objects != null) return joined(regions.table(), objects.table());
		return cells == null ? regions.table() : cells.joined(regions.table());
	}

	/** Rows that only one table has are empty in the other's columns. */
	private static EvaluationTable joined(final EvaluationTable regions, final EvaluationTable objects) {
		final int texts = 3;
		final List<String> left = regions.header().subList(texts, regions.header().size());
		final List<String> right = objects.header().stream().skip(1).filter(column -> !left.contains(column)).toList();
		final List<String> numbers = new ArrayList<>(left);
		numbers.addAll(right);
		final EvaluationTable table = new EvaluationTable(regions.header().subList(0, texts), numbers);
		final List<String> scored = objects.rows().stream().map(row -> row.get(0)).toList();
		for (int row = 0; row < regions.rows().size(); row++) {
			final List<String> of = regions.rows().get(row).subList(0, texts);
			final int same = scored.indexOf(of.get(0));
			final double[] values = new double[numbers.size()];
			for (int k = 0; k < values.length; k++) {
				values[k] = k < left.size() ? regions.value(row, numbers.get(k)) : same < 0 ? Double.NaN : objects.value(same,
					numbers.get(k));
			}
			table.add(of, values);
		}
		final int pooled = scored.indexOf(ObjectEvaluation.POOLED);
		final double[] values = new double[numbers.size()];
		for (int k = 0; k < values.length; k++) {
			final boolean known = k >= left.size() || numbers.get(k).equals(DICE);
			values[k] = known ? objects.value(pooled, numbers.get(k)) : Double.NaN;
		}
		table.add(List.of(ObjectEvaluation.POOLED, "foreground", ""), values);
		return table;
	}
}
