package io.github.rwkvsss.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.rwkvsss.metric.ClassAgreement;
import io.github.rwkvsss.metric.EvaluationTable;
import io.github.rwkvsss.metric.Matches;
import io.github.rwkvsss.metric.ObjectEvaluation;

/**
 * Scores of the classes of objects: {@code class_accuracy}, the share of the objects found at IoU 0.5 that were given
 * their own class, and of each class {@code ap50_} and its name, the average precision of its objects alone, where one of
 * another class is none.
 */
final class ObjectClassScores {

	private final List<String> names;
	private final List<ClassAgreement> images = new ArrayList<>();

	ObjectClassScores(final List<String> names) {
		this.names = List.copyOf(names);
	}

	/** See {@link ClassAgreement#of}. */
	void add(final int[] truth, final int[] trueClasses, final int[] predicted, final int[] predictedClasses) {
		images.add(ClassAgreement.of(truth, trueClasses, predicted, predictedClasses, names.size()));
	}

	/** @return the table with the columns beside, as it is if no true object has a known class */
	EvaluationTable joined(final EvaluationTable table) {
		ClassAgreement pooled = ClassAgreement.none(names.size());
		for (final ClassAgreement image : images) pooled = pooled.plus(image);
		if (pooled.classes().stream().allMatch(of -> of.truePositives() + of.falseNegatives() == 0)) return table;
		final int texts = 3;
		final List<String> numbers = new ArrayList<>(table.header().subList(texts, table.header().size()));
		final int before = numbers.size();
		numbers.add("class_accuracy");
		for (final String name : names) numbers.add("ap50_" + name);
		final EvaluationTable joined = new EvaluationTable(table.header().subList(0, texts), numbers);
		for (int row = 0; row < table.rows().size(); row++) {
			final List<String> of = table.rows().get(row).subList(0, texts);
			final double[] values = new double[numbers.size()];
			for (int k = 0; k < before; k++) values[k] = table.value(row, numbers.get(k));
			final double[] own = of.get(0).equals(ObjectEvaluation.POOLED) ? values(pooled) : row < images.size() ? values(images
				.get(row)) : means();
			System.arraycopy(own, 0, values, before, own.length);
			joined.add(of, values);
		}
		return joined;
	}

	private double[] means() {
		final double[] means = new double[names.size() + 1];
		for (int k = 0; k < means.length; k++) {
			final int column = k;
			means[k] = images.stream().mapToDouble(image -> values(image)[column]).filter(value -> !Double.isNaN(value)).average()
				.orElse(Double.NaN);
		}
		return means;
	}

	private static double[] values(final ClassAgreement agreement) {
		final double[] values = new double[agreement.classes().size() + 1];
		Arrays.setAll(values, k -> k == 0 ? agreement.accuracy() : precision(agreement.classes().get(k - 1)));
		return values;
	}

	/** Of a class that is neither there nor found nothing can be said. */
	private static double precision(final Matches matches) {
		return matches.truePositives() + matches.falsePositives() + matches.falseNegatives() == 0 ? Double.NaN : matches
			.averagePrecision();
	}
}
