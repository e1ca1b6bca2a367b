package io.github.rwkvsss.sampledata;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Nuclei under a fluorescence microscope: soft blobs of uneven brightness on a dark ground, some touching, with light
 * scattered around them, shading towards a corner, photon and camera noise. Labels number the nuclei from 1.
 */
final class NucleiDrawing {

	/** One nucleus: an ellipse with a wavy rim. */
	private record Nucleus(double x, double y, double major, double minor, double angle, double brightness, double wave,
		double phase)
	{

		/** @return 1 on the rim, below inside */
		double distance(final double px, final double py) {
			final double dx = px - x;
			final double dy = py - y;
			final double u = dx * StrictMath.cos(angle) + dy * StrictMath.sin(angle);
			final double v = dy * StrictMath.cos(angle) - dx * StrictMath.sin(angle);
			final double around = StrictMath.atan2(v, u);
			final double rim = 1 + wave * (StrictMath.sin(2 * around + phase) + 0.6 * StrictMath.sin(3 * around - phase));
			return StrictMath.hypot(u / major, v / minor) / rim;
		}
	}

	private final int width;
	private final int height;
	private final double radius;
	private final double brightness;
	private final double ground;
	private final double noise;
	private final Random random;
	private final List<Nucleus> nuclei = new ArrayList<>();

	/**
	 * @param radius mean radius in pixels
	 * @param brightness mean brightness above the ground
	 * @param ground brightness of the background
	 * @param noise standard deviation of the camera's noise
	 */
	NucleiDrawing(final int width, final int height, final double radius, final double brightness, final double ground,
		final double noise, final long seed)
	{
		this.width = width;
		this.height = height;
		this.radius = radius;
		this.brightness = brightness;
		this.ground = ground;
		this.noise = noise;
		random = new Random(seed);
	}

	/** @param count nuclei wanted; every fourth is set beside the one before, so that they touch */
	Drawing draw(final int count) {
		for (int attempts = 0; nuclei.size() < count && attempts < 200 * count; attempts++) {
			final boolean pair = nuclei.size() % 4 == 1;
			final Nucleus next = pair ? beside(nuclei.get(nuclei.size() - 1)) : anywhere();
			if (fits(next, pair)) nuclei.add(next);
		}
		final int[] labels = labels();
		return new Drawing(width, height, image(labels), labels);
	}

	private Nucleus anywhere() {
		return shaped(random.nextDouble() * width, random.nextDouble() * height);
	}

	private Nucleus beside(final Nucleus other) {
		final double angle = 2 * Math.PI * random.nextDouble();
		final Nucleus next = shaped(0, 0);
		final double distance = 0.93 * (mean(other) + mean(next));
		return new Nucleus(other.x + distance * StrictMath.cos(angle), other.y + distance * StrictMath.sin(angle), next.major,
			next.minor, next.angle, next.brightness, next.wave, next.phase);
	}

	private Nucleus shaped(final double x, final double y) {
		final double size = radius * (0.8 + 0.4 * random.nextDouble());
		final double stretch = 1 + 0.35 * random.nextDouble();
		final double bright = brightness * StrictMath.exp(0.35 * random.nextGaussian());
		return new Nucleus(x, y, size * StrictMath.sqrt(stretch), size / StrictMath.sqrt(stretch), Math.PI * random
			.nextDouble(), bright, 0.03 + 0.03 * random.nextDouble(), 2 * Math.PI * random.nextDouble());
	}

	private static double mean(final Nucleus nucleus) {
		return StrictMath.sqrt(nucleus.major * nucleus.minor);
	}

	private boolean fits(final Nucleus next, final boolean pair) {
		if (next.x < 0 || next.y < 0 || next.x > width || next.y > height) return false;
		for (int i = 0; i < nuclei.size(); i++) {
			final Nucleus other = nuclei.get(i);
			final boolean partner = pair && i == nuclei.size() - 1;
			final double gap = (partner ? 0.9 : 1.2) * (mean(other) + mean(next));
			if (StrictMath.hypot(next.x - other.x, next.y - other.y) < gap) return false;
		}
		return true;
	}

	private int[] labels() {
		final int[] labels = new int[width * height];
		for (int i = 0; i < labels.length; i++) {
			double nearest = 1;
			for (int n = 0; n < nuclei.size(); n++) {
				final double distance = nuclei.get(n).distance(i % width, i / width);
				if (distance < nearest) {
					nearest = distance;
					labels[i] = n + 1;
				}
			}
		}
		return labels;
	}

	private int[] image(final int[] labels) {
		final Field light = new Field(width, height);
		final Field chromatin = Field.grain(width, height, radius / 5, random);
		for (int i = 0; i < labels.length; i++) {
			if (labels[i] == 0) continue;
			final Nucleus nucleus = nuclei.get(labels[i] - 1);
			final double depth = StrictMath.sqrt(Math.max(0, 1 - nucleus.distance(i % width, i / width)));
			light.values[i] = nucleus.brightness * (0.55 + 0.55 * depth) * Math.max(0.35, 1 + 0.2 * chromatin.values[i]);
		}
		final Field scattered = new Field(width, height);
		System.arraycopy(light.values, 0, scattered.values, 0, light.values.length);
		light.blur(1.1);
		scattered.blur(radius);
		for (int i = 0; i < labels.length; i++) {
			final double x = (double) (i % width) / width;
			final double y = (double) (i / width) / height;
			final double shading = 1 - 0.3 * ((x - 0.4) * (x - 0.4) + (y - 0.6) * (y - 0.6));
			final double photons = (ground + light.values[i] + 0.06 * scattered.values[i]) * shading;
			// Shot noise: the variance grows with the light.
			light.values[i] = photons + StrictMath.sqrt(noise * noise + 0.12 * photons) * random.nextGaussian();
		}
		return light.toBytes();
	}
}
