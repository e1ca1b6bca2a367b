package io.github.rwkvsss.correct;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.metric.InstanceMatching;
import io.github.rwkvsss.metric.Matches;
import io.github.rwkvsss.metric.Overlap;
import io.github.rwkvsss.model.ModelFacts;
import io.github.rwkvsss.model.Task;

/** How far labels that a model found agree with what is known of an image. */
final class KnownScore {

	private KnownScore() {}

	/**
	 * @param model which found them
	 * @param truth true labels, -1 where nothing is known
	 * @param found labels of the same size; objects numbered anew in each plane of a 2D model, in each frame of a 3D one
	 * @return 0 to 1: of objects AP at IoU 0.5, of classes the mean Dice of those but the first that occur in either
	 */
	static double of(final ModelFacts model, final LabelImage truth, final LabelImage found) {
		return model.task() == Task.INSTANCE ? objects(model, truth, found).averagePrecision() : dice(model.classValues(),
			truth, found);
	}

	private static Matches objects(final ModelFacts model, final LabelImage truth, final LabelImage found) {
		Matches all = Matches.NONE;
		if (model.dimensions() == 3) for (int t = 0; t < truth.size()[0]; t++) all = all.plus(matches(truth.volume(t), found
			.volume(t), size(truth)));
		else for (int p = 0; p < truth.planes(); p++) all = all.plus(matches(truth.plane(p), found.plane(p), size(truth)));
		return all;
	}

	private static int[] size(final LabelImage labels) {
		final long[] size = labels.size();
		return new int[] { (int) size[2], (int) size[3] };
	}

	/**
	 * @param truth true objects, -1 where nothing is known; of an object at the border of that nobody can say how large it is
	 * @param found objects that were found; of an object that lies mostly where nothing is known nobody can say whether it is
	 *          right
	 * @param plane {height, width} of the plane, or of each plane of a volume
	 * @return how many match at IoU 0.5, on the known pixels
	 */
	static Matches matches(final int[] truth, final int[] found, final int... plane) {
		return ofWhole(withoutCut(truth, plane), found);
	}

	/** @return the true objects without those that touch, in their plane, what is not known */
	private static int[] withoutCut(final int[] truth, final int[] plane) {
		final Set<Integer> cut = new HashSet<>();
		final int pixels = plane[0] * plane[1];
		for (int i = 0; i < truth.length; i++) {
			if (truth[i] <= 0) continue;
			final int x = i % plane[1];
			final int y = i % pixels / plane[1];
			if (x > 0 && truth[i - 1] < 0 || x < plane[1] - 1 && truth[i + 1] < 0 || y > 0 && truth[i - plane[1]] < 0 ||
				y < plane[0] - 1 && truth[i + plane[1]] < 0) cut.add(truth[i]);
		}
		if (cut.isEmpty()) return truth;
		return Arrays.stream(truth).map(label -> cut.contains(label) ? -1 : label).toArray();
	}

	private static Matches ofWhole(final int[] truth, final int[] found) {
		int highest = 0;
		for (final int label : found) highest = Math.max(highest, label);
		final int[] known = new int[highest + 1];
		final int[] all = new int[highest + 1];
		for (int i = 0; i < found.length; i++) {
			final int label = Math.max(0, found[i]);
			all[label]++;
			if (truth[i] >= 0) known[label]++;
		}
		final int[] judged = new int[found.length];
		for (int i = 0; i < found.length; i++) if (found[i] > 0 && 2 * known[found[i]] > all[found[i]]) judged[i] = found[i];
		return InstanceMatching.of(truth, judged).at(0.5);
	}

	private static double dice(final List<Integer> values, final LabelImage truth, final LabelImage found) {
		double sum = 0;
		int classes = 0;
		for (int k = 1; k < values.size(); k++) {
			Overlap all = new Overlap(0, 0, 0);
			for (int p = 0; p < truth.planes(); p++) all = all.plus(Overlap.ofClass(truth.plane(p), found.plane(p), values.get(
				k)));
			if (all.truth() + all.predicted() == 0) continue;
			sum += all.dice();
			classes++;
		}
		return classes == 0 ? 1 : sum / classes;
	}
}
