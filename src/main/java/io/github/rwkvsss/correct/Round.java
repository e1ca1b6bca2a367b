package io.github.rwkvsss.correct;

import java.nio.file.Path;
import java.util.List;

/**
 * A round of learning that was finished.
 *
 * @param number from 1
 * @param before number of the round whose model it began with; 0 for the start model
 * @param kept whether its model became the current one
 * @param reason one sentence: why it was kept, or not
 * @param examples serial numbers of all examples that it learned from
 * @param scores of the model before and the new one
 * @param settings how it was trained
 * @param seconds that training and scoring took
 * @param folder of its files
 */
public record Round(int number, int before, boolean kept, String reason, List<Integer> examples, List<ExampleScore> scores,
	RoundSettings settings, double seconds, Path folder)
{

	static final String MODEL = "model.zip";
	static final String FACTS = "round.json";
	static final String SCORES = "scores.csv";
	static final String LOG = "training-log.csv";

	/** Copies the lists. */
	public Round {
		examples = List.copyOf(examples);
		scores = List.copyOf(scores);
	}

	/** @return the model that the round made, whether it was kept or not */
	public Path model() {
		return folder.resolve(MODEL);
	}

	/** @return the log of its training, as CSV */
	public Path log() {
		return folder.resolve(LOG);
	}

	/**
	 * @param kind why images were scored
	 * @return the mean score of the model before on those; NaN if there are none
	 */
	public double meanBefore(final ExampleScore.Kind kind) {
		return scores.stream().filter(score -> score.kind() == kind).mapToDouble(ExampleScore::before).average().orElse(
			Double.NaN);
	}

	/** The same of the new model. */
	public double meanAfter(final ExampleScore.Kind kind) {
		return scores.stream().filter(score -> score.kind() == kind).mapToDouble(ExampleScore::after).average().orElse(
			Double.NaN);
	}
}
