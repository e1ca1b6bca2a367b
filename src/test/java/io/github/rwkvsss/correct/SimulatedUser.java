package io.github.rwkvsss.correct;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import ij.gui.Roi;
import io.github.rwkvsss.image.LabelImage;

/**
 * Somebody who knows the true objects of a plane and corrects a few that a model found: finds a rectangle that is not done yet in
 * which there are at most so many errors, deletes what is none, adds what is missing, draws anew what is not well outlined, and
 * marks the rectangle as done. Objects that are outlined well stay as the model found them.
 */
public final class SimulatedUser {

	/** An outline of this IoU is taken for right, as people do. */
	private static final double GOOD = 0.75;
	private static final int STEP = 16;

	private final int[] truth;
	private final int width;
	private final int height;
	private final int most;
	private final boolean[] done;
	private final int[] labels;
	private int corrected;

	/** @param most objects that are corrected in a round */
	public SimulatedUser(final LabelImage truth, final int most) {
		this.truth = truth.plane(0);
		height = (int) truth.size()[2];
		width = (int) truth.size()[3];
		this.most = most;
		done = new boolean[this.truth.length];
		labels = new int[this.truth.length];
	}

	/**
	 * @param found what the model found, a number per object
	 * @return the rectangle that is done now; its labels are in {@link #labels}
	 */
	public Roi correct(final int[] found) {
		final Objects objects = new Objects(found);
		final Collection<int[]> wrong = wrong(objects, found);
		int[] best = null;
		int mostErrors = 0;
		for (int h = 2 * STEP; h <= Math.min(height, 16 * STEP); h += STEP) for (int w = 2 * STEP; w <= Math.min(width, 16 *
			STEP); w += STEP) for (int y = 0; y + h <= height; y += STEP) for (int x = 0; x + w <= width; x += STEP)
		{
			if (w > 2 * h || h > 2 * w || 4 * w * h > width * height) continue;
			final int[] box = { x, y, w, h };
			final int errors = errors(wrong, box);
			// Of equal ones the smallest: that is where errors are dense.
			if (errors <= most && errors > 0 && (errors > mostErrors || errors == mostErrors && best != null && w * h < best[2] *
				best[3]) && isFresh(box))
			{
				best = box;
				mostErrors = errors;
			}
		}
		if (best == null) throw new IllegalStateException("there is nothing to correct");
		corrected = mostErrors;
		for (int y = best[1]; y < best[1] + best[3]; y++) for (int x = best[0]; x < best[0] + best[2]; x++) {
			final int i = y * width + x;
			done[i] = true;
			labels[i] = objects.corrected(i, found);
		}
		return new Roi(best[0], best[1], best[2], best[3]);
	}

	/** @return how many objects were corrected in the last round */
	public int corrected() {
		return corrected;
	}

	/** @return what is true so far, -1 elsewhere */
	public int[] known() {
		final int[] known = labels.clone();
		for (int i = 0; i < known.length; i++) if (!done[i]) known[i] = -1;
		return known;
	}

	/** @return the true objects of the rest; an object that is done in part belongs to neither */
	public int[] rest() {
		final Set<Integer> touched = new HashSet<>();
		for (int i = 0; i < truth.length; i++) if (done[i]) touched.add(truth[i]);
		final int[] rest = truth.clone();
		for (int i = 0; i < rest.length; i++) if (done[i] || rest[i] > 0 && touched.contains(rest[i])) rest[i] = -1;
		return rest;
	}

	/** @return how many wrong objects reach into a box, by their own boxes */
	private static int errors(final Collection<int[]> wrong, final int[] box) {
		int errors = 0;
		for (final int[] each : wrong) if (each[0] < box[0] + box[2] && each[2] >= box[0] && each[1] < box[1] + box[3] &&
			each[3] >= box[1]) errors++;
		return errors;
	}

	private boolean isFresh(final int[] box) {
		for (int y = box[1]; y < box[1] + box[3]; y++) for (int x = box[0]; x < box[0] + box[2]; x++) if (done[y * width + x])
			return false;
		return true;
	}

	/** @return {left, top, right, bottom} of each object that is missing, not outlined well, or none */
	private Collection<int[]> wrong(final Objects objects, final int[] found) {
		final Map<Integer, int[]> wrong = new HashMap<>();
		for (int i = 0; i < truth.length; i++) {
			if (truth[i] > 0 && !objects.good.containsKey(truth[i])) reach(wrong, truth[i], i);
			// What was found over a true object is drawn anew with it, and is no second correction.
			if (found[i] > 0 && !objects.meets[found[i]]) reach(wrong, -found[i], i);
		}
		return wrong.values();
	}

	private void reach(final Map<Integer, int[]> boxes, final int object, final int pixel) {
		final int x = pixel % width;
		final int y = pixel / width;
		final int[] box = boxes.computeIfAbsent(object, key -> new int[] { x, y, x, y });
		box[0] = Math.min(box[0], x);
		box[2] = Math.max(box[2], x);
		box[3] = y;
	}

	/** Which true and found objects go together. */
	private final class Objects {

		/** Found object of each true one that is outlined well. */
		private final Map<Integer, Integer> good = new HashMap<>();
		/** Whether a found object meets any true one. */
		private final boolean[] meets;

		Objects(final int[] found) {
			final int[] trueArea = new int[Arrays.stream(truth).max().orElse(0) + 1];
			final int[] foundArea = new int[Arrays.stream(found).max().orElse(0) + 1];
			final Map<Long, Integer> both = new HashMap<>();
			meets = new boolean[foundArea.length];
			for (int i = 0; i < truth.length; i++) {
				trueArea[truth[i]]++;
				foundArea[found[i]]++;
				if (truth[i] > 0 && found[i] > 0) {
					both.merge((long) truth[i] << 32 | found[i], 1, Integer::sum);
					meets[found[i]] = true;
				}
			}
			both.forEach((pair, pixels) -> {
				final int t = (int) (pair >> 32);
				final int f = (int) (long) pair;
				if ((double) pixels / (trueArea[t] + foundArea[f] - pixels) >= GOOD) good.put(t, f);
			});
		}

		/** @return label of a pixel after the corrections */
		int corrected(final int pixel, final int[] found) {
			final int t = truth[pixel];
			if (t > 0 && !good.containsKey(t)) return t;
			// Of a good object the model's outline stays.
			for (final Map.Entry<Integer, Integer> each : good.entrySet()) if (found[pixel] == each.getValue()) return each
				.getKey();
			return 0;
		}
	}
}
