package io.github.rwkvsss.image;

import java.util.List;

/**
 * One step of what becomes of an image's intensities before a network sees them. Third-party models ask for several
 * in a row, each measuring what the one before it left.
 */
public sealed interface IntensityStep {

	/**
	 * @param image what the step before gave
	 * @param scope over which pixels is measured
	 * @return a view of the image after this step
	 * @throws IllegalArgumentException if the step has numbers for another count of channels
	 */
	PixelSource over(PixelSource image, Normalization.Scope scope);

	/**
	 * @param steps in their order; may be empty
	 * @return a view of the image after all of them; it refuses NaN and infinite pixels when it is first read
	 */
	static PixelSource all(final List<IntensityStep> steps, final PixelSource image, final Normalization.Scope scope) {
		PixelSource seen = steps.isEmpty() || !(steps.get(0) instanceof Measured) ? image.normalized(Normalization.none(),
			scope) : image;
		for (final IntensityStep step : steps) seen = step.over(seen, scope);
		return seen;
	}

	/**
	 * Scales by what is measured in the image.
	 *
	 * @param channels whether each is measured separately
	 */
	record Measured(Normalization normalization, Normalization.Channels channels) implements IntensityStep {

		@Override
		public PixelSource over(final PixelSource image, final Normalization.Scope scope) {
			return new NormalizedPixels(image, normalization, scope, channels);
		}
	}

	/**
	 * Values become {@code gain * value + offset}.
	 *
	 * @param gain one for all channels, or one for each
	 * @param offset likewise
	 */
	record Linear(List<Double> gain, List<Double> offset) implements IntensityStep {

		@Override
		public PixelSource over(final PixelSource image, final Normalization.Scope scope) {
			final float[] factors = perChannel(gain, image);
			final float[] summands = perChannel(offset, image);
			return new MappedPixels(image, (channel, value) -> factors[channel] * value + summands[channel]);
		}
	}

	/**
	 * Values below and above are set to the limits.
	 *
	 * @param low may be negative infinity
	 * @param high may be infinity
	 */
	record Clip(double low, double high) implements IntensityStep {

		@Override
		public PixelSource over(final PixelSource image, final Normalization.Scope scope) {
			return new MappedPixels(image, (channel, value) -> (float) Math.min(high, Math.max(low, value)));
		}
	}

	/**
	 * Values above become 1, others 0.
	 *
	 * @param limits one for all channels, or one for each
	 */
	record Threshold(List<Double> limits) implements IntensityStep {

		@Override
		public PixelSource over(final PixelSource image, final Normalization.Scope scope) {
			final float[] above = perChannel(limits, image);
			return new MappedPixels(image, (channel, value) -> value > above[channel] ? 1 : 0);
		}
	}

	/** Values become 1 / (1 + exp(-value)). */
	record Sigmoid() implements IntensityStep {

		@Override
		public PixelSource over(final PixelSource image, final Normalization.Scope scope) {
			return new MappedPixels(image, (channel, value) -> (float) (1 / (1 + Math.exp(-value))));
		}
	}

	private static float[] perChannel(final List<Double> numbers, final PixelSource image) {
		final int channels = image.channels();
		if (numbers.size() != 1 && numbers.size() != channels) throw new IllegalArgumentException("the model scales " + numbers
			.size() + " channels, the image has " + channels + "; choose as many with channels");
		final float[] all = new float[channels];
		for (int c = 0; c < channels; c++) all[c] = numbers.get(numbers.size() == 1 ? 0 : c).floatValue();
		return all;
	}
}
