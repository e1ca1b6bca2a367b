package io.github.rwkvsss.image;

/** An image whose values are each replaced by a function of themselves. */
final class MappedPixels extends PixelView {

	@FunctionalInterface
	interface Mapping {

		float of(int channel, float value);
	}

	private final Mapping mapping;

	MappedPixels(final PixelSource source, final Mapping mapping) {
		super(source);
		this.mapping = mapping;
	}

	@Override
	public void read(final long[] min, final int[] boxSize, final float[] into) {
		source.read(min, boxSize, into);
		final int pixels = pixels(boxSize);
		for (int c = 0; c < channels(); c++) for (int i = c * pixels; i < (c + 1) * pixels; i++) into[i] = mapping.of(c,
			into[i]);
	}
}
