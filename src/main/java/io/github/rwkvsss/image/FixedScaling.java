package io.github.rwkvsss.image;

/** An image whose intensities are scaled alike everywhere. */
final class FixedScaling extends PixelView {

	private final Normalization.Scaling scaling;

	FixedScaling(final PixelSource source, final Normalization.Scaling scaling) {
		super(source);
		this.scaling = scaling;
	}

	@Override
	public void read(final long[] min, final int[] boxSize, final float[] into) {
		source.read(min, boxSize, into);
		scaling.apply(into, 0, channels() * pixels(boxSize));
	}
}
