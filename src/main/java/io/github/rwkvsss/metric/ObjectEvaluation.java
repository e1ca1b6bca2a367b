package io.github.rwkvsss.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares predicted objects with true ones, image by image: counts, average precision at IoU 0.5 to 0.95, AJI,
 * panoptic quality ({@link InstanceMatching}), and Dice of the foreground ({@link Overlap}).
 */
public final class ObjectEvaluation {

	/** Name of the summary row in which all images count as one. */
	public static final String POOLED = "pooled";

	private static final List<String> TEXTS = List.of("image");
	private static final List<String> NUMBERS = numbers();

	private final List<String> images = new ArrayList<>();
	private final List<double[]> rows = new ArrayList<>();
	private final Means means = new Means(NUMBERS.size());
	private final Matches[] pooled = new Matches[InstanceMatching.thresholds().length];
	private AggregatedJaccard pooledJaccard = AggregatedJaccard.NONE;
	private Overlap pooledForeground = new Overlap(0, 0, 0);

	/** An evaluation of no image yet. */
	public ObjectEvaluation() {
		Arrays.fill(pooled, Matches.NONE);
	}

	/**
	 * Scores one image.
	 *
	 * @param image its name
	 * @param truth true label image, row-major: 0 background, one positive number per object, negative not annotated
	 * @param predicted predicted label image of the same length
	 * @throws IllegalArgumentException if the lengths differ
	 */
	public void add(final String image, final int[] truth, final int[] predicted) {
		final InstanceMatching matching = InstanceMatching.of(truth, predicted);
		final double[] thresholds = InstanceMatching.thresholds();
		final Matches[] matches = new Matches[thresholds.length];
		for (int k = 0; k < matches.length; k++) {
			matches[k] = matching.at(thresholds[k]);
			pooled[k] = pooled[k].plus(matches[k]);
		}
		final AggregatedJaccard jaccard = matching.aggregatedJaccard();
		final Overlap foreground = Overlap.ofForeground(truth, predicted);
		pooledJaccard = pooledJaccard.plus(jaccard);
		pooledForeground = pooledForeground.plus(foreground);
		final double[] row = row(matches, jaccard, foreground);
		images.add(image);
		rows.add(row);
		means.add(row);
	}

	/**
	 * @return a row per image so far, then the mean of each column, then all images taken as one under the name
	 *         {@link #POOLED}: there a crowded image weighs more than an empty one
	 */
	public EvaluationTable table() {
		final EvaluationTable table = new EvaluationTable(TEXTS, NUMBERS);
		for (int i = 0; i < rows.size(); i++)
			table.add(List.of(images.get(i)), rows.get(i));
		table.add(List.of(EvaluationTable.MEAN), means.values());
		table.add(List.of(POOLED), row(pooled, pooledJaccard, pooledForeground));
		return table;
	}

	private static double[] row(final Matches[] matches, final AggregatedJaccard jaccard, final Overlap foreground) {
		final Matches half = matches[0];
		final double[] row = new double[NUMBERS.size()];
		int at = 0;
		row[at++] = half.truePositives() + half.falseNegatives();
		row[at++] = half.truePositives() + half.falsePositives();
		double sum = 0;
		for (final Matches match : matches) {
			row[at++] = match.averagePrecision();
			sum += match.averagePrecision();
		}
		row[at++] = sum / matches.length;
		row[at++] = jaccard.value();
		row[at++] = half.panopticQuality();
		row[at] = foreground.dice();
		return row;
	}

	private static List<String> numbers() {
		final List<String> names = new ArrayList<>(List.of("count_truth", "count_predicted"));
		for (final double threshold : InstanceMatching.thresholds())
			names.add("ap" + Math.round(100 * threshold));
		names.addAll(List.of("ap_mean", "aji", "pq", "dice"));
		return List.copyOf(names);
	}
}
