package io.github.rwkvsss.label;

import java.util.Random;

/** Probabilities as a network might give them for known classes, for tests in 2D. */
final class ProbabilityDrawing {

	/** What a network never is surer than. */
	private static final float FLOOR = 0.004f;

	private ProbabilityDrawing() {}

	/** One at the class of each pixel. */
	static float[][] certain(final byte[] classes, final int[] size) {
		final float[][] p = new float[InstanceTargets.CLASSES][classes.length];
		for (int i = 0; i < classes.length; i++) p[classes[i]][i] = 1;
		return p;
	}

	/**
	 * Blurred, and with smooth noise added to the logits.
	 *
	 * @param blur standard deviation in pixels
	 * @param noise standard deviation of the logits
	 */
	static float[][] uncertain(final byte[] classes, final int[] size, final double blur, final double noise,
		final Random random)
	{
		final float[][] p = certain(classes, size);
		final double grain = 1.5;
		// Smoothing white noise leaves 1 / (2 sqrt(pi) grain) of its deviation.
		final double gain = noise * 2 * Math.sqrt(Math.PI) * grain;
		for (int c = 0; c < p.length; c++) {
			p[c] = blurred(p[c], size, blur);
			float[] grains = new float[classes.length];
			for (int i = 0; i < grains.length; i++) grains[i] = (float) (random.nextGaussian() * gain);
			grains = blurred(grains, size, grain);
			for (int i = 0; i < grains.length; i++) p[c][i] = (float) (Math.max(0, p[c][i]) + FLOOR) * (float) Math.exp(
				grains[i]);
		}
		for (int i = 0; i < classes.length; i++) {
			final float sum = p[0][i] + p[1][i] + p[2][i];
			for (final float[] values : p) values[i] /= sum;
		}
		return p;
	}

	private static float[] blurred(final float[] values, final int[] size, final double deviation) {
		return blurredRows(blurredRows(values, size[0], size[1], 1, size[1], deviation), size[1], size[0], size[1], 1,
			deviation);
	}

	private static float[] blurredRows(final float[] values, final int lines, final int count, final int step,
		final int lineStep, final double deviation)
	{
		final int reach = (int) Math.ceil(3 * deviation);
		final double[] kernel = new double[2 * reach + 1];
		double total = 0;
		for (int k = -reach; k <= reach; k++) total += kernel[k + reach] = Math.exp(-k * k / (2 * deviation * deviation));
		final float[] result = new float[values.length];
		for (int line = 0; line < lines; line++) for (int i = 0; i < count; i++) {
			double sum = 0;
			for (int k = -reach; k <= reach; k++) sum += kernel[k + reach] * values[line * lineStep + Math.min(count - 1, Math
				.max(0, i + k)) * step];
			result[line * lineStep + i * step] = (float) (sum / total);
		}
		return result;
	}
}
