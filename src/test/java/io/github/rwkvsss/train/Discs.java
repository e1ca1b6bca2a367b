package io.github.rwkvsss.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Drawn images: bright discs on dark, noisy ground. */
final class Discs {

	private Discs() {}

	static List<Sample> draw(final int count, final int edge, final long seed) {
		final List<Sample> samples = new ArrayList<>();
		final Random random = new Random(seed);
		for (int i = 0; i < count; i++) {
			final float[] image = new float[edge * edge];
			final byte[] target = new byte[edge * edge];
			for (int d = 0; d < 3; d++) {
				final double y = random.nextInt(edge);
				final double x = random.nextInt(edge);
				final double radius = edge * (0.1 + 0.1 * random.nextDouble());
				for (int p = 0; p < image.length; p++) if (Math.hypot(p / edge - y, p % edge - x) <= radius) target[p] = 1;
			}
			for (int p = 0; p < image.length; p++) image[p] = (float) (0.2 + 0.6 * target[p] + 0.05 * random.nextGaussian());
			samples.add(new Sample("discs " + i, image, target, null, 1, new int[] { 1, edge, edge }));
		}
		return samples;
	}
}
