package io.github.rwkvsss.ablation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.train.ClassScores;
import io.github.rwkvsss.train.Sample;
import io.github.rwkvsss.train.Validation;

/**
 * Scores of a model on images that it was not trained on.
 *
 * @param score of classes the mean Dice of all but the first, of both if there are two; of objects the mean of the
 *          foreground's Dice and the average precision at IoU 0.5
 * @param parts what it is made of, by name; for classes all of them
 */
record HeldOutScores(double score, Map<String, Double> parts) {

	static HeldOutScores of(final SegmentationModel model, final List<Sample> samples, final Cancellation cancellation) {
		final Map<String, Double> parts = new LinkedHashMap<>();
		if (model.manifest().task() == Task.INSTANCE) {
			final Validation validation = Validation.of(model, samples, cancellation);
			parts.put("foreground", validation.dice());
			parts.put("AP50", validation.averagePrecision());
			return new HeldOutScores(validation.score(), parts);
		}
		final List<Double> scores = ClassScores.of(model, samples, cancellation);
		for (int c = 0; c < scores.size(); c++) parts.put(model.manifest().classNames().get(c), scores.get(c));
		final int first = scores.size() == 2 ? 0 : 1;
		final double score = scores.stream().skip(first).filter(dice -> !dice.isNaN()).mapToDouble(Double::doubleValue)
			.average().orElse(Double.NaN);
		return new HeldOutScores(score, parts);
	}
}
