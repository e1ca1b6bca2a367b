package io.github.rwkvsss.image;

/**
 * Pixels from wherever a reader takes them.
 *
 * @param size pixels per axis, slowest first
 */
record ReadPixels(String name, int channels, long[] size, Reader reader) implements PixelSource {

	@Override
	public long[] size() {
		return size.clone();
	}

	@Override
	public void read(final long[] min, final int[] boxSize, final float[] into) {
		reader.read(min, boxSize, into);
	}
}
