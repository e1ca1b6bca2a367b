package io.github.rwkvsss.train;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Cuts augmented patches out of samples: position, orientation, scale and elastic displacement in one linear
 * interpolation, then intensities. The patch of a step and index depends on the seed, and where hard samples are wanted on
 * the losses so far, alone, so that a resumed training sees the same patches.
 */
final class PatchSampler {

	private static final double USUAL_DIAMETER = 24;

	private final List<Sample> samples;
	private final TrainingSettings settings;
	private final int depth;
	private final int height;
	private final int width;
	private final int channels;
	private final PatchFaults faults;
	private final int[] objects;
	private final HardSamples hard;

	PatchSampler(final List<Sample> samples, final TrainingSettings settings) {
		this(samples, settings, USUAL_DIAMETER);
	}

	/** @param diameter of a typical object in pixels, for faults of its size */
	PatchSampler(final List<Sample> samples, final TrainingSettings settings, final double diameter) {
		this.samples = samples;
		this.settings = settings;
		hard = new HardSamples(samples.size());
		final List<Integer> patch = settings.patch();
		depth = patch.size() == 3 ? patch.get(0) : 1;
		height = patch.get(patch.size() - 2);
		width = patch.get(patch.size() - 1);
		channels = samples.get(0).channels();
		final boolean faulty = settings.augmentation().faults() > 0 && depth == 1;
		faults = faulty ? new PatchFaults(height, width, channels, settings.augmentation().faults(), diameter) : null;
		objects = faulty && samples.get(0).instances() != null ? new int[height * width] : null;
	}

	/**
	 * @param step of the training, from 0
	 * @param index within the batch
	 * @param image filled from {@code index} times the patch's size, (D, H, W, C)
	 * @param target filled likewise, (D, H, W)
	 * @return number of the sample it is of
	 */
	int draw(final int step, final int index, final float[] image, final long[] target) {
		return draw(step, index, image, target, null);
	}

	/** @param ofObjects filled likewise with the classes of objects; null where these are not learned */
	int draw(final int step, final int index, final float[] image, final long[] target, final long[] ofObjects) {
		final SplittableRandom random = new SplittableRandom(settings.seed() * 0x9E3779B97F4A7C15L + step * 1_000_003L + index);
		// NB: without hard ones the patches of a seed are those of before there were any.
		final int chosen = settings.hardShare() > 0 && random.nextDouble() < settings.hardShare() ? hard.choose(random) : random
			.nextInt(samples.size());
		final Sample sample = samples.get(chosen);
		final boolean foreground = random.nextDouble() < settings.foregroundShare();
		final int place = sample.place(foreground, random);
		final Warp warp = new Warp(sample, place, random);
		final int pixels = depth * height * width;
		final Intensities intensities = new Intensities(settings.augmentation(), random);
		warp.fill(image, target, ofObjects, index * pixels);
		intensities.apply(image, index * pixels * channels, pixels, channels, random);
		if (faults != null) faults.apply(image, target, index * pixels, objects, random);
		// Of what a fault covers nobody can see the class.
		if (faults != null && ofObjects != null) for (int i = index * pixels; i < (index + 1) * pixels; i++)
			if (target[i] == Sample.IGNORE) ofObjects[i] = Sample.IGNORE;
		return chosen;
	}

	/** @return how hard each sample is, to be told the losses */
	HardSamples hard() {
		return hard;
	}

	/** Where each pixel of the patch lies in the sample. */
	private final class Warp {

		private final Sample sample;
		private final int[] size;
		private final double[] centre = new double[3];
		private final double[][] matrix;
		private final ElasticField bend;

		Warp(final Sample sample, final int place, final SplittableRandom random) {
			this.sample = sample;
			size = sample.size();
			matrix = orientation(settings.augmentation(), random);
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
			bend = ElasticField.draw(settings.augmentation().elastic(), patch, random);
		}

