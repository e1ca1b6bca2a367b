package io.github.rwkvsss.predict;

/** Where a prediction reads its image from, piece by piece. */
public interface ImageSource {

	/** @return number of channels, at least 1 */
	int channels();

	/** @return pixels per axis, slowest first, (…, height, width). A new array. */
	long[] size();

	/**
	 * Reads one box of all channels.
	 *
	 * @param min first pixel per axis; the box lies inside the image
	 * @param size pixels per axis
	 * @param into filled from its start with (C, *size) row-major normalised intensities
	 */
	void read(long[] min, int[] size, float[] into);

	/** Reads one box; the part of {@link ImageSource} that takes work. */
	@FunctionalInterface
	interface Reader {

		/** See {@link ImageSource#read}. */
		void read(long[] min, int[] size, float[] into);
	}

	/**
	 * @param channels number of channels
	 * @param size pixels per axis, slowest first; copied
	 * @param reader called on the thread that predicts
	 */
	static ImageSource of(final int channels, final long[] size, final Reader reader) {
		final long[] copy = size.clone();
		return new ImageSource() {

			@Override
			public int channels() {
				return channels;
			}

			@Override
			public long[] size() {
				return copy.clone();
			}

			@Override
			public void read(final long[] min, final int[] boxSize, final float[] into) {
				reader.read(min, boxSize, into);
			}
		};
	}
}
