package io.github.rwkvsss.segment;

import java.util.Arrays;

import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.predict.ImageSource;

/** A plane of an image, or a frame's whole volume: what a model sees at once. */
final class PartOfImage implements ImageSource {

	private final PixelSource image;
	private final int frame;
	private final int slice;
	private final int axes;

	private PartOfImage(final PixelSource image, final int frame, final int slice, final int axes) {
		this.image = image;
		this.frame = frame;
		this.slice = slice;
		this.axes = axes;
	}

	static PartOfImage plane(final PixelSource image, final int frame, final int slice) {
		return new PartOfImage(image, frame, slice, 2);
	}

	static PartOfImage volume(final PixelSource image, final int frame) {
		return new PartOfImage(image, frame, 0, 3);
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
	public void read(final long[] min, final int[] size, final float[] into) {
		final long[] from = { frame, slice, 0, 0 };
		final int[] extent = { 1, 1, 1, 1 };
		for (int d = 0; d < axes; d++) {
			from[4 - axes + d] += min[d];
			extent[4 - axes + d] = size[d];
		}
		image.read(from, extent, into);
	}
}
