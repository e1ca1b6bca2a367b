package io.github.rwkvsss.correct;

import java.awt.Rectangle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts into which a line cuts an object. Pixels hang together by their edges; those under the line go to the nearest
 * part, and so do crumbs, which a line along the border leaves.
 */
final class ObjectParts {

	/** Parts of fewer pixels are crumbs. */
	static final int SMALLEST = 4;

	private static final int OUTSIDE = 0;
	private static final int UNDECIDED = -1;

	private final int width;
	private final int height;
	/** By pixel of the box: 0 outside of the object, else a part's number. */
	private final int[] part;
	private final List<Integer> sizes = new ArrayList<>(List.of(0));
	/** Room for the pixels that a flood has reached. */
	private final int[] order;
	private final int count;

	private ObjectParts(final boolean[] object, final boolean[] line, final int width) {
		this.width = width;
		height = object.length / width;
		part = new int[object.length];
		order = new int[object.length];
		final int[] piece = new int[object.length];
		final int pieces = pieces(object, piece);
		final List<List<Integer>> of = new ArrayList<>();
		for (int p = 0; p <= pieces; p++) of.add(new ArrayList<>());
		for (int i = 0; i < object.length; i++) part[i] = object[i] && !line[i] ? Integer.MIN_VALUE : object[i] ? UNDECIDED
			: OUTSIDE;
		for (int i = 0; i < object.length; i++) {
			if (part[i] != Integer.MIN_VALUE) continue;
			final int number = sizes.size();
			final int size = flood(i, part, Integer.MIN_VALUE, number);
			sizes.add(size);
			if (size < SMALLEST) replace(number, UNDECIDED);
			else of.get(piece[i]).add(number);
		}
		int next = 2;
		final int[] names = new int[sizes.size()];
		final boolean[] whole = new boolean[pieces + 1];
		for (int p = 1; p <= pieces; p++) {
			whole[p] = of.get(p).size() < 2;
			final int largest = of.get(p).stream().max((a, b) -> sizes.get(a).equals(sizes.get(b)) ? b - a : sizes.get(a) - sizes
				.get(b)).orElse(0);
			for (final int number : of.get(p)) names[number] = number == largest ? 1 : next++;
		}
		count = next - 1;
		for (int i = 0; i < part.length; i++) {
			if (!object[i]) continue;
			if (whole[piece[i]]) part[i] = 1;
			else if (part[i] > 0) part[i] = names[part[i]];
		}
		decide();
	}

	/**
	 * @param object pixels of a box, row-major
	 * @param line those that are cut
	 * @param width of the box
	 */
	static ObjectParts of(final boolean[] object, final boolean[] line, final int width) {
		return new ObjectParts(object, line, width);
	}

	/** @return how many parts there are; 1 if the line does not divide the object */
	int count() {
		return count;
	}

	/** @return 0 outside of the object, 1 for what keeps the object's number, else the number of another part, from 2 */
	int at(final int pixel) {
		return part[pixel];
	}

	private int pieces(final boolean[] object, final int[] piece) {
		int pieces = 0;
		for (int i = 0; i < object.length; i++) piece[i] = object[i] ? UNDECIDED : OUTSIDE;
		for (int i = 0; i < object.length; i++) if (piece[i] == UNDECIDED) flood(i, piece, UNDECIDED, ++pieces);
		return pieces;
	}

	/** @return how many pixels got the new value */
	private int flood(final int seed, final int[] values, final int old, final int value) {
		int last = 0;
		order[0] = seed;
		values[seed] = value;
		for (int at = 0; at <= last; at++) {
			final int i = order[at];
			for (int side = 0; side < 4; side++) {
				final int n = neighbour(i, side);
				if (n < 0 || values[n] != old) continue;
				values[n] = value;
				order[++last] = n;
			}
		}
		return last + 1;
	}

	private void replace(final int old, final int value) {
		for (int i = 0; i < part.length; i++) if (part[i] == old) part[i] = value;
	}

	/** Lets the parts grow over what is undecided, each as fast. */
	private void decide() {
		final ArrayDeque<Integer> front = new ArrayDeque<>();
		for (int i = 0; i < part.length; i++) if (part[i] > 0) front.add(i);
		while (!front.isEmpty()) {
			final int i = front.remove();
			for (int side = 0; side < 4; side++) {
				final int n = neighbour(i, side);
				if (n < 0 || part[n] != UNDECIDED) continue;
				part[n] = part[i];
				front.add(n);
			}
		}
	}

	/** @return the pixel beside another one; -1 where the box ends */
	private int neighbour(final int i, final int side) {
		final int x = i % width;
		final int y = i / width;
		return switch (side) {
			case 0 -> x + 1 < width ? i + 1 : -1;
			case 1 -> x > 0 ? i - 1 : -1;
			case 2 -> y + 1 < height ? i + width : -1;
			default -> y > 0 ? i - width : -1;
		};
	}

	/**
	 * Marks the pixels under a line, so that on both sides of it none touch by an edge.
	 *
	 * @param x of its corners, in pixels
	 * @param y as many
	 * @return row-major pixels of the box
	 */
	static boolean[] line(final int[] x, final int[] y, final Rectangle box) {
		final boolean[] under = new boolean[box.width * box.height];
		for (int i = 0; i < x.length; i++) {
			final int from = Math.max(0, i - 1);
			final long dx = (long) x[i] - x[from];
			final long dy = (long) y[i] - y[from];
			final long steps = Math.max(1, Math.max(Math.abs(dx), Math.abs(dy)));
			for (long s = 0; s <= steps; s++) {
				final int px = x[from] + (int) Math.floorDiv(2 * s * dx + steps, 2 * steps) - box.x;
				final int py = y[from] + (int) Math.floorDiv(2 * s * dy + steps, 2 * steps) - box.y;
				if (px >= 0 && py >= 0 && px < box.width && py < box.height) under[py * box.width + px] = true;
			}
		}
		return under;
	}
}
