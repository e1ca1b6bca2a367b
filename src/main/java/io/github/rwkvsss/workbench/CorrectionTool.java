package io.github.rwkvsss.workbench;

import java.awt.Color;
import java.util.Arrays;
import java.util.Optional;

import ij.gui.Line;
import ij.gui.PolygonRoi;
import ij.gui.Roi;

/** What the mouse does in an image: from where it was pressed to where it was released. */
enum CorrectionTool {

		/** A click takes an object away. */
		DELETE("Delete", 'D', "Click on an object to take it away") {

			@Override
			void apply(final Correcting to, final Drag drag) {
				to.delete(drag.x[0], drag.y[0]);
			}
		},
		/** A drag from one object to another makes them one. */
		MERGE("Merge", 'M', "Drag from one object to another to make them one") {

			@Override
			void apply(final Correcting to, final Drag drag) {
				to.merge(drag.x[0], drag.y[0], drag.lastX(), drag.lastY());
			}

			@Override
			Optional<Roi> sketch(final Drag drag, final int brush) {
				return Optional.of(line(drag));
			}
		},
		/** A line across an object divides it. */
		SPLIT("Split", 'S', "Drag a line across an object to divide it") {

			@Override
			void apply(final Correcting to, final Drag drag) {
				to.split(drag.x[0], drag.y[0], drag.lastX(), drag.lastY());
			}

			@Override
			Optional<Roi> sketch(final Drag drag, final int brush) {
				return Optional.of(line(drag));
			}
		},
		/** A stroke adds an object, or lets the one in which it begins grow. */
		BRUSH("Brush", 'B', "Paint a new object; begin inside an object to let it grow") {

			@Override
			void apply(final Correcting to, final Drag drag) {
				to.brush(drag.x, drag.y);
			}

			@Override
			Optional<Roi> sketch(final Drag drag, final int brush) {
				final float[] x = new float[drag.x.length];
				final float[] y = new float[drag.x.length];
				for (int i = 0; i < x.length; i++) {
					x[i] = (float) drag.x[i];
					y[i] = (float) drag.y[i];
				}
				final Roi stroke = new PolygonRoi(x, y, Roi.FREELINE);
				stroke.setStrokeWidth(2.0 * brush);
				stroke.setStrokeColor(new Color(255, 255, 0, 110));
				return Optional.of(stroke);
			}
		};

	/**
	 * The way of the mouse while its button was down, in pixels of the image.
	 *
	 * @param x at least one
	 * @param y as many
	 */
	record Drag(double[] x, double[] y) {

		/** @return the same way and one point more */
		Drag to(final double nextX, final double nextY) {
			final double[] longerX = Arrays.copyOf(x, x.length + 1);
			final double[] longerY = Arrays.copyOf(y, y.length + 1);
			longerX[x.length] = nextX;
			longerY[y.length] = nextY;
			return new Drag(longerX, longerY);
		}

		double lastX() {
			return x[x.length - 1];
		}

		double lastY() {
			return y[y.length - 1];
		}
	}

	private final String label;
	private final char key;
	private final String help;

	CorrectionTool(final String label, final char key, final String help) {
		this.label = label;
		this.key = key;
		this.help = help;
	}

	/** @return on its button */
	String label() {
		return label;
	}

	/** @return by which it is chosen */
	char key() {
		return key;
	}

	/** @return one sentence part */
	String help() {
		return help;
	}

	/** Does it, when the button is released. */
	abstract void apply(Correcting to, Drag drag);

	/** @return what is drawn meanwhile */
	Optional<Roi> sketch(final Drag drag, final int brush) {
		return Optional.empty();
	}

	private static Roi line(final Drag drag) {
		final Line line = new Line(drag.x[0], drag.y[0], drag.lastX(), drag.lastY());
		line.setStrokeColor(Color.YELLOW);
		line.setStrokeWidth(2);
		return line;
	}
}
