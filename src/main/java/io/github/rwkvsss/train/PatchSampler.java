package io.github.rwkvsss.train;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Cuts augmented patches out of samples: position, orientation, scale and elastic displacement in one linear
 * interpolation, then intensities. The patch of a step and index depends on the seed alone, so that a resumed
 * training sees the same patches.
 */
final class PatchSampler {

	private static final int KNOTS = 5;

	private final List<Sample> samples;
	private final TrainingSettings settings;
	private final int depth;
	private final int height;
	private final int width;
	private final int channels;

	PatchSampler(final List<Sample> samples, final TrainingSettings settings) {
		this.samples = samples;
		this.settings = settings;
		final List<Integer> patch = settings.patch();
		depth = patch.size() == 3 ? patch.get(0) : 1;
		height = patch.get(patch.size() - 2);
		width = patch.get(patch.size() - 1);
		channels = samples.get(0).channels();
	}

	/**
	 * @param step of the training, from 0
	 * @param index within the batch
	 * @param image filled from {@code index} times the patch's size, (D, H, W, C)
	 * @param target filled likewise, (D, H, W)
	 */
	void draw(final int step, final int index, final float[] image, final long[] target) {
		final SplittableRandom random = new SplittableRandom(settings.seed() * 0x9E3779B97F4A7C15L + step * 1_000_003L +
			index);
		final Sample sample = samples.get(random.nextInt(samples.size()));
		final boolean foreground = random.nextDouble() < settings.foregroundShare();
		final int place = sample.place(foreground, random);
		final Warp warp = new Warp(sample, place, random);
		final int pixels = depth * height * width;
		final Intensities intensities = new Intensities(settings.augmentation(), random);
		warp.fill(image, target, index * pixels);
		intensities.apply(image, index * pixels * channels, pixels, channels, random);
	}

	/** Where each pixel of the patch lies in the sample. */
	private final class Warp {

		private final Sample sample;
		private final int[] size;
		private final double[] centre = new double[3];
		private final double[][] matrix;
		private final float[][] knots;

		Warp(final Sample sample, final int place, final SplittableRandom random) {
			this.sample = sample;
			size = sample.size();
			final Augmentation augmentation = settings.augmentation();
			final double zoom = augmentation.scale() > 1 ? Math.exp((2 * random.nextDouble() - 1) * Math.log(augmentation
				.scale())) : 1;
			double angle = augmentation.quarterTurns() ? Math.PI / 2 * random.nextInt(4) : 0;
			if (augmentation.rotation() && random.nextDouble() < 0.5) angle += (2 * random.nextDouble() - 1) * Math.PI / 4;
			final double flipZ = augmentation.flips() && random.nextBoolean() ? -1 : 1;
			final double flipY = augmentation.flips() && random.nextBoolean() ? -1 : 1;
			final double cos = Math.cos(angle) / zoom;
			final double sin = Math.sin(angle) / zoom;
			matrix = new double[][] { { flipZ / (depth > 1 ? zoom : 1), 0, 0 }, { 0, flipY * cos, -sin }, { 0, flipY * sin,
				cos } };
			final int[] at = { place / (size[1] * size[2]), place / size[2] % size[1], place % size[2] };
			final int[] patch = { depth, height, width };
			for (int d = 0; d < 3; d++) {
				// Shifted at random so that the chosen pixel is not always the middle one, but kept inside where possible.
				final double half = (patch[d] - 1) / 2.0;
				final double wanted = at[d] + (random.nextDouble() - 0.5) * patch[d] * 0.5;
				final double low = Math.min(half, (size[d] - 1) / 2.0);
				final double high = Math.max(size[d] - 1 - half, (size[d] - 1) / 2.0);
				centre[d] = Math.max(low, Math.min(high, wanted));
			}
			knots = elastic(augmentation.elastic(), random);
		}

		/** Displacements along y and x at the knots of a coarse grid; null for none. */
		private float[][] elastic(final double largest, final SplittableRandom random) {
			final boolean bent = random.nextDouble() < 0.3;
			if (largest <= 0 || !bent) return null;
			final float[][] field = new float[2][KNOTS * KNOTS];
			for (final float[] axis : field)
				for (int i = 0; i < axis.length; i++)
					axis[i] = (float) ((2 * random.nextDouble() - 1) * largest);
			return field;
		}

		private float bend(final int axis, final int y, final int x) {
			final float ky = (KNOTS - 1) * y / (float) Math.max(1, height - 1);
			final float kx = (KNOTS - 1) * x / (float) Math.max(1, width - 1);
			final int y0 = Math.min((int) ky, KNOTS - 2);
			final int x0 = Math.min((int) kx, KNOTS - 2);
			final float fy = smooth(ky - y0);
			final float fx = smooth(kx - x0);
			final float[] k = knots[axis];
			final int i = y0 * KNOTS + x0;
			return (1 - fy) * ((1 - fx) * k[i] + fx * k[i + 1]) + fy * ((1 - fx) * k[i + KNOTS] + fx * k[i + KNOTS + 1]);
		}