		/** @return what a step in the patch is in the sample: mirrored, turned and scaled */
		private double[][] orientation(final Augmentation augmentation, final SplittableRandom random) {
			final double zoom = augmentation.scale() > 1 ? Math.exp((2 * random.nextDouble() - 1) * Math.log(augmentation
				.scale())) : 1;
			double angle = augmentation.quarterTurns() ? Math.PI / 2 * random.nextInt(4) : 0;
			if (random.nextDouble() < 0.5) angle += angle(augmentation.rotation(), random);
			double[][] turn = { { 1, 0, 0 }, { 0, Math.cos(angle), -Math.sin(angle) }, { 0, Math.sin(angle), Math.cos(angle) } };
			if (depth > 1 && random.nextDouble() < 0.5) {
				final double aboutRow = angle(augmentation.tilt(), random);
				final double aboutColumn = angle(augmentation.tilt(), random);
				turn = product(product(new double[][] { { Math.cos(aboutRow), 0, -Math.sin(aboutRow) }, { 0, 1, 0 }, { Math.sin(
					aboutRow), 0, Math.cos(aboutRow) } }, new double[][] { { Math.cos(aboutColumn), -Math.sin(aboutColumn), 0 }, {
						Math.sin(aboutColumn), Math.cos(aboutColumn), 0 }, { 0, 0, 1 } }), turn);
			}
			for (final Augmentation.Edge edge : Augmentation.Edge.values()) {
				final boolean mirrored = augmentation.mirrored().contains(edge) && random.nextBoolean();
				for (final double[] row : turn) row[edge.ordinal()] *= (mirrored ? -1 : 1) / (depth > 1 ||
					edge != Augmentation.Edge.DEPTH ? zoom : 1);
			}
			return turn;
		}

		private double angle(final double largest, final SplittableRandom random) {
			return Math.toRadians((2 * random.nextDouble() - 1) * largest);
		}

		private double[][] product(final double[][] a, final double[][] b) {
			final double[][] product = new double[3][3];
			for (int i = 0; i < 3; i++) for (int j = 0; j < 3; j++) for (int k = 0; k < 3; k++) product[i][j] += a[i][k] *
				b[k][j];
			return product;
		}

		void fill(final float[] image, final long[] target, final long[] ofObjects, final int start) {
			int out = start;
			final double[] step = new double[3];
			final double[] at = new double[3];
			for (int z = 0; z < depth; z++) for (int y = 0; y < height; y++) for (int x = 0; x < width; x++, out++) {
				step[0] = z - (depth - 1) / 2.0;
				step[1] = y - (height - 1) / 2.0;
				step[2] = x - (width - 1) / 2.0;
				if (bend != null) bend.move(z, y, x, step);
				for (int d = 0; d < 3; d++) at[d] = mirrored(centre[d] + matrix[d][0] * step[0] + matrix[d][1] * step[1] +
					matrix[d][2] * step[2], size[d]);
				interpolate(at[0], at[1], at[2], image, out);
				final int nearest = nearest(at[0], at[1], at[2]);
				target[out] = sample.target()[nearest] & 0xff;
				if (ofObjects != null) ofObjects[out] = sample.objectClasses()[nearest] & 0xff;
				if (objects != null) objects[out - start] = sample.instances()[nearest];
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

		private int nearest(final double mz, final double my, final double mx) {
			final int z = (int) Math.rint(mz);
			final int y = (int) Math.rint(my);
			final int x = (int) Math.rint(mx);
			return (z * size[1] + y) * size[2] + x;
		}

		private void interpolate(final double mz, final double my, final double mx, final float[] image, final int out) {
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

		void apply(final float[] image, final int start, final int pixels, final int channels, final SplittableRandom random) {
			final int end = start + pixels * channels;
			if (exponent != 1) curve(image, start, end);
			for (int i = start; i < end; i++) image[i] = (float) (image[i] * factor + shift);
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
			for (int i = start; i < end; i++) image[i] = low + range * (float) Math.pow((image[i] - low) / range, exponent);
		}
	}
}
