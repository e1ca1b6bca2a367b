package io.github.rwkvsss.train;

import java.util.ArrayList;
import java.util.List;

/** New samples and those of before in one list, each as often as its share of the patches asks for. */
final class ReplayMix {

	/** Entries per sample that are aimed at, so that shares come out right to a few percent. */
	private static final int FINENESS = 8;

	private ReplayMix() {}

	/**
	 * @param fresh samples that are new; may be empty
	 * @param replayed samples of before; may be empty
	 * @param share of the list that is to be of those of before, 0 to below 1; not looked at if either list is empty
	 * @return every sample of both as often as needed, at least once unless its share is 0; entries are drawn alike
	 */
	static List<Sample> of(final List<Sample> fresh, final List<Sample> replayed, final double share) {
		if (fresh.isEmpty()) return replayed;
		if (replayed.isEmpty() || share == 0) return fresh;
		final double entries = FINENESS * Math.max(fresh.size() / (1 - share), replayed.size() / share);
		final List<Sample> mix = new ArrayList<>();
		repeat(fresh, (1 - share) * entries / fresh.size(), mix);
		repeat(replayed, share * entries / replayed.size(), mix);
		return mix;
	}

	private static void repeat(final List<Sample> samples, final double times, final List<Sample> into) {
		for (int i = 0; i < Math.max(1, Math.round(times)); i++) into.addAll(samples);
	}
}
