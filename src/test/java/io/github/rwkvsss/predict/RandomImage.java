package io.github.rwkvsss.predict;

import java.util.Arrays;
import java.util.Random;

import io.github.rwkvsss.image.PixelSource;

/** An image of noise in memory that checks how it is read. */
final class RandomImage implements PixelSource {

	private final int channels;
	private final long[] size;
	private final float[] values;

	RandomImage(final long seed, final int channels, final long... size) {
		this.channels = channels;
		this.size = size;
		values = new float[(int) (channels * Arrays.stream(size).reduce(1, Math::multiplyExact))];
		final Random random = new Random(seed);
		for (int i = 0; i < values.length; i++) values[i] = random.nextFloat();
	}

	/** One position on the first axis, that axis dropped. */
	PixelSource slice(final long first) {
		return PixelSource.of("image", channels, Arrays.copyOfRange(size, 1, size.length), (min, box, into) -> {
			final long[] all = new long[size.length];
			final int[] extent = new int[size.length];
			all[0] = first;
			extent[0] = 1;
			System.arraycopy(min, 0, all, 1, min.length);
			System.arraycopy(box, 0, extent, 1, box.length);
			read(all, extent, into);
		});
	}

	@Override
	public String name() {
		return "noise";
	}

	@Override
	public int channels() {
		return channels;
	}

	@Override
	public long[] size() {
		return size.clone();
	}

	@Override
	public void read(final long[] min, final int[] box, final float[] into) {
		int out = 0;
		final int pixels = Boxes.pixels(box);
		for (int c = 0; c < channels; c++) {
			for (int p = 0; p < pixels; p++) {
				int rest = p;
				long index = 0;
				long step = 1;
				for (int d = box.length - 1; d >= 0; d--) {
					final long at = min[d] + rest % box[d];
					if (at < 0 || at >= size[d]) throw new IllegalArgumentException("read outside the image");
					index += at * step;
					rest /= box[d];
					step *= size[d];
				}
				into[out++] = values[(int) (c * step + index)];
			}
		}
	}
}
