package io.github.rwkvsss.sampledata;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Fluorescent nuclei of any size as other laboratories' slides show them: bright and dim ones side by side, specks, dead
 * cells, uneven light, blur, noise, any bit depth. Labels number the nuclei from 1; specks and dead cells are background.
 * The light of the brightest nucleus is 1 until the camera takes the picture.
 */
final class HardNuclei {

	private record Nucleus(double x, double y, double major, double minor, double angle, double brightness) {

		/** @return 1 on the rim, below inside */
		double distance(final double px, final double py) {
			final double u = (px - x) * StrictMath.cos(angle) + (py - y) * StrictMath.sin(angle);
			final double v = (py - y) * StrictMath.cos(angle) - (px - x) * StrictMath.sin(angle);
			return StrictMath.hypot(u / major, v / minor);
		}

		double radius() {
			return StrictMath.sqrt(major * minor);
		}
	}

	private final int edge;
	private final double diameter;
	private final Random random;
	private double range = 1;
	private int specks;
	private int deadCells;
	private double shading;
	private double blur;
	private double noise = 0.01;
	private int levels = 255;

	/**
	 * @param edge of the square image in pixels
	 * @param diameter mean of the nuclei, in pixels
	 */
	HardNuclei(final int edge, final double diameter, final long seed) {
		this.edge = edge;
		this.diameter = diameter;
		random = new Random(seed);
	}

	/** @param factor brightest over dimmest nucleus */
	HardNuclei brightness(final double factor) {
		range = factor;
		return this;
	}

	/** @param number bright specks of 2 to 5 pixels */
	HardNuclei specks(final int number) {
		specks = number;
		return this;
	}

	/** @param number discs of about a nucleus' size, five times as bright as the brightest */
	HardNuclei deadCells(final int number) {
		deadCells = number;
		return this;
	}

	/** @param share of the light that is lost from one side to the other; as much glow is added on the other */
	HardNuclei shading(final double share) {
		shading = share;
		return this;
	}

	/** @param sigma of the optics' blur in pixels */
	HardNuclei blur(final double sigma) {
		blur = sigma;
		return this;
	}

	/** @param deviation of the camera's noise, as a share of the dimmest nucleus */
	HardNuclei noise(final double deviation) {
		noise = deviation;
		return this;
	}

	/** @param highest value of the camera: 255, 4095 or 65535 */
	HardNuclei levels(final int highest) {
		levels = highest;
		return this;
	}

	/** @param count nuclei wanted; every fifth touches the one before */
	Drawing draw(final int count) {
		final List<Nucleus> nuclei = new ArrayList<>();
		for (int attempts = 0; nuclei.size() < count && attempts < 300 * count; attempts++) {
			final boolean pair = nuclei.size() % 5 == 1;
			final Nucleus next = next(pair ? nuclei.get(nuclei.size() - 1) : null);
			if (fits(next, nuclei, pair)) nuclei.add(next);
		}
		final int[] labels = labels(nuclei);
		return new Drawing(edge, edge, image(nuclei, labels), labels);
	}

	private Nucleus next(final Nucleus beside) {
		final double radius = diameter / 2 * (0.85 + 0.3 * random.nextDouble());
		final double stretch = 1 + 0.3 * random.nextDouble();
		final double brightness = StrictMath.exp(-StrictMath.log(range) * random.nextDouble());
		final double turn = 2 * Math.PI * random.nextDouble();
		final double apart = beside == null ? 0 : 0.97 * (beside.radius() + radius);
		final double x = beside == null ? edge * random.nextDouble() : beside.x + apart * StrictMath.cos(turn);
		final double y = beside == null ? edge * random.nextDouble() : beside.y + apart * StrictMath.sin(turn);
		return new Nucleus(x, y, radius * StrictMath.sqrt(stretch), radius / StrictMath.sqrt(stretch), Math.PI * random
			.nextDouble(), brightness);
	}

	private boolean fits(final Nucleus next, final List<Nucleus> nuclei, final boolean pair) {
		if (next.x < 0 || next.y < 0 || next.x > edge || next.y > edge) return false;
		for (int i = 0; i < nuclei.size(); i++) {
			final Nucleus other = nuclei.get(i);
			final double gap = (pair && i == nuclei.size() - 1 ? 0.95 : 1.3) * (other.radius() + next.radius());
			if (StrictMath.hypot(next.x - other.x, next.y - other.y) < gap) return false;
		}
		return true;
	}

	private int[] labels(final List<Nucleus> nuclei) {
		final int[] labels = new int[edge * edge];
		for (int i = 0; i < labels.length; i++) {
			double nearest = 1;
			for (int n = 0; n < nuclei.size(); n++) {
				final double distance = nuclei.get(n).distance(i % edge, i / edge);
				if (distance >= nearest) continue;
				nearest = distance;
				labels[i] = n + 1;
			}
		}
		return labels;
	}

	private int[] image(final List<Nucleus> nuclei, final int[] labels) {
		final Field light = new Field(edge, edge);
		final Field chromatin = Field.grain(edge, edge, Math.max(0.8, diameter / 10), random);
		for (int i = 0; i < labels.length; i++) {
			if (labels[i] == 0) continue;
			final Nucleus nucleus = nuclei.get(labels[i] - 1);
			final double depth = StrictMath.sqrt(Math.max(0, 1 - nucleus.distance(i % edge, i / edge)));
			light.values[i] = nucleus.brightness * (0.6 + 0.4 * depth) * Math.max(0.5, 1 + 0.12 * chromatin.values[i]);
		}
		for (int k = 0; k < deadCells; k++) disc(light, labels, diameter * (0.4 + 0.2 * random.nextDouble()), 5);
		for (int k = 0; k < specks; k++) disc(light, labels, 1 + 1.5 * random.nextDouble(), 3 + 3 * random.nextDouble());
		light.blur(Math.max(0.6, blur));
		final double brightest = deadCells + specks > 0 ? 5 : 1.2;
		for (int i = 0; i < labels.length; i++) {
			final double across = (double) (i % edge) / edge;
			final double seen = light.values[i] * (1 - shading * across) + 0.05 + 0.3 * shading * (1 - across) / range;
			final double camera = seen + noise / range * random.nextGaussian();
			light.values[i] = levels * camera / (brightest + 0.1);
		}
		final int[] image = new int[labels.length];
		for (int i = 0; i < image.length; i++) image[i] = (int) Math.max(0, Math.min(levels, StrictMath.rint(light.values[i])));
		return image;
	}

	/** A bright disc over the background; tries to keep off the nuclei. */
	private void disc(final Field light, final int[] labels, final double radius, final double brightness) {
		int at = 0;
		for (int attempts = 0; attempts < 100; attempts++) {
			at = random.nextInt(labels.length);
			if (isFree(labels, at, (int) Math.ceil(radius) + 3)) break;
		}
		for (int i = 0; i < labels.length; i++) {
			if (labels[i] == 0 && StrictMath.hypot(i % edge - at % edge, i / edge - at / edge) <= radius) light.values[i] =
				brightness;
		}
	}

	private boolean isFree(final int[] labels, final int at, final int reach) {
		for (int y = Math.max(0, at / edge - reach); y <= Math.min(edge - 1, at / edge + reach); y++) {
			for (int x = Math.max(0, at % edge - reach); x <= Math.min(edge - 1, at % edge + reach); x++) {
				if (labels[y * edge + x] != 0) return false;
			}
		}
		return true;
	}
}
