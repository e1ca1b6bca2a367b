package io.github.rwkvsss.correct;

import java.awt.Rectangle;

/** Pixels of a plane that somebody drew: an outline, a stroke of the brush, a mask. May reach out of the plane. Immutable. */
public final class EditRegion {

	/** Beyond these, a region was not drawn by hand. */
	private static final long MOST_PIXELS = 1L << 28;

	private final Rectangle box;
	private final boolean[] inside;

	private EditRegion(final Rectangle box, final boolean[] inside) {
		this.box = box;
		this.inside = inside;
	}

	/**
	 * @param box place of the mask in the plane, in pixels
	 * @param inside row-major, as many as the box has; copied
	 * @throws IllegalArgumentException if they are not as many
	 */
	public static EditRegion mask(final Rectangle box, final boolean[] inside) {
		if (inside.length != (long) box.width * box.height) throw new IllegalArgumentException("the mask has " + inside.length +
			" pixels, but its box is " + box.width + " x " + box.height);
		return new EditRegion(new Rectangle(box), inside.clone());
	}

	/**
	 * A closed outline: the pixels whose centres lie inside by the even-odd rule.
	 *
	 * @param x of the corners, in pixels; pixel 0 reaches from 0 to 1
	 * @param y as many
	 */
	public static EditRegion polygon(final double[] x, final double[] y) {
		final Rectangle box = bounds(x, y, 0);
		final boolean[] inside = new boolean[box.width * box.height];
		for (int row = 0; row < box.height; row++) {
			final double at = box.y + row + 0.5;
			for (int i = 0, j = x.length - 1; i < x.length; j = i++) {
				if (y[i] > at == y[j] > at) continue;
				final double crossing = x[i] + (at - y[i]) / (y[j] - y[i]) * (x[j] - x[i]);
				// All centres to the right of the edge change sides.
				final int first = Math.max(0, (int) Math.ceil(crossing - 0.5 - box.x));
				for (int column = first; column < box.width; column++) inside[row * box.width + column] ^= true;
			}
		}
		return new EditRegion(box, inside);
	}

	/**
	 * A stroke of a round brush: discs around all points of a polyline.
	 *
	 * @param x of its points, in pixels; one at least
	 * @param y as many
	 * @param radius of the brush in pixels; the pixels whose centres are no farther from the line belong to it
	 */
	public static EditRegion stroke(final double[] x, final double[] y, final double radius) {
		if (!(radius > 0)) throw new IllegalArgumentException("the brush has a radius of " + radius +
			" pixels, but must be larger than 0");
		final Rectangle box = bounds(x, y, radius);
		final boolean[] inside = new boolean[box.width * box.height];
		for (int i = 0; i < x.length; i++) {
			final int from = Math.max(0, i - 1);
			final Rectangle part = bounds(new double[] { x[from], x[i] }, new double[] { y[from], y[i] }, radius);
			for (int py = part.y; py < part.y + part.height; py++) for (int px = part.x; px < part.x + part.width; px++) {
				if (squareToSegment(px + 0.5, py + 0.5, x[from], y[from], x[i], y[i]) <= radius * radius) inside[(py - box.y) *
					box.width + px - box.x] = true;
			}
		}
		return new EditRegion(box, inside);
	}

	private static double squareToSegment(final double px, final double py, final double ax, final double ay, final double bx,
		final double by)
	{
		final double dx = bx - ax;
		final double dy = by - ay;
		final double square = dx * dx + dy * dy;
		final double along = square == 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / square));
		final double ex = px - ax - along * dx;
		final double ey = py - ay - along * dy;
		return ex * ex + ey * ey;
	}

	private static Rectangle bounds(final double[] x, final double[] y, final double margin) {
		if (x.length == 0 || x.length != y.length) throw new IllegalArgumentException("a line of " + x.length + " and " +
			y.length + " coordinates cannot be drawn");
		double left = Double.POSITIVE_INFINITY;
		double top = Double.POSITIVE_INFINITY;
		double right = Double.NEGATIVE_INFINITY;
		double bottom = Double.NEGATIVE_INFINITY;
		for (int i = 0; i < x.length; i++) {
			left = Math.min(left, x[i]);
			right = Math.max(right, x[i]);
			top = Math.min(top, y[i]);
			bottom = Math.max(bottom, y[i]);
		}
		final double width = right - left + 2 * margin + 2;
		final double height = bottom - top + 2 * margin + 2;
		if (!(width * height < MOST_PIXELS)) throw new IllegalArgumentException("a region of " + (long) width + " x " +
			(long) height + " pixels is larger than any object; draw it again");
		final int x0 = (int) Math.floor(left - margin);
		final int y0 = (int) Math.floor(top - margin);
		return new Rectangle(x0, y0, (int) Math.ceil(right + margin) - x0 + 1, (int) Math.ceil(bottom + margin) - y0 + 1);
	}

	/** @return the box around all its pixels, or more. A new one. */
	public Rectangle box() {
		return new Rectangle(box);
	}

	/** @return whether a pixel of the plane belongs to it */
	public boolean contains(final int x, final int y) {
		return box.contains(x, y) && inside[(y - box.y) * box.width + x - box.x];
	}
}
