package io.github.rwkvsss.train;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What is wrong with images of other laboratories, put into a patch of a plane: objects far dimmer than their neighbours,
 * uneven light, bright specks, dead cells, blur, noise, saturation and few grey levels. Intensities are normalised ones,
 * 0 about the background and 1 about the brightest objects.
 */
final class PatchFaults {

	/** An object is never dimmed below so many deviations of the background: nobody could annotate it either. */
	private static final double LEAST_CONTRAST = 3;
	private static final double DIMMEST = 1 / 20.0;
	/** Light of an object reaches so many pixels beyond its outline. */
	private static final int HALO = 4;
	private static final int MOST_SPECKS = 10;
	private static final double LARGEST_SPECK = 3;

	private final int height;
	private final int width;
	private final int channels;
	private final double strength;
	private final double diameter;

	/**
	 * @param strength share of the usual frequency of each fault, 0 to 1
	 * @param diameter of a typical object in pixels
	 */
	PatchFaults(final int height, final int width, final int channels, final double strength, final double diameter) {
		this.height = height;
		this.width = width;
		this.channels = channels;
		this.strength = strength;
		this.diameter = diameter;
	}

	/**
	 * @param image (H, W, C) from {@code start * C} on, changed
	 * @param target (H, W) from {@code start} on; changed to {@link Sample#IGNORE} where a dead cell lies, which may count
	 *          as an object or not
	 * @param start first pixel of the patch
	 * @param objects (H, W) number of the object at each pixel of the patch; null if there are none
	 */
	void apply(final float[] image, final long[] target, final int start, final int[] objects,
		final SplittableRandom random)
	{
		if (objects != null && occurs(0.4, random)) dim(image, start, objects, random);
		if (occurs(0.3, random)) light(image, start, random);
		if (occurs(0.35, random)) specks(image, start, random);
		if (occurs(0.2, random)) deadCells(image, target, start, random);
		if (occurs(0.25, random)) blur(image, start, 0.5 + 2 * random.nextDouble());
		if (occurs(0.4, random)) noise(image, start, random);
		final float gain = occurs(0.15, random) ? 1 + 2 * random.nextFloat() : 1;
		final float levels = occurs(0.2, random) ? 6 + random.nextInt(40) : 0;
		for (int i = start * channels; i < (start + height * width) * channels; i++) {
			// NB: brighter ones are cut off by the normalisation, see Normalization.Method.ROBUST.
			image[i] = Math.min(1, gain * image[i]);
			if (levels > 0) image[i] = (float) Math.rint(image[i] * levels) / levels;
		}
	}

	private boolean occurs(final double usually, final SplittableRandom random) {
		return random.nextDouble() < strength * usually;
	}

	private void dim(final float[] image, final int start, final int[] objects, final SplittableRandom random) {
		final double share = random.nextDouble();
		final float[] gains = new float[Arrays.stream(objects).max().orElse(0) + 1];
		for (int object = 1; object < gains.length; object++) {
			gains[object] = random.nextDouble() < share ? (float) Math.pow(DIMMEST, random.nextDouble()) : 1;
		}
		for (int c = 0; c < channels; c++) dim(image, start, c, objects, gains);
	}

	private void dim(final float[] image, final int start, final int channel, final int[] objects, final float[] gains) {
		final double[] sums = new double[gains.length];
		final int[] counts = new int[gains.length];
		double squares = 0;
		for (int i = 0; i < objects.length; i++) {
			final float value = image[(start + i) * channels + channel];
			sums[objects[i]] += value;
			counts[objects[i]]++;
			if (objects[i] == 0) squares += value * value;
		}
		if (counts[0] == 0) return;
		final double ground = sums[0] / counts[0];
		final double deviation = Math.sqrt(Math.max(0, squares / counts[0] - ground * ground));
		final float[] limited = gains.clone();
		limited[0] = 1;
		for (int object = 1; object < gains.length; object++) {
			final double contrast = counts[object] == 0 ? 0 : Math.abs(sums[object] / counts[object] - ground);
			if (contrast > 0) limited[object] = (float) Math.min(1, Math.max(gains[object], LEAST_CONTRAST * deviation /
				contrast));
		}
		final int[] reach = reach(objects);
		float[] map = new float[objects.length];
		for (int i = 0; i < map.length; i++) map[i] = limited[reach[i]];
		map = smoothed(smoothed(map));
		for (int i = 0; i < map.length; i++) {
			final int at = (start + i) * channels + channel;
			image[at] = (float) (ground + (image[at] - ground) * map[i]);
		}
	}

	/** @return of each pixel the object in or near which it lies, 0 for none */
	private int[] reach(final int[] objects) {
		int[] reach = objects.clone();
		for (int ring = 0; ring < HALO; ring++) {
			final int[] wider = reach.clone();
			for (int i = 0; i < reach.length; i++) {
				if (reach[i] != 0) continue;
				final int x = i % width;
				if (x > 0 && reach[i - 1] != 0) wider[i] = reach[i - 1];
				else if (x + 1 < width && reach[i + 1] != 0) wider[i] = reach[i + 1];
				else if (i >= width && reach[i - width] != 0) wider[i] = reach[i - width];
				else if (i + width < reach.length && reach[i + width] != 0) wider[i] = reach[i + width];
			}
			reach = wider;
		}
		return reach;
	}

