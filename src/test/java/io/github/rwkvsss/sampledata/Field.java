package io.github.rwkvsss.sampledata;

import java.util.Random;

/** A plane of real values. StrictMath throughout, so that every machine draws the same. */
final class Field {

	final int width;
	final int height;
	final double[] values;

	Field(final int width, final int height) {
		this.width = width;
		this.height = height;
		values = new double[width * height];
	}

	/** @return random values of mean 0 and standard deviation 1 whose grain has about this size in pixels */
	static Field grain(final int width, final int height, final double sigma, final Random random) {
		final Field field = new Field(width, height);
		for (int i = 0; i < field.values.length; i++) field.values[i] = random.nextGaussian();
		field.blur(sigma);
		double sum = 0;
		double squares = 0;
		for (final double v : field.values) {
			sum += v;
			squares += v * v;
		}
		final double mean = sum / field.values.length;
		final double deviation = StrictMath.sqrt(squares / field.values.length - mean * mean);
		for (int i = 0; i < field.values.length; i++) field.values[i] = (field.values[i] - mean) / deviation;
		return field;
	}

	double at(final int x, final int y) {
		return values[y * width + x];
	}

	/** Gaussian blur; the border pixel continues outside. */
	void blur(final double sigma) {
		if (sigma <= 0) return;
		final int radius = (int) StrictMath.ceil(3 * sigma);
		final double[] kernel = new double[2 * radius + 1];
		double sum = 0;
		for (int i = -radius; i <= radius; i++) sum += kernel[i + radius] = StrictMath.exp(-0.5 * i * i / (sigma * sigma));
		for (int i = 0; i < kernel.length; i++) kernel[i] /= sum;
		final double[] rows = new double[values.length];
		for (int y = 0; y < height; y++) for (int x = 0; x < width; x++) {
			double v = 0;
			for (int i = -radius; i <= radius; i++) v += kernel[i + radius] * at(Math.min(width - 1, Math.max(0, x + i)), y);
			rows[y * width + x] = v;
		}
		for (int y = 0; y < height; y++) for (int x = 0; x < width; x++) {
			double v = 0;
			for (int i = -radius; i <= radius; i++) {
				v += kernel[i + radius] * rows[Math.min(height - 1, Math.max(0, y + i)) * width + x];
			}
			values[y * width + x] = v;
		}
	}

	/** @return values rounded into 0 to 255 */
	int[] toBytes() {
		final int[] bytes = new int[values.length];
		for (int i = 0; i < bytes.length; i++) bytes[i] = (int) Math.max(0, Math.min(255, StrictMath.rint(values[i])));
		return bytes;
	}
}