		private float smooth(final float t) {
			return t * t * (3 - 2 * t);
		}

		void fill(final float[] image, final long[] target, final int start) {
			int out = start;
			for (int z = 0; z < depth; z++) {
				final double dz = z - (depth - 1) / 2.0;
				final double pz = centre[0] + matrix[0][0] * dz;
				for (int y = 0; y < height; y++)
					for (int x = 0; x < width; x++, out++) {
						double dy = y - (height - 1) / 2.0;
						double dx = x - (width - 1) / 2.0;
						if (knots != null) {
							dy += bend(0, y, x);
							dx += bend(1, y, x);
						}
						final double py = centre[1] + matrix[1][1] * dy + matrix[1][2] * dx;
						final double px = centre[2] + matrix[2][1] * dy + matrix[2][2] * dx;
						interpolate(pz, py, px, image, out);
						target[out] = nearest(pz, py, px);
					}
			}
		}

		/** Beyond the image its border is mirrored, in intensities and classes alike. */
		private double mirrored(final double p, final int extent) {
			if (p >= 0 && p <= extent - 1) return p;
			if (extent == 1) return 0;
			final double period = 2.0 * (extent - 1);
			final double rest = Math.abs(p) % period;
			return rest <= extent - 1 ? rest : period - rest;
		}

		private long nearest(final double pz, final double py, final double px) {
			final int z = (int) Math.rint(mirrored(pz, size[0]));
			final int y = (int) Math.rint(mirrored(py, size[1]));
			final int x = (int) Math.rint(mirrored(px, size[2]));
			return sample.target()[(z * size[1] + y) * size[2] + x] & 0xff;
		}

		private void interpolate(final double pz, final double py, final double px, final float[] image, final int out) {
			final double mz = mirrored(pz, size[0]);
			final double my = mirrored(py, size[1]);
			final double mx = mirrored(px, size[2]);
			final int z0 = (int) mz;
			final int y0 = (int) my;
			final int x0 = (int) mx;
			final float fz = (float) (mz - z0);
			final float fy = (float) (my - y0);
			final float fx = (float) (mx - x0);
			final int dx = x0 + 1 < size[2] ? 1 : 0;
			final int dy = y0 + 1 < size[1] ? size[2] : 0;
			final int dz = z0 + 1 < size[0] ? size[1] * size[2] : 0;
			final int plane = size[0] * size[1] * size[2];
			int i = (z0 * size[1] + y0) * size[2] + x0;
			for (int c = 0; c < channels; c++, i += plane) {
				float value = bilinear(sample.image(), i, dy, dx, fy, fx);
				if (fz > 0) value += fz * (bilinear(sample.image(), i + dz, dy, dx, fy, fx) - value);
				image[out * channels + c] = value;
			}
		}

		private float bilinear(final float[] v, final int i, final int dy, final int dx, final float fy, final float fx) {
			final float top = v[i] + fx * (v[i + dx] - v[i]);
			final float bottom = v[i + dy] + fx * (v[i + dy + dx] - v[i + dy]);
			return top + fy * (bottom - top);
		}
	}

	/** Contrast, brightness, gamma and noise, alike for all channels of a patch. */
	private static final class Intensities {

		private final double factor;
		private final double shift;
		private final double exponent;
		private final double deviation;

		Intensities(final Augmentation a, final SplittableRandom random) {
			final boolean changed = random.nextDouble() < 0.7;
			factor = changed ? 1 + (2 * random.nextDouble() - 1) * a.contrast() : 1;
			shift = changed ? (2 * random.nextDouble() - 1) * a.brightness() : 0;
			final boolean curved = a.gamma() > 1 && random.nextDouble() < 0.5;
			exponent = curved ? Math.exp((2 * random.nextDouble() - 1) * Math.log(a.gamma())) : 1;
			final boolean noisy = random.nextDouble() < 0.4;
			deviation = noisy ? random.nextDouble() * a.noise() : 0;
		}

		void apply(final float[] image, final int start, final int pixels, final int channels,
			final SplittableRandom random)
		{
			final int end = start + pixels * channels;
			if (exponent != 1) curve(image, start, end);
			for (int i = start; i < end; i++)
				image[i] = (float) (image[i] * factor + shift);
			if (deviation == 0) return;
			for (int i = start; i < end; i++)
				// Three uniform numbers come near enough to a normal one, at a fraction of its cost.
				image[i] += (float) (deviation * 2 * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5));
		}

		/** A power of the intensity within the patch's own range, which keeps its ends. */
		private void curve(final float[] image, final int start, final int end) {
			float low = Float.POSITIVE_INFINITY;
			float high = Float.NEGATIVE_INFINITY;
			for (int i = start; i < end; i++) {
				low = Math.min(low, image[i]);
				high = Math.max(high, image[i]);
			}
			final float range = high - low;
			if (!(range > 0)) return;
			for (int i = start; i < end; i++)
				image[i] = low + range * (float) Math.pow((image[i] - low) / range, exponent);
		}
	}
}
