package io.github.rwkvsss.image;

/** An image whose values are each replaced by a function of themselves. */
final class MappedPixels implements PixelSource {

	@FunctionalInterface
	interface Mapping {

		float of(int channel, float value);
	}

	private final PixelSource source;
	private final Mapping mapping;

	MappedPixels(final PixelSource source, final Mapping mapping) {
		this.source = source;
		this.mapping = mapping;
	}

	@Override
	public String name() {
		return source.name();
	}

	@Override
	public VolumeSpace space() {
		return source.space();
	}

	@Override
	public int channels() {
		return source.channels();
	}

	@Override
	public long[] size() {
		return source.size();
	}

	@Override
	public void read(final long[] min, final int[] boxSize, final float[] into) {
		source.read(min, boxSize, into);
		int pixels = 1;
		for (final int n : boxSize) pixels = Math.multiplyExact(pixels, n);
		for (int c = 0; c < channels(); c++)
			for (int i = c * pixels; i < (c + 1) * pixels; i++) into[i] = mapping.of(c, into[i]);
	}
}
