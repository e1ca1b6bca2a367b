package io.github.rwkvsss.image;

/** An image as another one, of the same name, extents and place; what is read is up to the subclass. */
abstract class PixelView implements PixelSource {

	/** What is viewed. */
	protected final PixelSource source;

	PixelView(final PixelSource source) {
		this.source = source;
	}

	@Override
	public final String name() {
		return source.name();
	}

	@Override
	public final VolumeSpace space() {
		return source.space();
	}

	@Override
	public int channels() {
		return source.channels();
	}

	@Override
	public final long[] size() {
		return source.size();
	}

	/** @return pixels of a box in each channel */
	static int pixels(final int[] boxSize) {
		int pixels = 1;
		for (final int n : boxSize) pixels = Math.multiplyExact(pixels, n);
		return pixels;
	}
}
