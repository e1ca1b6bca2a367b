package io.github.rwkvsss.label;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Objects of a label image as polygons along the edges of their pixels, valid as OGC simple features ask: pixels that
 * touch by a corner alone lie in polygons of their own, and no ring passes a point twice.
 */
public final class ObjectPolygons {

	/** Unit steps in the directions east, south, west, north, and where the pixel on a step's right hand lies. */
	private static final int[] STEP_X = { 1, 0, -1, 0 };
	private static final int[] STEP_Y = { 0, 1, 0, -1 };
	private static final int[] RIGHT_X = { 0, -1, -1, 0 };
	private static final int[] RIGHT_Y = { 0, 0, -1, -1 };

	/**
	 * A shell and the holes in it. Points are pixel corners (x, y), x to the right and y downwards; a ring does not repeat
	 * its first point. The shell has a positive area by the shoelace formula, the holes a negative one.
	 *
	 * @param rings the shell, then the holes; each of points of two numbers. Not to be changed.
	 */
	public record Polygon(List<int[][]> rings) {

		/** @return the same polygon so many pixels to the right and downwards */
		public Polygon moved(final int right, final int down) {
			return new Polygon(rings.stream().map(ring -> Arrays.stream(ring).map(point -> new int[] { point[0] + right,
				point[1] + down }).toArray(int[][]::new)).toList());
		}

		/** @return number of pixels in it */
		public long pixels() {
			return rings.stream().mapToLong(ObjectPolygons::area).sum() / 2;
		}
	}

	private final int width;
	private final int height;
	private final int left;
	private final int top;
	/** Piece of the pixel, from 1; 0 where the object is not. */
	private final int[] piece;

	private ObjectPolygons(final int[] labels, final int rowLength, final int label, final int[] box) {
		left = box[0];
		top = box[1];
		width = box[2] - left + 1;
		height = box[3] - top + 1;
		piece = new int[width * height];
		for (int i = 0; i < piece.length; i++) piece[i] = labels[(top + i / width) * rowLength + left + i % width] == label ? -1
			: 0;
	}

	/**
	 * @param labels row-major, 0 for background; not retained
	 * @param width pixels of a row
	 * @return the polygons of each label that occurs, by rising label; one for each of its pieces that are connected by
	 *         edges, in the order of their first pixels
	 * @throws IllegalArgumentException if the labels are no whole rows
	 */
	public static Map<Integer, List<Polygon>> of(final int[] labels, final int width) {
		if (width < 1 || labels.length % width != 0) throw new IllegalArgumentException("label image of " + labels.length +
			" pixels has no whole rows of " + width);
		final Map<Integer, int[]> boxes = new TreeMap<>();
		for (int i = 0; i < labels.length; i++) {
			if (labels[i] == 0) continue;
			final int x = i % width;
			final int y = i / width;
			final int[] box = boxes.computeIfAbsent(labels[i], label -> new int[] { x, y, x, y });
			box[0] = Math.min(box[0], x);
			box[2] = Math.max(box[2], x);
			box[3] = y;
		}
		final Map<Integer, List<Polygon>> polygons = new TreeMap<>();
		boxes.forEach((label, box) -> polygons.put(label, new ObjectPolygons(labels, width, label, box).trace()));
		return polygons;
	}

	private List<Polygon> trace() {
		int pieces = 0;
		for (int i = 0; i < piece.length; i++) if (piece[i] < 0) fill(i, ++pieces);
		final List<List<int[][]>> found = new ArrayList<>();
		for (int p = 0; p < pieces; p++) found.add(new ArrayList<>());
		final boolean[] passed = new boolean[piece.length];
		for (int y = 0; y < height; y++) for (int x = 0; x < width; x++) {
			final int here = at(x, y);
			// Every ring has a step to the east, above a pixel of the object.
			if (here == 0 || at(x, y - 1) == here || passed[y * width + x]) continue;
			for (final int[][] ring : simple(ring(x, y, here, passed))) {
				// The shell comes first.
				if (area(ring) > 0) found.get(here - 1).add(0, ring);
				else found.get(here - 1).add(ring);
			}
		}
		return found.stream().map(rings -> new Polygon(List.copyOf(rings))).toList();
	}

	private void fill(final int start, final int number) {
		final ArrayDeque<Integer> open = new ArrayDeque<>(List.of(start));
		piece[start] = number;
		while (!open.isEmpty()) {
			final int i = open.pop();
			for (int d = 0; d < 4; d++) {
				final int x = i % width + STEP_X[d];
				final int y = i / width + STEP_Y[d];
				if (at(x, y) >= 0) continue;
				piece[y * width + x] = number;
				open.push(y * width + x);
			}
		}
	}

	private int at(final int x, final int y) {
		return x < 0 || y < 0 || x >= width || y >= height ? 0 : piece[y * width + x];
	}

	/** @return the corners of the boundary that goes east above a pixel, the piece on its right hand */
	private List<int[]> ring(final int startX, final int startY, final int number, final boolean[] passed) {
		final List<int[]> corners = new ArrayList<>();
		int x = startX;
		int y = startY;
		int direction = 0;
		do {
			if (direction == 0) passed[y * width + x] = true;
			x += STEP_X[direction];
			y += STEP_Y[direction];
			final int leftTurn = (direction + 3) % 4;
			// At a corner where two pixels touch, the ring stays with the pixel that it came along.
			final int turn = at(x + RIGHT_X[direction], y + RIGHT_Y[direction]) != number ? (direction + 1) % 4 : at(x +
				RIGHT_X[leftTurn], y + RIGHT_Y[leftTurn]) == number ? leftTurn : direction;
			if (turn != direction) corners.add(new int[] { x + left, y + top });
			direction = turn;
		}
		while (x != startX || y != startY || direction != 0);
		return corners;
	}

	/** @return the parts of a ring between points that it passes twice, each a ring of its own */
	private static List<int[][]> simple(final List<int[]> ring) {
		final List<int[][]> parts = new ArrayList<>();
		final List<int[]> path = new ArrayList<>();
		final Map<List<Integer>, Integer> places = new HashMap<>();
		for (final int[] corner : ring) {
			final List<Integer> point = List.of(corner[0], corner[1]);
			final Integer before = places.get(point);
			if (before != null) {
				final List<int[]> loop = path.subList(before, path.size());
				parts.add(withoutStraights(loop));
				for (final int[] left : loop) places.remove(List.of(left[0], left[1]));
				loop.clear();
			}
			places.put(point, path.size());
			path.add(corner);
		}
		parts.add(withoutStraights(path));
		return parts;
	}

	/** Cutting a ring may leave a corner that is none. */
	private static int[][] withoutStraights(final List<int[]> ring) {
		final List<int[]> corners = new ArrayList<>();
		for (int i = 0; i < ring.size(); i++) {
			final int[] before = ring.get((i + ring.size() - 1) % ring.size());
			final int[] after = ring.get((i + 1) % ring.size());
			final boolean straight = before[0] == after[0] || before[1] == after[1];
			if (!straight) corners.add(ring.get(i));
		}
		return corners.toArray(new int[0][]);
	}

	/** @return twice the area by the shoelace formula */
	static long area(final int[][] ring) {
		long sum = 0;
		for (int i = 0; i < ring.length; i++) {
			final int[] next = ring[(i + 1) % ring.length];
			sum += (long) ring[i][0] * next[1] - (long) next[0] * ring[i][1];
		}
		return sum;
	}
}
