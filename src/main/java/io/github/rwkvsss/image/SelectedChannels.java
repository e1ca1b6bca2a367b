package io.github.rwkvsss.image;

/** Some channels of an image, in any order. */
final class SelectedChannels implements PixelSource {

	private final PixelSource source;
	private final int[] indices;
	private float[] all = new float[0];

	SelectedChannels(final PixelSource source, final int... indices) {
		if (indices.length == 0) throw new IllegalArgumentException("no channel of " + source.name() + " is chosen");
		for (final int c : indices) {
			if (c < 0 || c >= source.channels()) throw new IllegalArgumentException(source.name() + " has " + source
				.channels() + " channels, and no channel " + (c + 1));
		}
		this.source = source;
		this.indices = indices.clone();
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
		return indices.length;
	}

	@Override
	public long[] size() {
		return source.size();
	}

	@Override
	public void read(final long[] min, final int[] boxSize, final float[] into) {
		int pixels = 1;
		for (final int n : boxSize) pixels = Math.multiplyExact(pixels, n);
		final int needed = Math.multiplyExact(pixels, source.channels());
		if (all.length < needed) all = new float[needed];
		source.read(min, boxSize, all);
		for (int i = 0; i < indices.length; i++) System.arraycopy(all, indices[i] * pixels, into, i * pixels, pixels);
	}
}
