package io.github.rwkvsss.bench;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;

/** Bright discs in rows on a dark ground, about as large as nuclei are under a microscope. Always the same for a size. */
final class DrawnDiscs {

	private static final int PITCH = 24;
	private static final int DIAMETER = 18;

	private DrawnDiscs() {}

	/** @return (edge x edge) of 8 bits */
	static ImagePlus image(final int edge) {
		final ImageProcessor plane = new ByteProcessor(edge, edge);
		plane.setColor(10);
		plane.fill();
		draw(plane, number -> 120 + number % 80);
		plane.smooth();
		return new ImagePlus("discs", plane);
	}

	/** @return (edge x edge) of 16 bits, each disc's number from 1 */
	static ImagePlus labels(final int edge) {
		final ImageProcessor plane = new ShortProcessor(edge, edge);
		draw(plane, number -> number);
		return new ImagePlus("disc labels", plane);
	}

	@FunctionalInterface
	private interface Value {

		int of(int number);
	}

	private static void draw(final ImageProcessor plane, final Value value) {
		int number = 0;
		for (int y = 2; y + DIAMETER < plane.getHeight(); y += PITCH) {
			for (int x = 2; x + DIAMETER < plane.getWidth(); x += PITCH) {
				plane.setColor(value.of(++number));
				plane.fillOval(x, y, DIAMETER, DIAMETER);
			}
		}
	}
}
