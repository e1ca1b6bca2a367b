package io.github.rwkvsss.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares predicted objects with true ones, image by image: counts, average precision at IoU 0.5 to 0.95, AJI,
 * panoptic quality, F1 and SEG ({@link InstanceMatching}), Dice of the foreground ({@link Overlap}), the scores of the
 * gland contest ({@link GlandScores}), V-Rand and V-Info ({@link PartitionScore}).
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
	private Rest pooledRest = new Rest(AggregatedJaccard.NONE, new Overlap(0, 0, 0), SegScore.NONE, GlandScores.NONE,
		PartitionScore.NONE);

	/** What is scored beside the matches. */
	private record Rest(AggregatedJaccard jaccard, Overlap foreground, SegScore seg, GlandScores glands,
		PartitionScore partition)
	{

		Rest plus(final Rest other) {
			return new Rest(jaccard.plus(other.jaccard), foreground.plus(other.foreground), seg.plus(other.seg), glands.plus(
				other.glands), partition.plus(other.partition));
		}
	}

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
	 * @param size {height, width} or {depth, height, width}
	 * @throws IllegalArgumentException if lengths and size differ
	 */
	public void add(final String image, final int[] truth, final int[] predicted, final int... size) {
		final InstanceMatching matching = InstanceMatching.of(truth, predicted);
		final double[] thresholds = InstanceMatching.thresholds();
		final Matches[] matches = new Matches[thresholds.length];
		for (int k = 0; k < matches.length; k++) {
			matches[k] = matching.at(thresholds[k]);
			pooled[k] = pooled[k].plus(matches[k]);
		}
		final Rest rest = new Rest(matching.aggregatedJaccard(), Overlap.ofForeground(truth, predicted), matching.seg(),
			GlandScores.of(truth, predicted, size), PartitionScore.of(truth, predicted));
		pooledRest = pooledRest.plus(rest);
		final double[] row = row(matches, rest);
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
		for (int i = 0; i < rows.size(); i++) table.add(List.of(images.get(i)), rows.get(i));
		table.add(List.of(EvaluationTable.MEAN), means.values());
		table.add(List.of(POOLED), row(pooled, pooledRest));
		return table;
	}

	private static double[] row(final Matches[] matches, final Rest rest) {
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
		row[at++] = rest.jaccard().value();
		row[at++] = half.panopticQuality();
		row[at++] = rest.foreground().dice();
		row[at++] = half.f1();
		row[at++] = rest.seg().value();
		row[at++] = rest.glands().f1();
		row[at++] = rest.glands().dice();
		row[at++] = rest.glands().hausdorff();
		row[at++] = rest.partition().rand().fScore();
		row[at] = rest.partition().information().fScore();
		return row;
	}

	private static List<String> numbers() {
		final List<String> names = new ArrayList<>(List.of("count_truth", "count_predicted"));
		for (final double threshold : InstanceMatching.thresholds()) names.add("ap" + Math.round(100 * threshold));
		names.addAll(List.of("ap_mean", "aji", "pq", "dice", "f1_50", "seg", "object_f1", "object_dice", "object_hausdorff_px",
			"v_rand", "v_info"));
		return List.copyOf(names);
	}
}
