package io.github.rwkvsss.correct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a cut must give, found by joining sets and by distances that are lowered until none changes. */
final class SplitReference {

	private SplitReference() {}

	static void check(final boolean[] object, final boolean[] line, final int width, final ObjectParts found) {
		final boolean[] rest = new boolean[object.length];
		for (int i = 0; i < object.length; i++) rest[i] = object[i] && !line[i];
		final int[] piece = sets(object, width);
		final int[] part = sets(rest, width);
		final Map<Integer, Set<Integer>> partsOf = new HashMap<>();
		final Map<Integer, List<Integer>> pixels = new HashMap<>();
		for (int i = 0; i < part.length; i++) if (rest[i]) pixels.computeIfAbsent(part[i], k -> new ArrayList<>()).add(i);
		pixels.values().removeIf(list -> list.size() < ObjectParts.SMALLEST);
		pixels.keySet().forEach(set -> partsOf.computeIfAbsent(piece[set], k -> new TreeSet<>()).add(set));
		int expected = 1;
		for (final Set<Integer> parts : partsOf.values()) if (parts.size() > 1) expected += parts.size() - 1;
		assertEquals(expected, found.count());
		final Set<Integer> numbers = new HashSet<>();
		for (int i = 0; i < object.length; i++) {
			assertEquals(object[i], found.at(i) > 0, "a pixel was lost or won");
			if (!object[i]) continue;
			numbers.add(found.at(i));
			final Set<Integer> parts = partsOf.getOrDefault(piece[i], Set.of());
			if (parts.size() < 2) {
				assertEquals(1, found.at(i));
				continue;
			}
			int nearest = Integer.MAX_VALUE;
			int own = Integer.MAX_VALUE;
			for (final int set : parts) {
				final int distance = distances(object, width, pixels.get(set))[i];
				nearest = Math.min(nearest, distance);
				if (found.at(set) == found.at(i)) own = Math.min(own, distance);
			}
			assertEquals(nearest, own, "not the nearest part");
		}
		assertEquals(expected == 1 && numbers.isEmpty() ? 0 : expected, numbers.size());
		for (final Set<Integer> parts : partsOf.values()) {
			if (parts.size() < 2) continue;
			final int most = parts.stream().mapToInt(set -> pixels.get(set).size()).max().orElseThrow();
			assertTrue(parts.stream().anyMatch(set -> found.at(set) == 1 && pixels.get(set).size() == most),
				"the largest part lost its number");
		}
	}

	/** @return of each pixel the first one that it hangs together with */
	private static int[] sets(final boolean[] inside, final int width) {
		final int[] set = new int[inside.length];
		for (int i = 0; i < set.length; i++) set[i] = i;
		for (boolean changed = true; changed;) {
			changed = false;
			for (int i = 0; i < set.length; i++) for (final int n : beside(i, width, set.length)) {
				if (!inside[i] || !inside[n] || set[n] >= set[i]) continue;
				set[i] = set[n];
				changed = true;
			}
		}
		return set;
	}

	/** @return steps from edge to edge within the object */
	private static int[] distances(final boolean[] object, final int width, final List<Integer> from) {
		final int[] distance = new int[object.length];
		java.util.Arrays.fill(distance, 1 << 20);
		for (final int i : from) distance[i] = 0;
		for (boolean changed = true; changed;) {
			changed = false;
			for (int i = 0; i < distance.length; i++) for (final int n : beside(i, width, distance.length)) {
				if (!object[i] || !object[n] || distance[n] + 1 >= distance[i]) continue;
				distance[i] = distance[n] + 1;
				changed = true;
			}
		}
		return distance;
	}

	private static List<Integer> beside(final int i, final int width, final int all) {
		final List<Integer> beside = new ArrayList<>();
		if (i % width > 0) beside.add(i - 1);
		if (i % width < width - 1) beside.add(i + 1);
		if (i >= width) beside.add(i - width);
		if (i + width < all) beside.add(i + width);
		return beside;
	}
}
