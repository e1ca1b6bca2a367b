package io.github.rwkvsss.image;

/** Some channels of an image, in any order. */
final class SelectedChannels extends PixelView {

	private final int[] indices;
	private float[] all = new float[0];

	SelectedChannels(final PixelSource source, final int... indices) {
		super(source);
		if (indices.length == 0) throw new IllegalArgumentException("no channel of " + source.name() + " is chosen");
		for (final int c : indices) {
			if (c < 0 || c >= source.channels()) throw new IllegalArgumentException(source.name() + " has " + source.channels() +
				" channels, and no channel " + (c + 1));
		}
		this.indices = indices.clone();
	}

	@Override
	public int channels() {
		return indices.length;
	}

	@Override
	public void read(final long[] min, final int[] boxSize, final float[] into) {
		final int pixels = pixels(boxSize);
		final int needed = Math.multiplyExact(pixels, source.channels());
		if (all.length < needed) all = new float[needed];
		source.read(min, boxSize, all);
		for (int i = 0; i < indices.length; i++) System.arraycopy(all, indices[i] * pixels, into, i * pixels, pixels);
	}
}
