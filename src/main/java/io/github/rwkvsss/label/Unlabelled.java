package io.github.rwkvsss.label;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.rwkvsss.image.LabelImage;

/** What those pixels of an annotated plane mean that nobody labelled. */
public enum Unlabelled {

		/** A rim around each labelled region is background; of the rest nothing is known. */
		MARGIN,
		/** All of them are background. */
		BACKGROUND,
		/** Nothing is known of them. */
		IGNORE;

	private static final int LEAST_MARGIN = 2;
	private static final int MOST_MARGIN = 16;

	/**
	 * Turns pixels from not annotated into background. Planes in which nothing is labelled stay as they are: nobody
	 * looked at them.
	 *
	 * @param labels {@link InstanceTargets#IGNORED_LABEL} where not annotated; changed in place
	 * @param margin width of the rim in pixels; 0 for an eighth of a region's usual diameter, 2 to 16
	 */
	public void fill(final LabelImage labels, final int margin) {
		if (this == IGNORE) return;
		final int reach = margin > 0 ? margin : fittingMargin(labels);
		final int width = Math.toIntExact(labels.size()[3]);
		for (int p = 0; p < labels.planes(); p++) {
			final int[] plane = labels.plane(p);
			if (Arrays.stream(plane).allMatch(label -> label == InstanceTargets.IGNORED_LABEL)) continue;
			final boolean[] near = this == MARGIN ? near(plane, width, reach) : null;
			for (int i = 0; i < plane.length; i++) if (plane[i] == InstanceTargets.IGNORED_LABEL && (near == null || near[i]))
				plane[i] = 0;
		}
	}

	private static int fittingMargin(final LabelImage labels) {
		final List<Integer> areas = new ArrayList<>();
		for (int p = 0; p < labels.planes(); p++) {
			final Map<Integer, Integer> counts = new HashMap<>();
			for (final int label : labels.plane(p)) if (label > 0) counts.merge(label, 1, Integer::sum);
			areas.addAll(counts.values());
		}
		if (areas.isEmpty()) return LEAST_MARGIN;
		Collections.sort(areas);
		final double diameter = Math.sqrt(4 * areas.get(areas.size() / 2) / Math.PI);
		return (int) Math.max(LEAST_MARGIN, Math.min(MOST_MARGIN, Math.round(diameter / 8)));
	}

	/** Pixels within a square of that reach about a labelled one that is no background. */
	private static boolean[] near(final int[] plane, final int width, final int reach) {
		final boolean[] along = new boolean[plane.length];
		for (int i = 0; i < plane.length; i++) {
			if (plane[i] <= 0) continue;
			final int x = i % width;
			Arrays.fill(along, i - Math.min(x, reach), i + Math.min(width - 1 - x, reach) + 1, true);
		}
		final int height = plane.length / width;
		final boolean[] near = new boolean[plane.length];
		for (int i = 0; i < plane.length; i++) {
			if (!along[i]) continue;
			final int y = i / width;
			for (int to = Math.max(0, y - reach); to <= Math.min(height - 1, y + reach); to++) near[to * width + i % width] =
				true;
		}
		return near;
	}
}
