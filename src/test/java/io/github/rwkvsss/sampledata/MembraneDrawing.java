package io.github.rwkvsss.sampledata;

import java.util.Random;

/**
 * Brain tissue in an electron microscope: cells of very different size pressed together, dark warped membranes between
 * them, vesicles, grain. Labels: 0 membrane, 255 cell.
 */
final class MembraneDrawing {

	private static final double HALF_WIDTH = 2.6;

	/** Drawn around the picture and cut off, since grain is coarser along a border. */
	private static final int MARGIN = 45;

	private final int cutSize;
	private final int size;
	private final Random random;
	private final double[] seedX;
	private final double[] seedY;
	private final double[] shade;

	/** @param size width and height in pixels */
	MembraneDrawing(final int size, final int cells, final long seed) {
		cutSize = size;
		this.size = size + 2 * MARGIN;
		random = new Random(seed);
		seedX = new double[cells];
		seedY = new double[cells];
		shade = new double[cells];
		for (int i = 0; i < cells; i++) placeCell(i);
	}

	/** Cells keep a distance that grows with their number, so that the first are large and the last fill the gaps. */
	private void placeCell(final int i) {
		final double apart = i < 6 ? 70 : 24;
		boolean free = false;
		for (int attempt = 0; attempt < 500 && !free; attempt++) {
			seedX[i] = (random.nextDouble() * 1.2 - 0.1) * size;
			seedY[i] = (random.nextDouble() * 1.2 - 0.1) * size;
			free = true;
			for (int j = 0; j < i; j++) {
				final double keep = j < 6 ? Math.max(apart, 52) : apart;
				free &= StrictMath.hypot(seedX[i] - seedX[j], seedY[i] - seedY[j]) >= keep;
			}
		}
		shade[i] = 9 * random.nextGaussian();
	}

	Drawing draw() {
		final Field warpX = Field.grain(size, size, 14, random);
		final Field warpY = Field.grain(size, size, 14, random);
		final Field wiggleX = Field.grain(size, size, 4, random);
		final Field wiggleY = Field.grain(size, size, 4, random);
		final Field picture = new Field(size, size);
		final int[] labels = new int[size * size];
		for (int i = 0; i < labels.length; i++) {
			final double x = i % size + 7 * warpX.values[i] + 1.2 * wiggleX.values[i];
			final double y = i / size + 7 * warpY.values[i] + 1.2 * wiggleY.values[i];
			final int cell = nearest(x, y, -1);
			final int neighbour = nearest(x, y, cell);
			final double toBorder = toBorder(x, y, cell, neighbour);
			labels[i] = toBorder < HALF_WIDTH ? 0 : 255;
			final double dark = StrictMath.exp(-0.5 * toBorder * toBorder / (1.9 * 1.9));
			picture.values[i] = 154 + shade[cell] - (84 + shade[cell]) * dark;
		}
		addVesicles(picture, labels);
		addGrain(picture);
		return new Drawing(cutSize, cutSize, cut(picture.toBytes()), cut(labels));
	}

	private int[] cut(final int[] values) {
		final int[] inner = new int[cutSize * cutSize];
		for (int y = 0; y < cutSize; y++) System.arraycopy(values, (y + MARGIN) * size + MARGIN, inner, y * cutSize, cutSize);
		return inner;
	}

	private int nearest(final double x, final double y, final int except) {
		int best = -1;
		double least = Double.MAX_VALUE;
		for (int i = 0; i < seedX.length; i++) {
			final double distance = squared(x, y, i);
			if (i != except && distance < least) {
				least = distance;
				best = i;
			}
		}
		return best;
	}

	private double squared(final double x, final double y, final int cell) {
		return (x - seedX[cell]) * (x - seedX[cell]) + (y - seedY[cell]) * (y - seedY[cell]);
	}

	/** Distance from the line that halves the way between two cells. */
	private double toBorder(final double x, final double y, final int cell, final int neighbour) {
		final double apart = StrictMath.hypot(seedX[cell] - seedX[neighbour], seedY[cell] - seedY[neighbour]);
		return (squared(x, y, neighbour) - squared(x, y, cell)) / (2 * apart);
	}

	/** Small rings and spots inside cells, which are no membranes. */
	private void addVesicles(final Field picture, final int[] labels) {
		for (int n = 0; n < size * size / 450; n++) {
			final double x = random.nextDouble() * size;
			final double y = random.nextDouble() * size;
			final double radius = 1 + 2.2 * random.nextDouble();
			final double strength = 14 + 24 * random.nextDouble();
			if (labels[(int) y * size + (int) x] == 0) continue;
			for (int py = (int) Math.max(0, y - 8); py < Math.min(size, y + 9); py++) {
				for (int px = (int) Math.max(0, x - 8); px < Math.min(size, x + 9); px++) {
					final double off = StrictMath.hypot(px - x, py - y) - radius;
					picture.values[py * size + px] -= strength * StrictMath.exp(-off * off);
				}
			}
		}
	}

	private void addGrain(final Field picture) {
		final Field uneven = Field.grain(size, size, 30, random);
		final Field plasma = Field.grain(size, size, 3.5, random);
		final Field texture = Field.grain(size, size, 1.3, random);
		final Field fine = Field.grain(size, size, 0.6, random);
		for (int i = 0; i < picture.values.length; i++) {
			picture.values[i] += 9 * uneven.values[i] + 12 * plasma.values[i] + 19 * texture.values[i] + 12 * fine.values[i];
		}
	}
}