	/** Mean of three by three; the border pixel continues outside. */
	private float[] smoothed(final float[] map) {
		final float[] rows = new float[map.length];
		for (int i = 0; i < map.length; i++) {
			final int x = i % width;
			rows[i] = (map[x > 0 ? i - 1 : i] + map[i] + map[x + 1 < width ? i + 1 : i]) / 3;
		}
		final float[] both = new float[map.length];
		for (int i = 0; i < map.length; i++) both[i] = (rows[i >= width ? i - width : i] + rows[i] + rows[i + width < map.length
			? i + width : i]) / 3;
		return both;
	}

	/** Light that falls off towards one side, and a glow that rises towards another. */
	private void light(final float[] image, final int start, final SplittableRandom random) {
		final double angle = 2 * Math.PI * random.nextDouble();
		final double fall = 0.35 * random.nextDouble();
		final double glowAngle = 2 * Math.PI * random.nextDouble();
		final double glow = random.nextBoolean() ? 0.3 * random.nextDouble() : 0;
		for (int i = 0; i < height * width; i++) {
			// Both from -1 to 1.
			final double y = 2.0 * (i / width) / height - 1;
			final double x = 2.0 * (i % width) / width - 1;
			final double factor = 1 + fall * (Math.cos(angle) * x + Math.sin(angle) * y);
			final double added = glow * (1.4 + Math.cos(glowAngle) * x + Math.sin(glowAngle) * y) / 2.8;
			for (int c = 0; c < channels; c++) {
				final int at = (start + i) * channels + c;
				image[at] = (float) (image[at] * factor + added);
			}
		}
	}

	private void specks(final float[] image, final int start, final SplittableRandom random) {
		final int count = 1 + random.nextInt(MOST_SPECKS);
		for (int k = 0; k < count; k++) {
			disc(image, null, start, random.nextDouble() * height, random.nextDouble() * width, 0.7 + (LARGEST_SPECK - 0.7) *
				random.nextDouble(), 0.3 + random.nextDouble());
		}
	}

	private void deadCells(final float[] image, final long[] target, final int start, final SplittableRandom random) {
		final int count = 1 + random.nextInt(2);
		for (int k = 0; k < count; k++) {
			disc(image, target, start, random.nextDouble() * height, random.nextDouble() * width, diameter * (0.25 + 0.5 * random
				.nextDouble()), 0.9 + 0.4 * random.nextDouble());
		}
	}

	/** A disc of soft rim over what is there. */
	private void disc(final float[] image, final long[] target, final int start, final double row, final double column,
		final double radius, final double brightness)
	{
		final int reach = (int) Math.ceil(radius + 2);
		for (int y = Math.max(0, (int) row - reach); y < Math.min(height, (int) row + reach + 1); y++) {
			for (int x = Math.max(0, (int) column - reach); x < Math.min(width, (int) column + reach + 1); x++) {
				final double inside = radius - Math.hypot(y - row, x - column);
				final float share = (float) Math.max(0, Math.min(1, 0.5 + inside / 2));
				if (share == 0) continue;
				final int at = start + y * width + x;
				for (int c = 0; c < channels; c++) {
					final int i = at * channels + c;
					image[i] = Math.max(image[i], (1 - share) * image[i] + share * (float) brightness);
				}
				if (target != null) target[at] = Sample.IGNORE;
			}
		}
	}

	private void blur(final float[] image, final int start, final double sigma) {
		final int radius = (int) Math.ceil(2.5 * sigma);
		final float[] kernel = new float[2 * radius + 1];
		float sum = 0;
		for (int k = 0; k < kernel.length; k++) {
			kernel[k] = (float) Math.exp(-0.5 * (k - radius) * (k - radius) / (sigma * sigma));
			sum += kernel[k];
		}
		for (int k = 0; k < kernel.length; k++) kernel[k] /= sum;
		final float[] line = new float[Math.max(height, width)];
		for (int c = 0; c < channels; c++) {
			for (int y = 0; y < height; y++) blur(image, (start + y * width) * channels + c, channels, width, kernel, line);
			for (int x = 0; x < width; x++) blur(image, (start + x) * channels + c, width * channels, height, kernel, line);
		}
	}

	private static void blur(final float[] image, final int from, final int step, final int count, final float[] kernel,
		final float[] line)
	{
		final int radius = kernel.length / 2;
		for (int i = 0; i < count; i++) line[i] = image[from + i * step];
		for (int i = 0; i < count; i++) {
			float value = 0;
			for (int k = 0; k < kernel.length; k++) value += kernel[k] * line[Math.max(0, Math.min(count - 1, i + k - radius))];
			image[from + i * step] = value;
		}
	}

	/** Of the camera everywhere, of the light where it is bright. */
	private void noise(final float[] image, final int start, final SplittableRandom random) {
		final double camera = 0.1 * random.nextDouble() * random.nextDouble();
		final double light = 0.12 * random.nextDouble();
		for (int i = start * channels; i < (start + height * width) * channels; i++) {
			final double deviation = Math.sqrt(camera * camera + light * light * Math.max(0, image[i]));
			image[i] += (float) (deviation * 2 * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5));
		}
	}
}
