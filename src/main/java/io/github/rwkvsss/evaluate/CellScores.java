package io.github.rwkvsss.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.github.rwkvsss.label.ThinnedCells;
import io.github.rwkvsss.metric.EvaluationTable;
import io.github.rwkvsss.metric.ObjectEvaluation;
import io.github.rwkvsss.metric.PartitionScore;
import io.github.rwkvsss.metric.RegionEvaluation.RegionClass;

/**
 * V-Rand and V-Info of planes with two classes, such as cells and membranes, after thinning: the components of a class are
 * segments and the other class is their border. True borders do not count, predicted ones are thinned to nothing, see
 * {@link ThinnedCells}.
 */
final class CellScores {

	private static final List<String> COLUMNS = List.of("v_rand", "v_info");

	private final List<RegionClass> classes;
	/** Of each image, then of each class; null where it was no plane. */
	private final List<PartitionScore> scores = new ArrayList<>();

	CellScores(final List<RegionClass> classes) {
		this.classes = List.copyOf(classes);
	}

	void add(final int[] truth, final int[] predicted, final int[] size) {
		for (final RegionClass each : classes) scores.add(size.length != 2 ? null : PartitionScore.of(ThinnedCells.components(
			truth, each.value(), size), ThinnedCells.of(predicted, each.value(), size)));
	}

	/** @return the regions' table with two columns more, and a row {@link ObjectEvaluation#POOLED} per class */
	EvaluationTable joined(final EvaluationTable regions) {
		if (scores.stream().allMatch(Objects::isNull)) return regions;
		final int texts = 3;
		final List<String> left = regions.header().subList(texts, regions.header().size());
		final List<String> numbers = new ArrayList<>(left);
		numbers.addAll(COLUMNS);
		final EvaluationTable table = new EvaluationTable(regions.header().subList(0, texts), numbers);
		for (int row = 0; row < regions.rows().size(); row++) {
			final List<String> of = regions.rows().get(row).subList(0, texts);
			final double[] values = new double[numbers.size()];
			for (int k = 0; k < left.size(); k++) values[k] = regions.value(row, left.get(k));
			final double[] own = row < scores.size() ? values(scores.get(row)) : summary(of.get(0), of.get(1));
			System.arraycopy(own, 0, values, left.size(), own.length);
			table.add(of, values);
		}
		for (int c = 0; c < classes.size(); c++) {
			final double[] values = new double[numbers.size()];
			Arrays.fill(values, Double.NaN);
			final PartitionScore pooled = ofClass(c).stream().reduce(PartitionScore.NONE, PartitionScore::plus);
			System.arraycopy(values(pooled), 0, values, left.size(), COLUMNS.size());
			table.add(List.of(ObjectEvaluation.POOLED, classes.get(c).name(), ""), values);
		}
		return table;
	}

	private List<PartitionScore> ofClass(final int c) {
		final List<PartitionScore> of = new ArrayList<>();
		for (int i = c; i < scores.size(); i += classes.size()) if (scores.get(i) != null) of.add(scores.get(i));
		return of;
	}

	private static double[] values(final PartitionScore score) {
		return score == null ? new double[] { Double.NaN, Double.NaN } : new double[] { score.rand().fScore(), score
			.information().fScore() };
	}

	/** @return the mean of a class, or of the classes' means, or how many values a mean is made of */
	private double[] summary(final String row, final String name) {
		final double[] sums = new double[2];
		int count = 0;
		for (int c = 0; c < classes.size(); c++) {
			if (!name.equals("all") && !classes.get(c).name().equals(name)) continue;
			final List<PartitionScore> of = ofClass(c);
			if (row.equals(EvaluationTable.DEFINED)) return new double[] { of.size(), of.size() };
			sums[0] += of.stream().mapToDouble(score -> score.rand().fScore()).average().orElse(Double.NaN);
			sums[1] += of.stream().mapToDouble(score -> score.information().fScore()).average().orElse(Double.NaN);
			count++;
		}
		return new double[] { sums[0] / count, sums[1] / count };
	}
}
