package io.github.rwkvsss.image;

import java.util.Arrays;

/** A plane of an image, or a frame's whole volume: what a model sees at once. */
final class ImagePart implements PixelSource {

	private final PixelSource image;
	private final int frame;
	private final int slice;
	private final int axes;

	/** @param axes how many of the image's last axes the part has: 2 for a plane, 3 for a volume */
	ImagePart(final PixelSource image, final int frame, final int slice, final int axes) {
		this.image = image;
		this.frame = frame;
		this.slice = slice;
		this.axes = axes;
	}

	@Override
	public String name() {
		return image.name();
	}

	@Override
	public int channels() {
		return image.channels();
	}

	@Override
	public long[] size() {
		return Arrays.copyOfRange(image.size(), 4 - axes, 4);
	}

	@Override
	public void read(final long[] min, final int[] boxSize, final float[] into) {
		final long[] from = { frame, slice, 0, 0 };
		final int[] extent = { 1, 1, 1, 1 };
		for (int d = 0; d < axes; d++) {
			from[4 - axes + d] += min[d];
			extent[4 - axes + d] = boxSize[d];
		}
		image.read(from, extent, into);
	}

	@Override
	public VolumeSpace space() {
		return image.space();
	}
}
